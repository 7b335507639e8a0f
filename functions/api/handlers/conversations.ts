/** Endpoints of conversations: the inbox, the log, read positions and preferences. */

import { refuseField } from '#contract/refusal.ts';
import * as routes from '#contract/routes/conversations.ts';
import { itemsThatFit } from '../../core/answer-size.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { generationOf } from '../../core/entry.ts';
import { wordsToFind } from '../../core/excerpt.ts';
import { getConversation, type GetConversationServices } from '../../core/get-conversation.ts';
import {
  BEGINNING,
  listConversations,
  type InboxPosition,
  type InboxServices,
} from '../../core/inbox/list-conversations.ts';
import type { Summary } from '../../core/inbox/summary.ts';
import { countSearch, countSmallWrite } from '../../core/limits.ts';
import { markRead, type MarkReadServices } from '../../core/mark-read.ts';
import type { Conversations, Counters, FrameMetrics } from '../../core/ports.ts';
import { quotesIn } from '../../core/quotes.ts';
import { readLog } from '../../core/read-log.ts';
import { searchMessages, type SearchServices } from '../../core/search-messages.ts';
import { updateConversation } from '../../core/update-conversation.ts';
import { presentEntry, presentFound, presentListed, shownGeneration, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ConversationServices extends MarkReadServices, Pick<InboxServices, 'newId'> {
  readonly inboxIndex: InboxServices['inboxIndex'];
  readonly log: MarkReadServices['log'] & GetConversationServices['log'] & InboxServices['log'] & SearchServices['log'];
  readonly conversations: InboxServices['conversations'] &
    Pick<Conversations, 'get' | 'advanceRead' | 'setPreferences'>;
  readonly users: MarkReadServices['users'] & InboxServices['users'];
  readonly counters: Counters;
  readonly metrics: Pick<FrameMetrics, 'countDropped'>;
}

/** Conversations of a page of the inbox where the client gives no limit. */
const INBOX_PAGE = 50;
/** Entries of a page of the log where the client gives no limit. */
const LOG_PAGE = 100;
/** Messages of a page of what was found where the client gives no limit. */
const SEARCH_PAGE = 50;

export const conversationEndpoints = (services: ConversationServices) => [
  endpoint(routes.listConversations, async ({ caller: { username }, query: { cursor, limit = INBOX_PAGE, show } }) => {
    const shown = show ?? 'all';
    const scope = [username, 'conversations', shown];
    const from = cursor === undefined ? BEGINNING : positionOf(decodeCursor(scope, cursor, isCursorText));
    const { items, next, totals } = await listConversations(services, username, from, { shown, limit });
    const body = {
      items: items.map((item) => present(item, username)),
      ...(next && { next: encodeCursor(scope, cursorOf(next)) }),
      ...totals,
    };
    return { status: 200, body };
  }),

  endpoint(routes.getConversation, async ({ caller: { username }, parameters: { peer } }) => {
    const { summary, peerReadSeq } = await getConversation(services, username, peer);
    return { status: 200, body: { ...present(summary, username), peerReadSeq } };
  }),

  endpoint(
    routes.readLog,
    async ({ caller: { username }, parameters: { peer }, query: { after, generation, limit = LOG_PAGE } }) => {
      const { entries, more } = await readLog(services, username, peer, after, limit, generation);
      const quotes = await quotesIn(services.log, entries);
      const items = itemsThatFit(entries.map((entry) => presentEntry(entry, username, quotes)));
      const last = entries[items.length - 1];
      const body = {
        items,
        ...shownGeneration(last && generationOf(last)),
        more: more || items.length < entries.length,
      };
      return { status: 200, body };
    },
  ),

  endpoint(
    routes.searchMessages,
    async ({ caller: { username }, parameters: { peer }, query: { text, before, limit = SEARCH_PAGE } }) => {
      const words = wordsToFind(text);
      if (words.length === 0)
        throw refuseField('text', 'no-letter', 'Must have a letter or a sign', 'The request is not valid.');
      await countSearch(services.counters, username, services.clock.now());
      const { found, next, since } = await searchMessages(services, username, peer, words, before, limit);
      const body = {
        items: found.map(presentFound),
        ...(next !== undefined && { next }),
        ...(since !== undefined && { since: timestampOf(since) }),
      };
      return { status: 200, body };
    },
  ),

  endpoint(routes.updateConversation, async ({ caller: { username }, parameters: { peer }, body }) => {
    await countSmallWrite(services.counters, username, services.clock.now());
    const { mutedUntil, ...preferences } = body;
    await updateConversation(services, username, peer, {
      ...preferences,
      ...(mutedUntil !== undefined && { mutedUntil: Date.parse(mutedUntil) }),
    });
    return { status: 204 };
  }),

  endpoint(routes.markRead, async ({ caller: { username }, parameters: { peer }, body: { seq }, connectionId }) => {
    await countSmallWrite(services.counters, username, services.clock.now());
    const dropped = await markRead(services, { reader: username, peer, seq, origin: connectionId });
    services.metrics.countDropped(dropped);
    return { status: 204 };
  }),
];

function present({ lastMessage, generation, mutedUntil, ...rest }: Summary, reader: string) {
  const summary = {
    ...rest,
    ...(mutedUntil !== undefined && { mutedUntil: timestampOf(mutedUntil) }),
    ...shownGeneration(generation),
  };
  return lastMessage ? { ...summary, lastMessage: presentListed(lastMessage, reader) } : summary;
}

/** Stands in a cursor for what is undefined. */
const NONE = '-';

const isCursorText = (text: string): boolean => /^\S+ (-|[0-9] [0-9]{1,15} \S+)$/.test(text);

const cursorOf = ({ window = NONE, after }: InboxPosition): string =>
  after ? [window, after.group, after.at, after.peer].join(' ') : [window, NONE].join(' ');

function positionOf(cursor: string): InboxPosition {
  const [window = NONE, group = NONE, at = '', peer = ''] = cursor.split(' ');
  return {
    window: window === NONE ? undefined : window,
    after: group === NONE ? undefined : { group: Number(group), at: Number(at), peer },
  };
}
