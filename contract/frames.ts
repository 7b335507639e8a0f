/**
 * The frames of the WebSocket, each with a description and an example: `docs/asyncapi.json` is made from them.
 * They carry ids, and texts only where a deployment sends them along; those about new posts not even ids. Each side
 * passes over the types and actions it does not know, and a client also the fields. The server ignores a frame with an
 * unknown field, which may change what it means. A `ping` it always answers, or its socket would be taken for dead.
 */

import * as z from 'zod/mini';
import { described } from './described.ts';
import { Near, RADIUS_MAX_KM, RADIUS_MIN_KM } from './near.ts';
import { Entry } from './schemas.ts';
import { EntrySeq, UserName } from './values.ts';

/** Longest frame that a client may send; a longer one closes its socket. */
export const FRAME_MAX_BYTES = 4 * 1024;

/** The part of the feed that a client looks at. */
export const FeedArea = described(
  'The square and the radius of the list that is looked at, as `near` and `radius` of `GET /posts`.',
  z.strictObject({
    near: described('Latitude and longitude in degrees. Moved to the centre of its square.', Near, [
      '38.714063,-9.130121',
    ]),
    radius: described('In kilometres.', z.int().check(z.minimum(RADIUS_MIN_KM), z.maximum(RADIUS_MAX_KM)), [10]),
  }),
);
export type FeedArea = z.infer<typeof FeedArea>;

export const ServerFrame = z.discriminatedUnion('type', [
  described(
    'New entries in my conversations: messages, edits, deletions and reactions, by others and by my other devices. ' +
      'Download each with `GET /messages/{id}`. May arrive late, twice or never.',
    z.object({
      type: z.literal('messages'),
      ids: described('Ids, `<conversation>.<seq>`, in the order of each conversation.', z.array(z.string())),
      entries: described(
        'Some of these entries, as `GET /messages/{id}` returns them, where a deployment sends them along. Download ' +
          'the others.',
        z.optional(z.array(Entry)),
      ),
    }),
    [{ type: 'messages', ids: ['alice~bob.42', 'alice~bob.43'] }],
  ),
  described(
    'Someone has read a conversation of mine up to an entry. Not sent for a peer who hides how far they have read.',
    z.object({
      type: z.literal('read'),
      conversation: described('Both names, sorted, joined by `~`.', z.string()),
      by: described('Who has read: the peer, or me on another device.', UserName),
      seq: described('Read up to here. Ignore a smaller seq than you know: the frame is old.', z.int()),
    }),
    [{ type: 'read', conversation: 'alice~bob', by: 'bob', seq: 42 }],
  ),
  described(
    'A person I have a conversation with is typing to me. Show it for a few seconds; no frame says that they stopped.',
    z.object({ type: z.literal('typing'), from: UserName }),
    [{ type: 'typing', from: 'bob' }],
  ),
  described(
    'Answers a `ping`, on the same socket.',
    z.object({
      type: z.literal('pong'),
      connectionId: described('This socket, for the header `X-Connection-Id`.', z.string()),
    }),
    [{ type: 'pong', connectionId: 'ZmFrZWlkMTIzNDU2Nz0=' }],
  ),
  described(
    'Answers `feed`, once this socket is stored as a watcher. Read the list after it: what is published later is ' +
      'announced.',
    z.object({
      type: z.literal('watching'),
      area: z.optional(z.object({ near: z.string(), radius: z.number() })),
      poll: z.optional(
        described(
          'True where too many watch already. This socket gets no `posts` frames: read the list each minute.',
          z.boolean(),
        ),
      ),
    }),
    [{ type: 'watching', area: { near: '38.714063,-9.130121', radius: 10 } }],
  ),
  described('Answers `feed-stop`.', z.object({ type: z.literal('watching-stopped') }), [{ type: 'watching-stopped' }]),
  described(
    'Posts were published in the part of the feed that this socket watches. Wait for a random time of up to 2 ' +
      'seconds, then read what is new. There may be nothing for you to see. May arrive late, twice or never.',
    z.object({
      type: z.literal('posts'),
      topic: described('Which part of the feed. No id: it would give away a post that you may not see.', z.string()),
    }),
    [{ type: 'posts', topic: 'all' }],
  ),
  described(
    'The outcome of a post of mine, or of one for which I made an offer, may have changed: it was promised, opened ' +
      'again, done, withdrawn or removed. Read it again. May arrive late, twice or never.',
    z.object({ type: z.literal('outcome'), post: described("The post's id.", z.string()) }),
    [{ type: 'outcome', post: 'alice.k3J9x0aB7QeWm1Zs4TtYvA' }],
  ),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export const ClientFrame = z.discriminatedUnion('action', [
  described(
    'Requests a `pong`: keeps the socket from being closed as idle, checks that it still works, and returns its ' +
      'connection id.',
    z.object({ action: z.literal('ping') }),
    [{ action: 'ping' }],
  ),
  described(
    'I have read a conversation up to an entry. The position only moves forward. Same as ' +
      '`POST /conversations/{peer}/read`, without an answer.',
    z.strictObject({
      action: z.literal('read'),
      target: described('The peer of the conversation.', UserName),
      seq: described('An entry of the conversation.', EntrySeq),
    }),
    [{ action: 'read', target: 'bob', seq: 42 }],
  ),
  described(
    'I am typing to a person I have a conversation with. Repeat it every few seconds while typing.',
    z.strictObject({ action: z.literal('typing'), to: UserName }),
    [{ action: 'typing', to: 'bob' }],
  ),
  described(
    'I look at the feed, or at the part of it around a place. Takes the place of what this socket watched ' +
      'before. Send ' +
      'it again on each new socket, and one at a time: two that are under way together may be carried out in either ' +
      'order. Answered with `watching`.',
    z.strictObject({ action: z.literal('feed'), area: z.optional(FeedArea) }),
    [{ action: 'feed', area: { near: '38.714063,-9.130121', radius: 10 } }],
  ),
  described(
    'I look at the feed no longer. Answered with `watching-stopped`.',
    z.strictObject({ action: z.literal('feed-stop') }),
    [{ action: 'feed-stop' }],
  ),
  described(
    'Whether a person sees this page. A socket is not in sight before it says so: send it again on each new socket, ' +
      'and whenever it changes. A session of which no socket is in sight is told by push.',
    z.strictObject({ action: z.literal('sight'), visible: z.boolean() }),
    [{ action: 'sight', visible: true }],
  ),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
