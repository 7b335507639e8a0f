/**
 * The WebSocket's frames, each with what it means and an example: `docs/asyncapi.json` is made from them. They carry ids, never
 * text; a side ignores types and actions it does not know.
 */
import * as z from 'zod/mini';
import { SEQ_MAX, UserName } from './schemas.ts';

/** Longest frame a client may send, in bytes; a longer one closes its socket. */
export const FRAME_MAX_BYTES = 4 * 1024;

export const ServerFrame = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('messages'),
      ids: z.array(z.string()).check(z.describe('Ids, `<conversation>.<seq>`, in the order of each conversation.')),
    })
    .check(
      z.meta({
        description:
          'New entries of my conversations: messages, edits, deletions and reactions, of others and of my other devices. ' +
          'Download each with `GET /messages/{id}`. May come late, twice or never.',
        examples: [{ type: 'messages', ids: ['alice~bob.42', 'alice~bob.43'] }],
      }),
    ),
  z
    .object({
      type: z.literal('read'),
      conversation: z.string().check(z.describe('Both names, sorted, joined by `~`.')),
      by: UserName.check(z.describe('Who has read: the peer, or I on another device.')),
      seq: z.int().check(z.describe('Up to here; a smaller one than is known is an old frame, to be ignored.')),
    })
    .check(
      z.meta({
        description: 'Somebody has read a conversation of mine up to an entry. Not told where they have read receipts off.',
        examples: [{ type: 'read', conversation: 'alice~bob', by: 'bob', seq: 42 }],
      }),
    ),
  z.object({ type: z.literal('typing'), from: UserName }).check(
    z.meta({
      description: 'A person I have a conversation with is writing to me. Show it for a few seconds; nothing says that they stopped.',
      examples: [{ type: 'typing', from: 'bob' }],
    }),
  ),
  z
    .object({
      type: z.literal('pong'),
      connectionId: z.string().check(z.describe('The socket that asked, for the header `X-Connection-Id`.')),
    })
    .check(z.meta({ description: 'Answers a `ping`, on the same socket.', examples: [{ type: 'pong', connectionId: 'ZmFrZWlkMTIzNDU2Nz0=' }] })),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export const ClientFrame = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('ping') }).check(
    z.meta({
      description: 'Asks for a `pong`: keeps the socket from being closed as idle, shows whether it still leads anywhere, and tells its connection id.',
      examples: [{ action: 'ping' }],
    }),
  ),
  z
    .strictObject({
      action: z.literal('read'),
      target: UserName.check(z.describe('The peer of the conversation.')),
      seq: z.int().check(z.minimum(1), z.maximum(SEQ_MAX), z.describe('An entry of the conversation.')),
    })
    .check(
      z.meta({
        description: 'I have read a conversation up to an entry. Only ever moves forward; the same as `POST /conversations/{peer}/read`, without an answer.',
        examples: [{ action: 'read', target: 'bob', seq: 42 }],
      }),
    ),
  z.strictObject({ action: z.literal('typing'), to: UserName }).check(
    z.meta({
      description: 'I am writing to a person I have a conversation with. Send it again every few seconds while that goes on.',
      examples: [{ action: 'typing', to: 'bob' }],
    }),
  ),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
