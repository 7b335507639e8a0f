/**
 * The newest messages of a log, read backwards. Changes lie between them, any number of them, so a page never reads
 * through a run of changes: each entry says which message is the newest at its place, and the next read goes on there.
 */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { withChanges } from './apply.ts';
import { generationOf, type Change, type Entry, type Head, type ListedMessage } from './entry.ts';
import type { Log } from './ports.ts';

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly ListedMessage[];
  /** The `before` of the next page, if there is one. */
  readonly next: number | undefined;
  /** On the newest page: it has every change up to this seq. The end of the log, unless the head is far behind it. */
  readonly through: number;
  /** The generation of the entry at `through`, on the newest page. */
  readonly generation: number | undefined;
  /** The head as it was read for the newest page, if there is one. */
  readonly head: Head | undefined;
}

export type PagedLog = Pick<Log, 'entriesBefore' | 'entriesFrom' | 'heads'>;

/**
 * Queries for the messages of a page, each of as many entries as the page may have messages. Where runs of changes lie
 * between single messages, the page ends here with fewer messages.
 */
const PAGE_QUERIES_MAX = 10;
/**
 * Entries after the head that a read looks through for changes. The function that appends a change applies it, so a
 * change further on is missing from its message only if that function died. The newest page ends its `through` here.
 */
const UNAPPLIED_MAX = 200;

/**
 * Returns a page of a conversation's messages.
 * @param before returns only messages with a smaller seq; undefined: the newest
 */
export async function messagePage(
  log: PagedLog,
  conversation: string,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  if (before === undefined) return newestPage(log, conversation, limit);
  if (before <= 1) return { messages: [], next: undefined, through: 0, generation: undefined, head: undefined };
  // Read the changes before the page: the page has those that are applied in the meantime.
  const { changes } = await changesAfterHead(log, conversation);
  const newest = await log.entriesBefore(conversation, before, limit);
  const entries = await readBack(log, conversation, newest, limit);
  return { ...pageOf(entries, changes, limit), through: newest[0]?.seq ?? 0, generation: undefined, head: undefined };
}

async function newestPage(log: PagedLog, conversation: string, limit: number): Promise<MessagePage> {
  const [newest, [head]] = await Promise.all([
    log.entriesBefore(conversation, undefined, limit),
    log.heads([conversation]),
  ]);
  // The changes of these messages are among these entries. Older messages may have changes between the head and them.
  const between = messagesOf(newest).length < limit ? await changesBetween(log, head, newest.at(-1)) : [];
  const entries = await readBack(log, conversation, newest, limit);
  const through = Math.min(newest[0]?.seq ?? 0, (head?.lastSeq ?? 0) + UNAPPLIED_MAX);
  const isWhole = through === (newest[0]?.seq ?? 0);
  const [last] = isWhole ? newest : await log.entriesFrom(conversation, through, 1);
  return { ...pageOf(entries, between, limit), through, generation: last && generationOf(last), head };
}

function pageOf(
  entries: readonly Entry[],
  changes: readonly Change[],
  limit: number,
): Pick<MessagePage, 'messages' | 'next'> {
  const all = [...changes, ...changesOf(entries)];
  const messages = messagesOf(entries)
    .slice(0, limit)
    .map((message) => (isMessage(message) ? withChanges(message, all) : message));
  const next = messages.at(-1)?.seq ?? 1;
  return { messages, next: next > 1 ? next : undefined };
}

/**
 * Goes on reading backwards until there are enough messages, with jumps over changes.
 * @param newest what the first query returned
 * @returns all entries read, newest first: at least one message, unless the log has none before them
 */
async function readBack(
  log: Pick<Log, 'entriesBefore'>,
  conversation: string,
  newest: readonly Entry[],
  limit: number,
): Promise<readonly Entry[]> {
  const read = [...newest];
  for (let queries = 1; queries < PAGE_QUERIES_MAX && messagesOf(read).length < limit; queries++) {
    const before = endOfUnread(read);
    if (before <= 1) break;
    read.push(...(await log.entriesBefore(conversation, before, limit)));
  }
  return read;
}

/**
 * Returns the seq before which the next message lies: the oldest entry read if it is a message, else the one after
 * the message that it says was the newest. An entry of an unknown kind may be either.
 */
function endOfUnread(read: readonly Entry[]): number {
  const oldest = read.at(-1);
  return oldest ? Math.min(oldest.seq, oldest.lastMessage + 1) : 1;
}

/** Returns the changes after the head and before an entry, up to {@link UNAPPLIED_MAX} entries. */
async function changesBetween(
  log: Pick<Log, 'entriesFrom'>,
  head: Head | undefined,
  entry: Entry | undefined,
): Promise<readonly Change[]> {
  const from = (head?.lastSeq ?? 0) + 1;
  if (!entry || from >= entry.seq) return [];
  return changesOf(await log.entriesFrom(entry.conversation, from, Math.min(entry.seq - from, UNAPPLIED_MAX)));
}

/**
 * Returns the changes that may not be applied yet: those after the head. They are `complete` unless the head is more
 * than {@link UNAPPLIED_MAX} entries behind.
 * @returns also the head, if there is one
 */
export async function changesAfterHead(
  log: Pick<Log, 'heads' | 'entriesFrom'>,
  conversation: string,
): Promise<{ readonly changes: readonly Change[]; readonly complete: boolean; readonly head: Head | undefined }> {
  const [head] = await log.heads([conversation]);
  // One more than we look through, to know whether there are more.
  const entries = await log.entriesFrom(conversation, (head?.lastSeq ?? 0) + 1, UNAPPLIED_MAX + 1);
  return { changes: changesOf(entries), complete: entries.length <= UNAPPLIED_MAX, head };
}

const messagesOf = (entries: readonly Entry[]): readonly ListedMessage[] => entries.filter(isListed);

function isListed(entry: Entry): entry is ListedMessage {
  return isMessage(entry) || (!isKnown(entry) && entry.lastMessage === entry.seq);
}

const changesOf = (entries: readonly Entry[]): readonly Change[] =>
  entries.filter(isKnown).filter((entry) => entry.kind !== 'message');
