/**
 * The messages that replies quote, as they read now. A reply stores no text of the message it answers, so
 * deletion need not look for any.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { messageId, type Position } from '#contract/message-id.ts';
import type { Entry, MessageEntry } from './entry.ts';
import type { Log } from './ports.ts';

/** Quoted messages by id. */
export type Quotes = ReadonlyMap<string, MessageEntry>;

/** Returns the messages that these entries quote. Reads only those that are not among the entries. */
export async function quotesIn(log: Pick<Log, 'getMany'>, entries: readonly Entry[]): Promise<Quotes> {
  const positions = entries.flatMap((entry) => quotedPosition(entry) ?? []);
  if (positions.length === 0) return new Map();
  const known = new Map(entries.map((entry) => [messageId(entry), entry]));
  const missing = new Map(
    positions.map((position) => [messageId(position), position] as const).filter(([id]) => !known.has(id)),
  );
  const read = missing.size > 0 ? await log.getMany([...missing.values()]) : [];
  return new Map([...known.values(), ...read].filter(isMessage).map((entry) => [messageId(entry), entry]));
}

/** Returns the position of the message that an entry replies to, if it does. */
export const quotedPosition = (entry: Entry): Position | undefined =>
  isMessage(entry) && entry.replyTo !== undefined
    ? { conversation: entry.conversation, seq: entry.replyTo }
    : undefined;
