/** The messages that replies quote, as they read now. A reply stores no text of what it answers, so a deletion has nothing to look for. */

import { messageId, type Position } from '#contract/message-id.ts';
import type { Entry, MessageEntry } from './entry.ts';

export interface QuotableLog {
  getMany(positions: readonly Position[]): Promise<readonly Entry[]>;
}

/** By id. */
export type Quoted = ReadonlyMap<string, MessageEntry>;

/** What these entries quote; of that, what is among them need not be read. */
export async function quotedBy(log: QuotableLog, entries: readonly Entry[]): Promise<Quoted> {
  const known = new Map(entries.map((entry) => [messageId(entry), entry]));
  const positions = entries.flatMap((entry) => quotedPosition(entry) ?? []);
  const missing = new Map(
    positions.map((position) => [messageId(position), position] as const).filter(([id]) => !known.has(id)),
  );
  const read = missing.size > 0 ? await log.getMany([...missing.values()]) : [];
  return new Map(
    [...known.values(), ...read].filter((entry) => entry.kind === 'message').map((entry) => [messageId(entry), entry]),
  );
}

/** The message that an entry answers, if it does. */
export const quotedPosition = (entry: Entry): Position | undefined =>
  entry.kind === 'message' && entry.replyTo !== undefined
    ? { conversation: entry.conversation, seq: entry.replyTo }
    : undefined;
