/** Everything that people wrote with one person, conversation by conversation, in pages. */

import { conversationOf } from '#contract/message-id.ts';
import type { AppendableLog } from './append.ts';
import type { Entry } from './entry.ts';

/** A place among all entries of a person: after this seq of the conversation with this peer. */
export interface ExportPosition {
  readonly peer: string;
  readonly seq: number;
}

/** Entries of a page, each of up to 16 KB: an answer of a function has 6 MB at most. */
const ENTRIES = 100;
/** Conversations that one page looks into, one after the other. */
const CONVERSATIONS = 50;

/** @param peers of all conversations, ascending. @returns a page, and where the following one begins, if there is one */
export async function exportEntries(
  log: Pick<AppendableLog, 'entriesFrom'>,
  person: string,
  peers: readonly string[],
  { peer: first, seq }: ExportPosition,
): Promise<{ readonly entries: readonly Entry[]; readonly next: ExportPosition | undefined }> {
  const entries: Entry[] = [];
  const remaining = peers.filter((peer) => peer >= first);
  for (const peer of remaining.slice(0, CONVERSATIONS)) {
    const from = peer === first ? seq + 1 : 1;
    entries.push(...(await log.entriesFrom(conversationOf(person, peer), from, ENTRIES - entries.length)));
    const last = entries.at(-1);
    if (last && entries.length >= ENTRIES) return { entries, next: { peer, seq: last.seq } };
  }
  const following = remaining[CONVERSATIONS];
  return { entries, next: following === undefined ? undefined : { peer: following, seq: 0 } };
}
