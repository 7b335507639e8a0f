import * as z from 'zod/mini';
import { isEmoji } from '../../core/emoji.ts';
import { route } from '../route.ts';
import { Body, Entry, Message, Seq, UserName, seqParameter, wholeNumber } from '../schemas.ts';

export const sendMessage = route({
  method: 'POST',
  path: '/messages',
  operation: 'sendMessage',
  summary: 'Send a message; safe to repeat with the same clientId and after',
  access: 'person',
  body: z.strictObject({
    recipient: UserName,
    body: Body,
    /** The client's own name for this message. Whoever repeats a send with it gets the message stored before. */
    clientId: z.optional(z.uuid('Must be a UUID')),
    /** The newest seq of the conversation the client had when the text was written. */
    after: z.optional(Seq),
    /** Id of the message of this conversation that it answers. */
    replyTo: z.optional(z.string()),
  }),
  answers: { 201: Message, 200: Message },
  refusals: ['not-found', 'not-accepting', 'client-id-taken', 'behind', 'reset', 'too-many-requests', 'unavailable'],
});

export const listMessages = route({
  method: 'GET',
  path: '/messages',
  operation: 'listMessages',
  summary: 'The messages exchanged with one person, newest first',
  access: 'person',
  query: z.strictObject({
    target: UserName,
    /** Only messages with a smaller seq. */
    before: z.optional(seqParameter),
    limit: z.optional(wholeNumber(1, 100)),
  }),
  answers: {
    200: z.object({
      items: z.array(Message),
      /** The `before` of the following page, where there are older messages. */
      next: z.optional(z.int()),
      /** On the newest page: the seq up to which it is complete, from where a client catches up. */
      through: z.optional(z.int()),
    }),
  },
  refusals: ['not-found'],
});

export const getMessage = route({
  method: 'GET',
  path: '/messages/{id}',
  operation: 'getMessage',
  summary: 'One entry of a log',
  access: 'person',
  parameters: z.strictObject({ id: z.string() }),
  answers: { 200: Entry },
  refusals: ['not-found'],
});

const message = z.strictObject({ id: z.string() });

export const editMessage = route({
  method: 'PATCH',
  path: '/messages/{id}',
  operation: 'editMessage',
  summary: 'Give a message of mine another text',
  access: 'person',
  parameters: message,
  body: z.strictObject({ body: Body }),
  answers: { 200: Message },
  refusals: ['not-found', 'not-yours', 'not-accepting', 'deleted', 'too-many-requests', 'unavailable'],
});

export const deleteMessage = route({
  method: 'DELETE',
  path: '/messages/{id}',
  operation: 'deleteMessage',
  summary: 'Delete a message of mine; its texts are erased and a placeholder stays',
  access: 'person',
  parameters: message,
  answers: { 204: null },
  refusals: ['not-found', 'not-yours', 'too-many-requests', 'unavailable'],
});

const reaction = z.strictObject({ id: z.string(), emoji: z.string().check(z.refine(isEmoji, 'Must be one emoji')) });

export const addReaction = route({
  method: 'PUT',
  path: '/messages/{id}/reactions/{emoji}',
  operation: 'addReaction',
  summary: 'React to a message with an emoji',
  access: 'person',
  parameters: reaction,
  answers: { 204: null },
  refusals: ['not-found', 'not-accepting', 'deleted', 'too-many-reactions', 'too-many-requests', 'unavailable'],
});

export const removeReaction = route({
  method: 'DELETE',
  path: '/messages/{id}/reactions/{emoji}',
  operation: 'removeReaction',
  summary: 'Take a reaction of mine back',
  access: 'person',
  parameters: reaction,
  answers: { 204: null },
  refusals: ['not-found', 'not-accepting', 'deleted', 'too-many-reactions', 'too-many-requests', 'unavailable'],
});

export const messageRoutes = [sendMessage, listMessages, getMessage, editMessage, deleteMessage, addReaction, removeReaction] as const;
