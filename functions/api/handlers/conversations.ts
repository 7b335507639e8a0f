/** Endpoints of conversations: the inbox, the log, read positions and preferences. */

import { conversationOf } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/conversations.ts';
import { isUserName } from '#contract/user-name.ts';
import { itemsThatFit } from '../../core/answer-size.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { headOf, type Head } from '../../core/entry.ts';
import {
  listConversations,
  summaryOf,
  visibleReadSeq,
  type InboxPosition,
  type InboxServices,
  type Summary,
} from '../../core/inbox.ts';
import { countReadMark } from '../../core/limits.ts';
import { markRead, type MarkReadServices } from '../../core/mark-read.ts';
import type { Conversations, Counters, FrameMetrics, Log } from '../../core/ports.ts';
import { repairHead, type ProjectedLog } from '../../core/projection.ts';
import { quotesIn } from '../../core/quotes.ts';
import { readLog } from '../../core/read-log.ts';
import { requireActive, type User } from '../../core/user.ts';
import { presentEntry, presentMessage } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ConversationServices extends MarkReadServices {
  readonly log: ProjectedLog & InboxServices['log'] & Pick<Log, 'get' | 'tail'>;
  readonly conversations: Pick<Conversations, 'get' | 'list' | 'advanceRead' | 'setPreferences'>;
  readonly counters: Counters;
  readonly metrics: Pick<FrameMetrics, 'countDropped'>;
}

/** Conversations of a page of the inbox where the client gives no limit. */
const INBOX_PAGE = 50;
/** Entries of a page of the log where the client gives no limit. */
const LOG_PAGE = 100;

export function conversationEndpoints(services: ConversationServices) {
  const { log, conversations, users, counters, clock, metrics } = services;

  const requireUser = async (username: string): Promise<User> => {
    const user = isUserName(username) ? await users.get(username) : undefined;
    if (!user) throw notFound();
    return user;
  };

  return [
    endpoint(routes.listConversations, async ({ caller: { username }, query: { cursor, limit = INBOX_PAGE } }) => {
      const scope = [username, 'conversations'];
      const after = cursor === undefined ? undefined : positionOf(decodeCursor(scope, cursor, isCursorText));
      const { items, next } = await listConversations(services, username, after, limit);
      const body = {
        items: items.map((item) => present(item, username)),
        ...(next && { next: encodeCursor(scope, cursorOf(next)) }),
      };
      return { status: 200, body };
    }),

    endpoint(routes.getConversation, async ({ caller: { username }, parameters: { peer } }) => {
      const user = await requireUser(peer);
      const conversation = conversationOf(username, peer);
      const [mine, theirs, tail, [head]] = await Promise.all([
        conversations.get(username, peer),
        conversations.get(peer, username),
        log.tail(conversation),
        log.heads([conversation]),
      ]);
      await repairHead(log, conversation, head, tail?.seq ?? 0);
      const state = tail ? headOf(tail) : emptyHead(conversation);
      const newest =
        tail && (tail.kind === 'message' ? tail : await log.get({ conversation, seq: tail.lastMessage }, 'strong'));
      const summary = summaryOf(username, { ...mine, username, peer }, state, newest);
      return { status: 200, body: { ...present(summary, username), peerReadSeq: visibleReadSeq(user, theirs) } };
    }),

    endpoint(
      routes.readLog,
      async ({ caller: { username }, parameters: { peer }, query: { after, limit = LOG_PAGE } }) => {
        if (!isUserName(peer)) throw notFound();
        const conversation = conversationOf(username, peer);
        const [{ entries, more }, [head]] = await Promise.all([
          readLog(log, conversation, after, limit),
          log.heads([conversation]),
        ]);
        if (!more) await repairHead(log, conversation, head, entries.at(-1)?.seq ?? after);
        if (entries.length === 0 && after === 0) await requireUser(peer);
        const quotes = await quotesIn(log, entries);
        const items = itemsThatFit(entries.map((entry) => presentEntry(entry, username, quotes)));
        return { status: 200, body: { items, more: more || items.length < entries.length } };
      },
    ),

    endpoint(routes.updateConversation, async ({ caller: { username }, parameters: { peer }, body }) => {
      const [self] = await Promise.all([users.get(username), requireUser(peer)]);
      requireActive(self);
      await conversations.setPreferences(username, peer, body, clock.now());
      return { status: 204 };
    }),

    endpoint(routes.markRead, async ({ caller: { username }, parameters: { peer }, body: { seq }, connectionId }) => {
      await countReadMark(counters, username, clock.now());
      metrics.countDropped(await markRead(services, { reader: username, peer, seq, origin: connectionId }));
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
