/** Routes of conversations: the inbox, the log, read positions and preferences. */

import * as z from 'zod/mini';
import { described } from '../described.ts';
import { FoundMessage, SearchedText } from '../found-messages.ts';
import { route } from '../route.ts';
import { Conversation, Entry, generationField } from '../schemas.ts';
import {
  EntrySeq,
  Seq,
  Timestamp,
  generationParameter,
  limitUpTo,
  pageOf,
  paging,
  seqParameter,
  userNameParameter,
} from '../values.ts';

const peer = z.strictObject({ peer: userNameParameter });

/** A list of the inbox. `conversations`: neither archived, nor requests that I have not answered. */
const InboxList = described(
  'Lists only these. `conversations`: neither archived ones, nor requests that I have not answered.',
  z.enum(['conversations', 'unread', 'requests', 'archived']),
);

export const listConversations = route({
  method: 'GET',
  path: '/conversations',
  operation: 'listConversations',
  summary: 'My inbox',
  description:
    'Pinned conversations come first, and each group begins with the newest message. Of more than a thousand ' +
    'conversations that are new since yesterday, each thousand, in the order of their people, is ordered by itself. ' +
    'A page may be short, or even empty, while there is a `next`. Without `show`: all that are not archived.',
  access: 'person',
  query: z.strictObject({ ...paging, limit: limitUpTo(1000, 50), show: z.optional(InboxList) }),
  answers: {
    200: z.extend(pageOf(Conversation), {
      unread: z.optional(
        described(
          'On the first page: the unread messages of all conversations that are neither muted, archived nor ' +
            'requests. More than a thousand such conversations are not all counted. Absent where too many are new ' +
            'since yesterday.',
          z.int(),
        ),
      ),
      requests: z.optional(described('On the first page, as `unread`: how many requests wait for an answer.', z.int())),
    }),
  },
  refusals: [],
});

export const getConversation = route({
  method: 'GET',
  path: '/conversations/{peer}',
  operation: 'getConversation',
  summary: 'One conversation, and how far the peer has read',
  access: 'person',
  parameters: peer,
  answers: {
    200: z.extend(Conversation, {
      peerReadSeq: described('Seq of the last entry the peer has read, as far as they show it.', z.int()),
    }),
  },
  refusals: ['not-found'],
});

export const readLog = route({
  method: 'GET',
  path: '/conversations/{peer}/log',
  operation: 'readLog',
  summary: 'The entries of every kind after a seq, oldest first',
  access: 'person',
  parameters: peer,
  description:
    'For catching up: read until `more` is false. `reset`: the conversation has no such entry; drop the local copy ' +
    'and load it again.',
  query: z.strictObject({
    after: described('The newest seq the client has; 0 for the whole log.', seqParameter, [42]),
    generation: described('The generation of that entry, if there is one.', z.optional(generationParameter)),
    limit: limitUpTo(200, 100),
  }),
  answers: {
    200: z.object({
      items: z.array(Entry),
      generation: generationField,
      more: described('Whether the log continues after the last item.', z.boolean()),
    }),
  },
  refusals: ['not-found', 'reset'],
});

export const searchMessages = route({
  method: 'GET',
  path: '/conversations/{peer}/search',
  operation: 'searchMessages',
  summary: 'The messages whose texts have certain words, newest first',
  description:
    'Finds messages that have each of the words, within other words too, in their texts as they are now. Looks from ' +
    'the newest message backwards, through up to a thousand entries or 1 MB for each page. So a page may be short, ' +
    'or even empty, while there is a `next`.',
  access: 'person',
  parameters: peer,
  query: z.strictObject({
    text: SearchedText,
    before: described('The `next` of the page before.', z.optional(seqParameter), [28]),
    limit: limitUpTo(100, 50),
  }),
  answers: {
    200: z.object({
      items: z.array(FoundMessage),
      next: described(
        'The `before` of the next page. Absent where the beginning of the conversation was reached.',
        z.optional(z.int()),
      ),
      since: described(
        'When the oldest entry was written that was looked at. Absent where there was none.',
        z.optional(Timestamp),
      ),
    }),
  },
  refusals: ['not-found', 'too-many-requests', 'unavailable'],
});

export const markRead = route({
  method: 'POST',
  path: '/conversations/{peer}/read',
  operation: 'markRead',
  summary: 'Mark a conversation as read',
  description: 'The position only moves forward.',
  access: 'person',
  checksCaller: true,
  notifiesDevices: true,
  parameters: peer,
  body: z.strictObject({ seq: described('An entry of the conversation.', EntrySeq, [42]) }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'reset', 'too-many-requests'],
});

export const updateConversation = route({
  method: 'PATCH',
  path: '/conversations/{peer}',
  operation: 'updateConversation',
  summary: 'Mute, pin, archive or mark a conversation, or decline a request, or undo it',
  description: 'Only I see this. Reading a conversation ends that it is marked as unread.',
  access: 'person',
  parameters: peer,
  body: z.strictObject({
    muted: described('For good, unless `mutedUntil` says how long.', z.optional(z.boolean())),
    mutedUntil: described('With `muted`: when I want to hear of it again.', z.optional(Timestamp)),
    pinned: z.optional(z.boolean()),
    declined: described('Has no effect once I have answered.', z.optional(z.boolean())),
    archivedThrough: described(
      'Seq of the newest message: the conversation is archived until a later message. 0: it is not archived.',
      z.optional(Seq),
    ),
    markedUnread: z.optional(z.boolean()),
  }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'too-many-requests'],
});

export const conversationRoutes = [
  listConversations,
  getConversation,
  readLog,
  searchMessages,
  markRead,
  updateConversation,
] as const;
