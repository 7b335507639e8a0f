import * as z from 'zod/mini';
import { described } from '../described.ts';
import { route } from '../route.ts';
import { Conversation, Entry } from '../schemas.ts';
import { EntrySeq, limitUpTo, pageOf, paging, seqParameter, userNameParameter } from '../values.ts';

const peer = z.strictObject({ peer: userNameParameter });

export const listConversations = route({
  method: 'GET',
  path: '/conversations',
  operation: 'listConversations',
  summary: 'My inbox, the conversation with the newest message first',
  access: 'person',
  // The whole inbox may be asked for at once: the rows and heads are all read for any page.
  query: z.strictObject({ ...paging, limit: limitUpTo(1000, 50) }),
  answers: { 200: pageOf(Conversation) },
  refusals: [],
});

export const getConversation = route({
  method: 'GET',
  path: '/conversations/{peer}',
  operation: 'getConversation',
  summary: 'One conversation, and how far its other person has read',
  access: 'person',
  parameters: peer,
  answers: {
    200: z.extend(Conversation, { peerReadSeq: described('Up to where the peer shows to have read.', z.int()) }),
  },
  refusals: ['not-found'],
});

export const readLog = route({
  method: 'GET',
  path: '/conversations/{peer}/log',
  operation: 'readLog',
  summary: 'The entries of every kind after a seq, oldest first: what a client was away for',
  access: 'person',
  parameters: peer,
  description:
    'Read until `more` is false. `reset`: the conversation has no such entry; drop its copy and load it again.',
  query: z.strictObject({
    after: described('The newest seq the client has; 0 for the whole log.', seqParameter, [42]),
    limit: limitUpTo(200, 100),
  }),
  answers: {
    200: z.object({
      items: z.array(Entry),
      more: described('Whether the log goes on after the last item.', z.boolean()),
    }),
  },
  refusals: ['not-found', 'reset'],
});

export const markRead = route({
  method: 'POST',
  path: '/conversations/{peer}/read',
  operation: 'markRead',
  summary: 'Say up to which seq I have read; only ever moves forward',
  access: 'person',
  tellsDevices: true,
  parameters: peer,
  body: z.strictObject({ seq: described('An entry of the conversation.', EntrySeq, [42]) }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'reset', 'too-many-requests'],
});

export const updateConversation = route({
  method: 'PATCH',
  path: '/conversations/{peer}',
  operation: 'updateConversation',
  summary: 'Mute or pin a conversation, or undo that; only I can see it',
  access: 'person',
  parameters: peer,
  body: z.strictObject({ muted: z.optional(z.boolean()), pinned: z.optional(z.boolean()) }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found'],
});

export const conversationRoutes = [listConversations, getConversation, readLog, markRead, updateConversation] as const;
