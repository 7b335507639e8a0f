/** A conversation as one of its two people sees it in their inbox. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { messageId, type Position } from '#contract/message-id.ts';
import { isMuted, type ConversationRow } from '../conversation-row.ts';
import { generationOf, isAsked, type Entry, type Head, type ListedMessage, type QuotedPost } from '../entry.ts';
import type { SeenPerson } from '../presence.ts';
import { unreadOf } from '../unread.ts';
import type { Section } from './inbox-index.ts';

/** What a person keeps about a conversation. */
export type Row = Omit<ConversationRow, 'createdAt'>;

export interface Summary {
  readonly peer: string;
  /** The peer's display name, unless their account was deleted. */
  readonly peerName?: string;
  readonly peerDeleted?: true;
  /** The peer has a socket open, and this person may see that. */
  readonly online?: true;
  readonly lastSeq: number;
  /** Of the entry at `lastSeq`. */
  readonly generation: number;
  /** The newest message, as it reads now. */
  readonly lastMessage: ListedMessage | undefined;
  readonly unread: number;
  readonly readSeq: number;
  readonly muted: boolean;
  /** When it is heard again, in epoch milliseconds. */
  readonly mutedUntil?: number;
  readonly pinned: boolean;
  readonly blocked: boolean;
  readonly archived?: true;
  readonly markedUnread?: true;
  /** The post that it was about last. */
  readonly post?: QuotedPost;
  /** The peer has written as a request, and this person has not answered. */
  readonly request?: true;
  /** The person has declined that request. */
  readonly declined?: true;
}

/** Adds the name of the peer, and whether they are online, to what a person sees of a conversation. */
export function withPeer(summary: Summary, peer: SeenPerson | undefined): Summary {
  if (!peer) return summary;
  if (peer.user.deletedAt !== undefined) return { ...summary, peerDeleted: true };
  return { ...summary, peerName: peer.user.displayName, ...(peer.online && { online: true }) };
}

/** Returns where the messages are that a summary shows something of: the newest, and the newest with a post. */
export const shownPositions = ({ conversation, lastMessage, lastPost = 0 }: Head): readonly Position[] =>
  [...new Set([lastMessage, lastPost])].filter((seq) => seq > 0).map((seq) => ({ conversation, seq }));

/**
 * Returns what a person sees of a conversation with this row and head.
 * @param messages by id, those at {@link shownPositions}
 * @param now epoch milliseconds
 */
export function summaryOf(
  person: string,
  row: Row,
  head: Head,
  messages: ReadonlyMap<string, Entry>,
  now: number,
): Summary {
  const { peer, readSeq = 0, mutedUntil, pinned = false, blocked = false, declined } = row;
  const { conversation, lastPost = 0 } = head;
  const newest = messages.get(messageId({ conversation, seq: head.lastMessage }));
  const written = messages.get(messageId({ conversation, seq: lastPost }));
  const post = written && isMessage(written) ? written.post : undefined;
  const isRequest = isAsked(person, head);
  const muted = isMuted(row, now);
  const lastMessage = newest && (isMessage(newest) || !isKnown(newest)) ? newest : undefined;
  return {
    peer,
    lastSeq: head.lastSeq,
    generation: generationOf(head),
    lastMessage,
    unread: unreadCount(person, row, head),
    readSeq,
    muted,
    ...(muted && mutedUntil !== undefined && { mutedUntil }),
    pinned,
    blocked,
    ...(isArchived(row, head) && { archived: true }),
    ...(row.markedUnread === true && { markedUnread: true }),
    ...(post && { post }),
    ...(isRequest && { request: true }),
    ...(isRequest && declined === true && { declined: true }),
  };
}

const unreadCount = (person: string, { peer, readCount = 0 }: Row, head: Head): number =>
  unreadOf(person, peer, head, readCount);

/** Returns how much a conversation adds to the count of what is unread. One that was marked as unread counts one. */
export const unreadWeight = (person: string, row: Row, head: Head): number =>
  Math.max(unreadCount(person, row, head), row.markedUnread === true ? 1 : 0);

const isArchived = ({ archivedThrough = 0 }: Row, { lastMessage }: Head): boolean =>
  lastMessage > 0 && archivedThrough >= lastMessage;

/** Returns the part of the list that a conversation belongs to. */
export function sectionOf(person: string, row: Row, head: Head): Section {
  if (isArchived(row, head)) return 'archived';
  if (isAsked(person, head) && row.blocked !== true) return 'request';
  if (row.pinned === true) return 'pinned';
  return unreadWeight(person, row, head) > 0 ? 'unread' : 'read';
}
