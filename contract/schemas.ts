/**
 * The things the API speaks of. Answers pass through these schemas too, so that a storage field can never leak. What is said of
 * them here is published, under the names given here.
 */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { EntryId, Seq, Timestamp, UserName } from './values.ts';

const entryFields = {
  id: EntryId,
  sender: UserName,
  recipient: UserName,
  seq: described('Its place in the conversation: 1, 2, 3 … without holes, the same for everyone.', Seq, [42]),
  timestamp: Timestamp,
  clientId: z.optional(described("The name its sender's client gave it; shown to the sender only.", z.string())),
};

const changeFields = { ...entryFields, target: described('Id of the message it changes.', EntryId) };

const Deleter = z.enum(['sender', 'moderator']);

const Quote = named(
  'Quote',
  'The message that another answers, as it reads now.',
  z.object({
    id: EntryId,
    sender: UserName,
    body: z.string(),
    deleted: z.optional(Deleter),
  }),
);
export type Quote = z.infer<typeof Quote>;

export const Message = named(
  'Message',
  'A message as it reads now: edits, deletion and reactions are in it.',
  z.object({
    ...entryFields,
    kind: z.literal('message'),
    body: described('The text; empty where the message was deleted.', z.string(), ['I need help!']),
    editedAt: z.optional(described('When its text was changed last.', Timestamp)),
    deleted: z.optional(described('There where the message was deleted: by whom.', Deleter)),
    reactions: z.optional(z.array(z.object({ emoji: z.string(), people: z.array(UserName) }))),
    replyTo: z.optional(described('Id of the message it answers.', EntryId)),
    quote: described(
      'That message, where a conversation or a message is read: not in the inbox, and not in the export.',
      z.optional(Quote),
    ),
  }),
);
export type Message = z.infer<typeof Message>;

export const Entry = named(
  'Entry',
  "One entry of a conversation's log.",
  z.discriminatedUnion('kind', [
    Message,
    named(
      'Edit',
      'A message was given another text.',
      z.object({
        ...changeFields,
        kind: z.literal('edit'),
        body: described('The text from then on; empty where the message was deleted since.', z.string()),
      }),
    ),
    named(
      'Deletion',
      'A message was deleted; its place stays.',
      z.object({ ...changeFields, kind: z.literal('deletion'), by: Deleter }),
    ),
    named(
      'Reaction',
      'The sender of this entry reacted to a message.',
      z.object({
        ...changeFields,
        kind: z.literal('reaction'),
        emoji: z.string(),
        on: described('false: it was taken back.', z.boolean()),
      }),
    ),
  ]),
);
export type Entry = z.infer<typeof Entry>;

export const Conversation = named(
  'Conversation',
  'A conversation as I see it.',
  z.object({
    peer: UserName,
    lastSeq: described('Seq of the newest entry of any kind; 0 where nothing was written yet.', Seq, [43]),
    lastMessage: described('The newest message.', z.optional(Message)),
    unread: described("How many of the peer's messages lie after what I had read.", z.int(), [1]),
    readSeq: described('Up to where I have read.', Seq, [41]),
    muted: described('Whether I want not to be disturbed by it.', z.boolean()),
    pinned: described('Whether I want to see it above the others.', z.boolean()),
    blocked: described('Whether I have blocked the peer.', z.boolean()),
  }),
);
export type Conversation = z.infer<typeof Conversation>;

export const Problem = named(
  'Problem',
  'Why a request was refused, or that it failed (RFC 9457).',
  z.object({
    type: described('A name for the kind of problem; nothing is to be found there.', z.string()),
    title: described('The kind in words, always the same.', z.string()),
    status: described("As in the answer's first line.", z.int()),
    detail: described('What a person can do about it.', z.string()),
    code: described('The kind, for programs.', z.string()),
    requestId: described('Under which the log says more.', z.string()),
    errors: z.optional(described('By field: what is wrong with it.', z.record(z.string(), z.string()))),
  }),
);
export type Problem = z.infer<typeof Problem>;
