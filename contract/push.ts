/**
 * What a push carries to a device whose page is closed, as its service worker reads it. It is encrypted for that device
 * (RFC 8291), so the push service between does not see it.
 */

import * as z from 'zod/mini';
import { described } from './described.ts';
import { EntryId, Seq, Timestamp, UserName } from './values.ts';

/** Most characters of a message's text in a push: two lines of a notification show fewer. */
export const PUSHED_TEXT_MAX_CHARACTERS = 200;

/**
 * The JSON of a push. A worker shows a neutral line for a kind that it does not know, and for what was read or is gone
 * by then: a push must show something.
 */
export const PushPayload = z.object({
  kind: described(
    '`message`: a message. `offer`: a message written from a post of mine. `promise`: what I offered is accepted. ' +
      '`thanks`: I was thanked. `search`: a saved search of mine finds a new post. Other kinds may come.',
    z.string(),
    ['message'],
  ),
  to: described('The account that is told. Show nothing of it to anybody else who is signed in here.', UserName),
  at: described('When it happened. A push may come late, and twice.', Timestamp),
  from: z.optional(z.object({ username: UserName, displayName: z.string() })),
  conversation: z.optional(
    described('Where a message stands. One notification for each: a new one takes the place of the old.', z.string()),
  ),
  id: z.optional(EntryId),
  unread: z.optional(described('Unread messages of the conversation, this one included.', Seq)),
  text: z.optional(
    described(
      `The beginning of the text, up to ${PUSHED_TEXT_MAX_CHARACTERS} characters. Only where the person chose so.`,
      z.string(),
    ),
  ),
  post: z.optional(
    z.object({ id: z.string(), title: described('Only where the person chose so.', z.optional(z.string())) }),
  ),
  search: z.optional(
    described(
      'The saved search, with the name that its owner gave it. The name only where the person chose so.',
      z.object({ id: z.string(), name: z.optional(z.string()) }),
    ),
  ),
});
export type PushPayload = z.infer<typeof PushPayload>;
