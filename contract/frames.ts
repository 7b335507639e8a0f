/**
 * The WebSocket's frames, each with what it means and an example: `docs/asyncapi.json` is made from them. They carry ids, never
 * text; a side ignores types and actions it does not know.
 */

import * as z from 'zod/mini';
import { described } from './described.ts';
import { EntrySeq, UserName } from './values.ts';

/** Longest frame a client may send, in bytes; a longer one closes its socket. */
export const FRAME_MAX_BYTES = 4 * 1024;

export const ServerFrame = z.discriminatedUnion('type', [
  described(
    'New entries of my conversations: messages, edits, deletions and reactions, of others and of my other devices. ' +
      'Download each with `GET /messages/{id}`. May come late, twice or never.',
    z.object({
      type: z.literal('messages'),
      ids: described('Ids, `<conversation>.<seq>`, in the order of each conversation.', z.array(z.string())),
    }),
    [{ type: 'messages', ids: ['alice~bob.42', 'alice~bob.43'] }],
  ),
  described(
    'Somebody has read a conversation of mine up to an entry. Of a peer who shows nobody how far they have read, nothing is told.',
    z.object({
      type: z.literal('read'),
      conversation: described('Both names, sorted, joined by `~`.', z.string()),
      by: described('Who has read: the peer, or I on another device.', UserName),
      seq: described('Up to here; a smaller one than is known comes from an old frame, and is to be ignored.', z.int()),
    }),
    [{ type: 'read', conversation: 'alice~bob', by: 'bob', seq: 42 }],
  ),
  described(
    'A person I have a conversation with is writing to me. Show it for a few seconds; nothing says that they stopped.',
    z.object({ type: z.literal('typing'), from: UserName }),
    [{ type: 'typing', from: 'bob' }],
  ),
  described(
    'Answers a `ping`, on the same socket.',
    z.object({
      type: z.literal('pong'),
      connectionId: described('The socket that asked, for the header `X-Connection-Id`.', z.string()),
    }),
    [{ type: 'pong', connectionId: 'ZmFrZWlkMTIzNDU2Nz0=' }],
  ),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export const ClientFrame = z.discriminatedUnion('action', [
  described(
    'Asks for a `pong`: keeps the socket from being closed as idle, shows whether it still leads anywhere, and tells its connection id.',
    z.strictObject({ action: z.literal('ping') }),
    [{ action: 'ping' }],
  ),
  described(
    'I have read a conversation up to an entry. It only ever moves forward. The same as `POST /conversations/{peer}/read`, without an answer.',
    z.strictObject({
      action: z.literal('read'),
      target: described('The peer of the conversation.', UserName),
      seq: described('An entry of the conversation.', EntrySeq),
    }),
    [{ action: 'read', target: 'bob', seq: 42 }],
  ),
  described(
    'I am writing to a person I have a conversation with. Send it again every few seconds while that goes on.',
    z.strictObject({ action: z.literal('typing'), to: UserName }),
    [{ action: 'typing', to: 'bob' }],
  ),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
