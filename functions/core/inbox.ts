/** A person's conversations, the one with the newest message first. */

import { conversationOf, type Position } from '#contract/message-id.ts';
import { fitting } from './answer-size.ts';
import type { Entry, Head, MessageEntry } from './entry.ts';
import type { User } from './people.ts';
import { unreadOf, type ReadPosition } from './unread.ts';

export interface Preferences {
  readonly muted?: boolean | undefined;
  readonly pinned?: boolean | undefined;
}

/** What a person keeps about a conversation for themselves. */
export interface ConversationRow extends Partial<ReadPosition>, Preferences {
  readonly username: string;
  readonly peer: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The peer is. */
  readonly blocked?: boolean;
  /** Up to where the peer, being blocked, still sees that this person has read. */
  readonly shownReadSeq?: number;
}

export interface ConversationRows {
  get(username: string, peer: string): Promise<ConversationRow | undefined>;
  ofPerson(username: string): Promise<readonly ConversationRow[]>;
}

export interface InboxLog {
  heads(conversations: readonly string[]): Promise<readonly Head[]>;
  getMany(positions: readonly Position[]): Promise<readonly Entry[]>;
}

/** A conversation as one of its two people sees it. */
export interface Summary {
  readonly peer: string;
  readonly lastSeq: number;
  /** The newest message, as it reads now. */
  readonly lastMessage: MessageEntry | undefined;
  readonly unread: number;
  readonly readSeq: number;
  readonly muted: boolean;
  readonly pinned: boolean;
  readonly blocked: boolean;
}

/** Where a page of the inbox begins: after the conversation with this newest message. */
export interface InboxPosition {
  readonly lastMessageAt: number;
  readonly conversation: string;
}

type Stores = { readonly rows: ConversationRows; readonly log: InboxLog };

/** A page of the inbox. `next` is where the following page begins, if there is one. */
export async function listInbox(
  { rows, log }: Stores,
  person: string,
  after: InboxPosition | undefined,
  limit: number,
): Promise<{ readonly items: readonly Summary[]; readonly next: InboxPosition | undefined }> {
  const byConversation = new Map((await rows.ofPerson(person)).map((row) => [conversationOf(person, row.peer), row]));
  const heads = [...(await log.heads([...byConversation.keys()]))].sort(byNewestMessage);
  const remaining = after ? heads.filter((head) => byNewestMessage(after, head) < 0) : heads;
  const page = remaining.slice(0, limit);
  const items = fitting(await summarize(log, person, page, byConversation));
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
  log: InboxLog,
  person: string,
  heads: readonly Head[],
  rows: ReadonlyMap<string, ConversationRow>,
): Promise<readonly Summary[]> {
  const newest = await log.getMany(heads.map(({ conversation, lastMessage }) => ({ conversation, seq: lastMessage })));
  const messages = new Map(newest.map((entry) => [entry.conversation, entry]));
  return heads.flatMap((head) => {
    const row = rows.get(head.conversation);
    return row ? [summaryOf(person, row, head, messages.get(head.conversation))] : [];
  });
}

/** What `row`'s person sees of a conversation with this head and newest message. */
export function summaryOf(
  person: string,
  row: Omit<ConversationRow, 'createdAt'>,
  head: Head,
  newest: Entry | undefined,
): Summary {
  const { peer, readSeq = 0, readCount = 0, muted = false, pinned = false, blocked = false } = row;
  const lastMessage = newest?.kind === 'message' ? newest : undefined;
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

/** Seq up to which the other person of a row sees that its person, `reader`, has read. */
export const readSeqShownBy = (reader: User, row: ConversationRow | undefined): number =>
  (reader.readReceipts === false ? undefined : row?.blocked ? row.shownReadSeq : row?.readSeq) ?? 0;
