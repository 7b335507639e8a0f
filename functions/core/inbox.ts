/** A person's inbox: their conversations, the one with the newest message first. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, messageId, peerOf, type Position } from '#contract/message-id.ts';
import { itemsThatFit } from './answer-size.ts';
import type { ConversationRow } from './conversation-row.ts';
import { generationOf, isAsked, type Entry, type Head, type ListedMessage, type QuotedPost } from './entry.ts';
import type { Conversations, Log, Users } from './ports.ts';
import { unreadOf } from './unread.ts';
import type { User } from './user.ts';

export interface InboxServices {
  readonly conversations: Pick<Conversations, 'list'>;
  readonly log: Pick<Log, 'heads' | 'getMany'>;
  readonly users: Pick<Users, 'getMany'>;
}

/** A conversation as one of its two people sees it. */
export interface Summary {
  readonly peer: string;
  /** The peer's display name; undefined if their account was deleted. */
  readonly peerName?: string;
  readonly lastSeq: number;
  /** Of the entry at `lastSeq`. */
  readonly generation: number;
  /** The newest message, as it reads now. */
  readonly lastMessage: ListedMessage | undefined;
  readonly unread: number;
  readonly readSeq: number;
  readonly muted: boolean;
  readonly pinned: boolean;
  readonly blocked: boolean;
  /** The post that it was about last. */
  readonly post?: QuotedPost;
  /** The peer has written as a request, and this person has not answered. */
  readonly request?: true;
  /** The person has declined that request. */
  readonly declined?: true;
}

/**
 * Most conversations that one page reads. Of a person who has more, each thousand is a list of its own, in the order of
 * newest messages, one after the other: the order of all could only be known by reading all.
 */
export const WINDOW_MAX = 1_000;

/** Where a page of the inbox begins. */
export interface InboxPosition {
  /** The last peer of the thousand before; undefined in the first thousand. */
  readonly window: string | undefined;
  /** The last conversation of the page before; undefined at the beginning of the thousand. */
  readonly after: MessagePosition | undefined;
}

export const BEGINNING: InboxPosition = { window: undefined, after: undefined };

/** A conversation's place in the order of newest messages. */
interface MessagePosition {
  /** Epoch milliseconds. */
  readonly lastMessageAt: number;
  readonly conversation: string;
}

/** Returns a page of the inbox, and where the next page begins, if there is one. */
export async function listConversations(
  { conversations, log, users }: InboxServices,
  person: string,
  { window, after }: InboxPosition,
  limit: number,
): Promise<{ readonly items: readonly Summary[]; readonly next: InboxPosition | undefined }> {
  const rows = await conversations.list(person, { after: window, limit: WINDOW_MAX });
  const byConversation = new Map(rows.map((row) => [conversationOf(person, row.peer), row]));
  const heads = [...(await log.heads([...byConversation.keys()]))].sort(byNewestMessage);
  const remaining = after ? heads.filter((head) => byNewestMessage(after, head) < 0) : heads;
  const page = remaining.slice(0, limit);
  const [summaries, people] = await Promise.all([
    summarize(log, person, page, byConversation),
    // Rows without names would cost their reader a request each.
    users.getMany(page.map(({ conversation }) => peerOf(conversation, person))),
  ]);
  const byName = new Map(people.map((user) => [user.username, user]));
  const items = itemsThatFit(summaries.map((summary) => withName(summary, byName.get(summary.peer))));
  const last = page[items.length - 1];
  if (remaining.length > items.length && last) {
    const { lastMessageAt, conversation } = last;
    return { items, next: { window, after: { lastMessageAt, conversation } } };
  }
  const following = rows.length < WINDOW_MAX ? undefined : rows.at(-1)?.peer;
  return { items, next: following === undefined ? undefined : { window: following, after: undefined } };
}

/** Adds the name of the peer to what a person sees of a conversation. */
export const withName = (summary: Summary, peer: User | undefined): Summary =>
  peer && peer.deletedAt === undefined ? { ...summary, peerName: peer.displayName } : summary;

async function summarize(
  log: Pick<Log, 'getMany'>,
  person: string,
  heads: readonly Head[],
  rows: ReadonlyMap<string, ConversationRow>,
): Promise<readonly Summary[]> {
  const shown = await log.getMany(heads.flatMap(shownPositions));
  const messages = new Map(shown.map((entry) => [messageId(entry), entry]));
  return heads.flatMap((head) => {
    const row = rows.get(head.conversation);
    return row ? [summaryOf(person, row, head, messages)] : [];
  });
}

/** Returns where the messages are that a summary shows something of: the newest, and the newest with a post. */
export const shownPositions = ({ conversation, lastMessage, lastPost = 0 }: Head): readonly Position[] =>
  [...new Set([lastMessage, lastPost])].filter((seq) => seq > 0).map((seq) => ({ conversation, seq }));

/**
 * Returns what a person sees of a conversation with this row and head.
 * @param messages by id, those at {@link shownPositions}
 */
export function summaryOf(
  person: string,
  row: Omit<ConversationRow, 'createdAt'>,
  head: Head,
  messages: ReadonlyMap<string, Entry>,
): Summary {
  const { peer, readSeq = 0, readCount = 0, muted = false, pinned = false, blocked = false, declined } = row;
  const { conversation, lastPost = 0 } = head;
  const newest = messages.get(messageId({ conversation, seq: head.lastMessage }));
  const written = messages.get(messageId({ conversation, seq: lastPost }));
  const post = written && isMessage(written) ? written.post : undefined;
  const isRequest = isAsked(person, head);
  const lastMessage = newest && (isMessage(newest) || !isKnown(newest)) ? newest : undefined;
  return {
    peer,
    lastSeq: head.lastSeq,
    generation: generationOf(head),
    lastMessage,
    unread: unreadOf(person, peer, head, readCount),
    readSeq,
    muted,
    pinned,
    blocked,
    ...(post && { post }),
    ...(isRequest && { request: true }),
    ...(isRequest && declined === true && { declined: true }),
  };
}

const byNewestMessage = (one: MessagePosition, other: MessagePosition): number =>
  other.lastMessageAt - one.lastMessageAt || (one.conversation < other.conversation ? -1 : 1);
