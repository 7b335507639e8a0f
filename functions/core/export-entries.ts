/** Every entry of a person's conversations, page by page. */

import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, peerOf } from '#contract/message-id.ts';
import type { Entry } from './entry.ts';
import type { Log } from './ports.ts';

/** A place among all entries of a person: after this seq in the conversation with this peer. */
export interface ExportPosition {
  readonly peer: string;
  readonly seq: number;
}

/** Entries per page, each of up to 32 KB with the first text of an edited message: a function may answer 6 MB. */
const PAGE_ENTRIES = 100;
/** Files of the entries of a page, beyond the first entry: each has a link of up to 3 KB beside it. */
const PAGE_FILES = 300;
/** Conversations that one page reads, one after the other. */
export const EXPORTED_CONVERSATIONS = 50;

/**
 * Returns a page of entries, and where the next page begins, if there is one.
 * @param peers of the person's conversations from the position on, ascending: one more than a page has, or all
 */
export async function exportEntries(
  log: Pick<Log, 'entriesFrom'>,
  person: string,
  peers: readonly string[],
  { peer: first, seq }: ExportPosition,
): Promise<{ readonly entries: readonly Entry[]; readonly next: ExportPosition | undefined }> {
  const entries: Entry[] = [];
  const remaining = peers.filter((peer) => peer >= first);
  for (const peer of remaining.slice(0, EXPORTED_CONVERSATIONS)) {
    const from = peer === first ? seq + 1 : 1;
    entries.push(...(await log.entriesFrom(conversationOf(person, peer), from, PAGE_ENTRIES - entries.length)));
    const last = entries.at(-1);
    const linkable = withinFiles(entries);
    const end = linkable.at(-1);
    if (end && linkable.length < entries.length)
      return { entries: linkable, next: { peer: peerOf(end.conversation, person), seq: end.seq } };
    if (last && entries.length >= PAGE_ENTRIES) return { entries, next: { peer, seq: last.seq } };
  }
  const following = remaining[EXPORTED_CONVERSATIONS];
  return { entries, next: following === undefined ? undefined : { peer: following, seq: 0 } };
}

/** Returns the entries up to where they have more files than a page may link to. */
function withinFiles(entries: readonly Entry[]): readonly Entry[] {
  let files = 0;
  const end = entries.findIndex((entry, i) => {
    files += isMessage(entry) ? (entry.files?.length ?? 0) : 0;
    return i > 0 && files > PAGE_FILES;
  });
  return end === -1 ? entries : entries.slice(0, end);
}
