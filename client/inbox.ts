/** The inbox as it is shown: what the server said of each conversation, brought forward by what this device has since learned. */
import type { Conversation, Entry, Message } from '#contract/schemas.ts';
import { withChanges } from './changes.ts';
import { type LogReplica, isComplete } from './log-replica.ts';
import type { InboxRow } from './mailbox.ts';
import type { UnsentMessage } from './unsent.ts';

/** A row of the server's, brought forward by the entries that have come since. */
export interface KnownRow {
  readonly row: Conversation;
  /** The number of the question that the server answered with it. */
  readonly question: number;
  /** What has come since, by seq: kept because the answer to an older question may still replace the row. */
  readonly since: readonly Entry[];
}

/** @param row as the server tells it */
export function knownRow(row: Conversation, question: number, entries: readonly Entry[] = []): KnownRow {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const since: Entry[] = [];
  let known = row;
  for (let next = bySeq.get(row.lastSeq + 1); next; next = bySeq.get(next.seq + 1)) {
    since.push(next);
    known = withEntry(known, next);
  }
  return { row: known, question, since };
}

/** With what follows its row among these entries. */
export function broughtForward({ row, question, since }: KnownRow, entries: readonly Entry[]): KnownRow {
  const next = knownRow(row, question, entries);
  return { ...next, since: [...since, ...next.since] };
}

function withEntry(row: Conversation, entry: Entry): Conversation {
  const { seq: lastSeq } = entry;
  if (entry.kind === 'message')
    return {
      ...row,
      lastSeq,
      lastMessage: entry,
      unread: row.unread + (entry.sender === row.peer && lastSeq > row.readSeq ? 1 : 0),
    };
  return { ...row, lastSeq, ...(row.lastMessage && { lastMessage: withChanges(row.lastMessage, [entry]) }) };
}

export interface Known {
  /** As the server last told. */
  readonly row: Conversation | undefined;
  readonly copy: LogReplica | undefined;
  /** How far I have read, if this device knows better than the row. */
  readonly readSeq: number;
  /** The newest of my messages that the server is not known to have. */
  readonly unsent: UnsentMessage | undefined;
}

/**
 * @param me who is asking
 * @returns undefined where nothing was written yet
 */
export function inboxRow(
  me: string,
  peer: string,
  { row, copy, readSeq: readHere, unsent }: Known,
): InboxRow | undefined {
  const lastSeq = Math.max(row?.lastSeq ?? 0, copy?.through ?? 0);
  const lastMessage = newest(row?.lastMessage, copy?.messages.at(-1));
  if (!lastMessage && !unsent) return undefined;
  const written = later(lastMessage?.timestamp ?? '', unsent?.timestamp ?? '');
  const readSeq = Math.max(row?.readSeq ?? 0, readHere);
  const unread = peer === me || readSeq >= lastSeq ? 0 : unreadOf(peer, row, copy, readSeq);
  const { muted = false, pinned = false, blocked = false } = row ?? {};
  return { peer, lastSeq, ...(lastMessage && { lastMessage }), written, unread, readSeq, muted, pinned, blocked };
}

/** The peer's messages after `readSeq`: counted where this device has them all, else as the server counted. */
function unreadOf(peer: string, row: Conversation | undefined, copy: LogReplica | undefined, readSeq: number): number {
  const { lastSeq = 0, unread = 0 } = row ?? {};
  if (!copy || copy.through < lastSeq) return unread;
  const after = (seq: number) => copy.messages.filter((message) => message.sender === peer && message.seq > seq).length;
  return isComplete(copy, readSeq) ? after(readSeq) : unread + after(lastSeq);
}

const newest = (one: Message | undefined, other: Message | undefined): Message | undefined =>
  one && other ? (one.seq > other.seq ? one : other) : (one ?? other);

/** Those pinned first, and of each kind the one with the newest message. */
export const byRecency = (one: InboxRow, other: InboxRow): number =>
  Number(other.pinned) - Number(one.pinned) || compare(other.written, one.written) || compare(one.peer, other.peer);

const later = (one: string, other: string): string => (one > other ? one : other);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
