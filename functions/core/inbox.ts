/** A person's inbox: their conversations, the one with the newest message first. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { conversationOf } from '#contract/message-id.ts';
import { itemsThatFit } from './answer-size.ts';
import type { ConversationRow } from './conversation-row.ts';
import { generationOf, type Entry, type Head, type ListedMessage } from './entry.ts';
import type { Conversations, Log } from './ports.ts';
import { unreadOf } from './unread.ts';

export interface InboxServices {
  readonly conversations: Pick<Conversations, 'list'>;
  readonly log: Pick<Log, 'heads' | 'getMany'>;
}

/** A conversation as one of its two people sees it. */
export interface Summary {
  readonly peer: string;
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
  { conversations, log }: InboxServices,
  person: string,
  { window, after }: InboxPosition,
  limit: number,
): Promise<{ readonly items: readonly Summary[]; readonly next: InboxPosition | undefined }> {
  const rows = await conversations.list(person, { after: window, limit: WINDOW_MAX });
  const byConversation = new Map(rows.map((row) => [conversationOf(person, row.peer), row]));
  const heads = [...(await log.heads([...byConversation.keys()]))].sort(byNewestMessage);
  const remaining = after ? heads.filter((head) => byNewestMessage(after, head) < 0) : heads;
  const page = remaining.slice(0, limit);
  const items = itemsThatFit(await summarize(log, person, page, byConversation));
  const last = page[items.length - 1];
  if (remaining.length > items.length && last) {
    const { lastMessageAt, conversation } = last;
    return { items, next: { window, after: { lastMessageAt, conversation } } };
  }
  const following = rows.length < WINDOW_MAX ? undefined : rows.at(-1)?.peer;
  return { items, next: following === undefined ? undefined : { window: following, after: undefined } };
}

async function summarize(
  log: Pick<Log, 'getMany'>,
  person: string,
  heads: readonly Head[],
  rows: ReadonlyMap<string, ConversationRow>,
): Promise<readonly Summary[]> {
  const written = heads.filter(({ lastMessage }) => lastMessage > 0);
  const newest = await log.getMany(
    written.map(({ conversation, lastMessage }) => ({ conversation, seq: lastMessage })),
  );
  const messages = new Map(newest.map((entry) => [entry.conversation, entry]));
  return heads.flatMap((head) => {
    const row = rows.get(head.conversation);
    return row ? [summaryOf(person, row, head, messages.get(head.conversation))] : [];
  });
}

/** Returns what a person sees of a conversation with this row, head and newest message. */
export function summaryOf(
  person: string,
  row: Omit<ConversationRow, 'createdAt'>,
  head: Head,
  newest: Entry | undefined,
): Summary {
  const { peer, readSeq = 0, readCount = 0, muted = false, pinned = false, blocked = false } = row;
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
  };
}

const byNewestMessage = (one: MessagePosition, other: MessagePosition): number =>
  other.lastMessageAt - one.lastMessageAt || (one.conversation < other.conversation ? -1 : 1);
