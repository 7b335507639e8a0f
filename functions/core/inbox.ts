/** A person's inbox: their conversations, the one with the newest message first. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { conversationOf } from '#contract/message-id.ts';
import { itemsThatFit } from './answer-size.ts';
import type { ConversationRow } from './conversation-row.ts';
import type { Entry, Head, ListedMessage } from './entry.ts';
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
  /** The newest message, as it reads now. */
  readonly lastMessage: ListedMessage | undefined;
  readonly unread: number;
  readonly readSeq: number;
  readonly muted: boolean;
  readonly pinned: boolean;
  readonly blocked: boolean;
}

/** Where a page of the inbox begins: after the conversation with this newest message. */
export interface InboxPosition {
  /** Epoch milliseconds. */
  readonly lastMessageAt: number;
  readonly conversation: string;
}

/** Returns a page of the inbox, and where the next page begins, if there is one. */
export async function listConversations(
  { conversations, log }: InboxServices,
  person: string,
  after: InboxPosition | undefined,
  limit: number,
): Promise<{ readonly items: readonly Summary[]; readonly next: InboxPosition | undefined }> {
  const rows = await conversations.list(person);
  const byConversation = new Map(rows.map((row) => [conversationOf(person, row.peer), row]));
  const heads = [...(await log.heads([...byConversation.keys()]))].sort(byNewestMessage);
  const remaining = after ? heads.filter((head) => byNewestMessage(after, head) < 0) : heads;
  const page = remaining.slice(0, limit);
  const items = itemsThatFit(await summarize(log, person, page, byConversation));
  const last = page[items.length - 1];
  return {
    items,
    next:
      remaining.length > items.length && last
        ? { lastMessageAt: last.lastMessageAt, conversation: last.conversation }
        : undefined,
  };
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
    lastMessage,
    unread: unreadOf(person, peer, head, readCount),
    readSeq,
    muted,
    pinned,
    blocked,
  };
}

const byNewestMessage = (one: InboxPosition, other: InboxPosition): number =>
  other.lastMessageAt - one.lastMessageAt || (one.conversation < other.conversation ? -1 : 1);
