/** Routes of messages: sending, reading and changing them. */

import * as z from 'zod/mini';
import { ATTACHMENTS_MAX, attachmentIds } from '../attachments.ts';
import { described } from '../described.ts';
import { fullyQualified, isEmoji } from '../emoji.ts';
import { fault } from '../fault.ts';
import { route } from '../route.ts';
import { Entry, ListedMessage, Message, generationField } from '../schemas.ts';
import {
  BodyOrNone,
  Generation,
  Seq,
  Timestamp,
  UserName,
  limitUpTo,
  messageIdParameter,
  seqParameter,
} from '../values.ts';

export const sendMessage = route({
  method: 'POST',
  path: '/messages',
  operation: 'sendMessage',
  summary: 'Send a message',
  description:
    'Safe to repeat: 201 if this request stored it, 200 if it was stored before. Repeat it with the same `clientId` ' +
    'and `after` until it is answered, however long that takes. `behind` and `reset`: catch up with the ' +
    'conversation first. A request takes one message: `awaiting-answer` until the recipient has written.',
  access: 'person',
  checksCaller: true,
  notifiesDevices: true,
  body: described(
    'A message to send.',
    z
      .strictObject({
        recipient: UserName,
        body: BodyOrNone,
        attachments: described(
          'Ids of attachments of mine, in order, that no other message or post has: from `POST /attachments`, once ' +
            'they are uploaded.',
          z.optional(attachmentIds(1, ATTACHMENTS_MAX)),
        ),
        clientId: described(
          "The client's own id for this message, a new one for each. Without it, a repeated send is another message.",
          z.optional(z.uuid('Must be a UUID')),
        ),
        after: described(
          'The newest seq of the conversation that the client had when the message was written.',
          z.optional(Seq),
        ),
        generation: described(
          'The generation of that entry. With it, `reset` is also answered where the log was restored and has ' +
            'grown past ' +
            '`after` since.',
          z.optional(Generation),
        ),
        replyTo: described('Id of the message in this conversation that it replies to.', z.optional(z.string())),
        post: described(
          "Id of a post of the recipient's, from which the message is written. Where it is the first message of the " +
            'conversation, it is a request.',
          z.optional(z.string()),
        ),
      })
      .check(
        z.refine(
          ({ body, attachments }) => body !== '' || attachments !== undefined,
          fault('empty', 'The text is empty', ['body']),
        ),
      ),
    [{ recipient: 'bob', body: 'I need help!', clientId: '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e', after: 41 }],
  ),
  answers: { 201: Message, 200: Message },
  refusals: [
    'no-session',
    'not-found',
    'not-accepting',
    'awaiting-answer',
    'client-id-taken',
    'behind',
    'reset',
    'too-many-requests',
    'unavailable',
  ],
});

export const listMessages = route({
  method: 'GET',
  path: '/messages',
  operation: 'listMessages',
  summary: 'The messages exchanged with one person, newest first',
  access: 'person',
  query: z.strictObject({
    target: described('The other person.', UserName),
    before: described('Only messages with a smaller seq.', z.optional(seqParameter), [28]),
    limit: limitUpTo(100, '15, unless deployed with another number'),
  }),
  answers: {
    200: z.object({
      items: z.array(ListedMessage),
      next: described(
        'The `before` of the next page. Absent if there are no older messages: a page may be shorter than `limit`.',
        z.optional(z.int()),
      ),
      through: described('On the newest page: it is complete up to this seq; catch up from here.', z.optional(z.int())),
      generation: generationField,
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
  parameters: z.strictObject({ id: messageIdParameter }),
  answers: { 200: Entry },
  refusals: ['not-found'],
});

const message = z.strictObject({ id: messageIdParameter });

export const listEarlierTexts = route({
  method: 'GET',
  path: '/messages/{id}/texts',
  operation: 'listEarlierTexts',
  summary: 'The texts that a message had before it was edited, newest first',
  description: 'Only for its two people. Empty where it was never edited, or was deleted, which erases them.',
  access: 'person',
  parameters: z.strictObject({ id: messageIdParameter }),
  query: z.strictObject({
    before: described('The `next` of the page before.', z.optional(seqParameter), [28]),
  }),
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          body: described('Empty where the message had attachments alone.', z.string(), ['I need hlep!']),
          timestamp: described('When it was written.', Timestamp),
        }),
      ),
      next: described('The `before` of the next page. Absent on the last one.', z.optional(z.int())),
    }),
  },
  refusals: ['not-found'],
});

export const editMessage = route({
  method: 'PATCH',
  path: '/messages/{id}',
  operation: 'editMessage',
  summary: 'Edit a message of mine',
  description:
    'At most 200 times. Sending the text it already has is not an edit. The text may be empty where the message has ' +
    'attachments.',
  access: 'person',
  notifiesDevices: true,
  parameters: message,
  body: z.strictObject({ body: BodyOrNone }),
  answers: { 200: Message },
  refusals: [
    'no-session',
    'not-found',
    'not-yours',
    'not-accepting',
    'deleted',
    'too-many-edits',
    'too-many-requests',
    'unavailable',
  ],
});

export const deleteMessage = route({
  method: 'DELETE',
  path: '/messages/{id}',
  operation: 'deleteMessage',
  summary: 'Delete a message of mine',
  description: 'Its texts are erased, and a placeholder stays.',
  access: 'person',
  notifiesDevices: true,
  parameters: message,
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'not-yours', 'too-many-requests', 'unavailable'],
});

const reaction = z.strictObject({
  id: messageIdParameter,
  emoji: described(
    'One emoji, percent-encoded. Stored fully qualified: with U+FE0F where it belongs, whether or not that is given.',
    z.string().check(z.overwrite(fullyQualified), z.refine(isEmoji, 'Must be one emoji')),
    ['👍'],
  ),
});

export const addReaction = route({
  method: 'PUT',
  path: '/messages/{id}/reactions/{emoji}',
  operation: 'addReaction',
  summary: 'React to a message with an emoji',
  access: 'person',
  notifiesDevices: true,
  parameters: reaction,
  answers: { 204: null },
  refusals: [
    'no-session',
    'not-found',
    'not-accepting',
    'deleted',
    'too-many-reactions',
    'too-many-requests',
    'unavailable',
  ],
});

export const removeReaction = route({
  method: 'DELETE',
  path: '/messages/{id}/reactions/{emoji}',
  operation: 'removeReaction',
  summary: 'Remove a reaction of mine',
  access: 'person',
  notifiesDevices: true,
  parameters: reaction,
  answers: { 204: null },
  refusals: [
    'no-session',
    'not-found',
    'not-accepting',
    'deleted',
    'too-many-reactions',
    'too-many-requests',
    'unavailable',
  ],
});

export const messageRoutes = [
  sendMessage,
  listMessages,
  getMessage,
  listEarlierTexts,
  editMessage,
  deleteMessage,
  addReaction,
  removeReaction,
] as const;
