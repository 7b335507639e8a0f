import { conversationOf } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import {
  updateConversation,
  getConversation,
  listConversations,
  markRead,
  readLog,
} from '#contract/routes/conversations.ts';
import { isUserName } from '#contract/user-name.ts';
import { fitting } from '../../core/answer-size.ts';
import type { AppendableLog } from '../../core/append.ts';
import { entriesAfter } from '../../core/catch-up.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { headOf, type Head } from '../../core/entry.ts';
import {
  listInbox,
  readSeqShownBy,
  summaryOf,
  type ConversationRows,
  type InboxLog,
  type InboxPosition,
  type Preferences,
  type Summary,
} from '../../core/inbox.ts';
import { countReadMark, type Counters } from '../../core/limits.ts';
import { markRead as moveReadPosition, type ReadStores } from '../../core/mark-read.ts';
import type { Notifier } from '../../core/notify.ts';
import { requireActive, type User } from '../../core/people.ts';
import { mendHead, type ProjectedLog } from '../../core/project.ts';
import { quotedBy } from '../../core/quote.ts';
import { presentEntry, presentMessage } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ConversationStores extends ReadStores {
  readonly log: ReadStores['log'] & AppendableLog & InboxLog & ProjectedLog;
  readonly conversations: ReadStores['conversations'] &
    ConversationRows & {
      /** Sets what is given of these in a row, which is made where there is none. */
      setPreferences(username: string, peer: string, preferences: Preferences, at: number): Promise<void>;
    };
}

/** Conversations a page of the inbox holds, and entries a page of the log, when the client names no limit. */
const INBOX_PAGE = 50;
const LOG_PAGE = 100;

/** @param dropped is told how many frames were not delivered */
export function conversationEndpoints(
  stores: ConversationStores,
  notifier: Notifier,
  counters: Counters,
  dropped: (frames: number) => void,
) {
  const { log, conversations, users } = stores;

  const requirePerson = async (username: string): Promise<User> => {
    const person = isUserName(username) ? await users.get(username) : undefined;
    if (!person) throw notFound();
    return person;
  };

  return [
    endpoint(listConversations, async ({ caller: { username }, query: { cursor, limit = INBOX_PAGE } }) => {
      const scope = [username, 'conversations'];
      const after = cursor === undefined ? undefined : positionOf(decodeCursor(scope, cursor, isCursorText));
      const { items, next } = await listInbox({ rows: conversations, log }, username, after, limit);
      const body = {
        items: items.map((item) => present(item, username)),
        ...(next && { next: encodeCursor(scope, cursorOf(next)) }),
      };
      return { status: 200, body };
    }),

    endpoint(getConversation, async ({ caller: { username }, parameters: { peer } }) => {
      const person = await requirePerson(peer);
      const conversation = conversationOf(username, peer);
      const [mine, theirs, tail, [head]] = await Promise.all([
        conversations.get(username, peer),
        conversations.get(peer, username),
        log.tail(conversation),
        log.heads([conversation]),
      ]);
      await mendHead(log, conversation, head, tail?.seq ?? 0);
      const state = tail ? headOf(tail) : emptyHead(conversation);
      const newest =
        tail && (tail.kind === 'message' ? tail : await log.get({ conversation, seq: tail.lastMessage }, 'strong'));
      const summary = summaryOf(username, { ...mine, username, peer }, state, newest);
      return { status: 200, body: { ...present(summary, username), peerReadSeq: readSeqShownBy(person, theirs) } };
    }),

    endpoint(readLog, async ({ caller: { username }, parameters: { peer }, query: { after, limit = LOG_PAGE } }) => {
      if (!isUserName(peer)) throw notFound();
      const conversation = conversationOf(username, peer);
      const [{ entries, more }, [head]] = await Promise.all([
        entriesAfter(log, conversation, after, limit),
        log.heads([conversation]),
      ]);
      if (!more) await mendHead(log, conversation, head, entries.at(-1)?.seq ?? after);
      if (entries.length === 0 && after === 0) await requirePerson(peer);
      const quoted = await quotedBy(log, entries);
      const items = fitting(entries.map((entry) => presentEntry(entry, username, quoted)));
      return { status: 200, body: { items, more: more || items.length < entries.length } };
    }),

    endpoint(updateConversation, async ({ caller: { username }, parameters: { peer }, body }) => {
      const [self] = await Promise.all([users.get(username), requirePerson(peer)]);
      requireActive(self);
      await conversations.setPreferences(username, peer, body, notifier.clock.now());
      return { status: 204 };
    }),

    endpoint(markRead, async ({ caller: { username }, parameters: { peer }, body: { seq }, connectionId }) => {
      await countReadMark(counters, username, notifier.clock.now());
      dropped(await moveReadPosition(stores, notifier, { reader: username, peer, seq, origin: connectionId }));
      return { status: 204 };
    }),
  ];
}

function present({ lastMessage, ...summary }: Summary, reader: string) {
  return lastMessage ? { ...summary, lastMessage: presentMessage(lastMessage, reader) } : summary;
}

const emptyHead = (conversation: string): Head => ({
  conversation,
  lastSeq: 0,
  counts: {},
  lastMessage: 0,
  lastMessageAt: 0,
});

const isCursorText = (text: string): boolean => /^[0-9]{1,15} \S+$/.test(text);

const cursorOf = ({ lastMessageAt, conversation }: InboxPosition): string => `${lastMessageAt} ${conversation}`;

function positionOf(cursor: string): InboxPosition {
  const [lastMessageAt = '', conversation = ''] = cursor.split(' ');
  return { lastMessageAt: Number(lastMessageAt), conversation };
}
