/** The inbox as it is shown: what the server said of each conversation, brought forward by what this device has since learned. */
import type { Conversation, Message } from '../functions/api/schemas.ts';
import type { InboxRow } from './mailbox.ts';
import { isComplete } from './thread.ts';
import type { Copy } from './thread.ts';

export interface Known {
  /** As the server last told. */
  readonly row: Conversation | undefined;
  readonly copy: Copy | undefined;
  /** How far I have read, if this device knows better than the row. */
  readonly readSeq: number;
}

/**
 * @param me who is asking
 * @returns undefined where nothing was written yet
 */
export function inboxRow(me: string, peer: string, { row, copy, readSeq: readHere }: Known): InboxRow | undefined {
  const lastSeq = Math.max(row?.lastSeq ?? 0, copy?.through ?? 0);
  const lastMessage = newest(row?.lastMessage, copy?.messages.at(-1));
  if (!lastMessage) return undefined;
  const readSeq = Math.max(row?.readSeq ?? 0, readHere);
  const unread = peer === me || readSeq >= lastSeq ? 0 : unreadOf(peer, row, copy, readSeq);
  return { peer, lastSeq, lastMessage, unread, readSeq, muted: row?.muted ?? false, pinned: row?.pinned ?? false, blocked: row?.blocked ?? false };
}

/** The peer's messages after `readSeq`: counted where this device has them all, else as the server counted. */
function unreadOf(peer: string, row: Conversation | undefined, copy: Copy | undefined, readSeq: number): number {
  const { lastSeq = 0, unread = 0 } = row ?? {};
  if (!copy || copy.through < lastSeq) return unread;
  const after = (seq: number) => copy.messages.filter((message) => message.sender === peer && message.seq > seq).length;
  return isComplete(copy, readSeq) ? after(readSeq) : unread + after(lastSeq);
}

const newest = (one: Message | undefined, other: Message | undefined): Message | undefined =>
  one && other ? (one.seq > other.seq ? one : other) : (one ?? other);

/** Those pinned first, and of each kind the one with the newest message. */
export const byRecency = (one: InboxRow, other: InboxRow): number =>
  Number(other.pinned) - Number(one.pinned) || compare(other.lastMessage?.timestamp ?? '', one.lastMessage?.timestamp ?? '') || compare(one.peer, other.peer);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
