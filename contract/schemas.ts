/**
 * The schemas of messages, entries, conversations and problems. Answers pass through them, too, so that a
 * storage field can never leak. The descriptions and names given here are published.
 */

import * as z from 'zod/mini';
import { Attachment } from './attachments.ts';
import { described, named } from './described.ts';
import { isKnownKind } from './entry-kinds.ts';
import { EntryId, Generation, Seq, Timestamp, UserName } from './values.ts';

/** What every entry has, of whatever kind. */
export const placeFields = {
  id: EntryId,
  sender: UserName,
  seq: described('Position in the conversation: 1, 2, 3 … without gaps, the same for everyone.', Seq, [42]),
  timestamp: Timestamp,
};

export const generationField = z.optional(
  described(
    'The generation of the newest entry given here: 1 where absent. An entry of another generation in its place is ' +
      'another entry, since the log was restored to an earlier state.',
    Generation,
  ),
);

const entryFields = {
  ...placeFields,
  generation: generationField,
  recipient: UserName,
  clientId: z.optional(described("The id that the sender's client gave it. Only the sender sees it.", z.string())),
};

const changeFields = { ...entryFields, target: described('Id of the message that it changes.', EntryId) };

const Deleter = z.enum(['sender', 'moderator']);

const Quote = named(
  'Quote',
  'The message that another replies to, as it reads now.',
  z.object({
    id: EntryId,
    sender: UserName,
    body: z.string(),
    deleted: z.optional(Deleter),
    attachments: z.optional(described('How many attachments it has. Absent: none.', z.int())),
  }),
);
export type Quote = z.infer<typeof Quote>;

const QuotedPost = named(
  'QuotedPost',
  'The post that a message was written from. It may be over, or gone.',
  z.object({ id: z.string(), title: described('Its title when the message was written.', z.string()) }),
);
export type QuotedPost = z.infer<typeof QuotedPost>;

export const Message = named(
  'Message',
  'A message as it reads now, with its edits, deletion and reactions applied.',
  z.object({
    ...entryFields,
    kind: z.literal('message'),
    body: described('The text. Empty if the message was deleted, or has attachments alone.', z.string(), [
      'I need help!',
    ]),
    attachments: z.optional(described('Its pictures and files, in order.', z.array(Attachment))),
    editedAt: z.optional(described('When the text was last edited.', Timestamp)),
    deleted: z.optional(described('Who deleted the message. Absent if it is not deleted.', Deleter)),
    reactions: z.optional(z.array(z.object({ emoji: z.string(), people: z.array(UserName) }))),
    replyTo: z.optional(described('Id of the message it replies to.', EntryId)),
    quote: described(
      'The message it replies to. Present when a conversation or a message is read, not in the inbox or the export.',
      z.optional(Quote),
    ),
    post: z.optional(QuotedPost),
    request: z.optional(
      described(
        'True if its sender can send no other message here until the recipient answers. Ends with the next message.',
        z.literal(true),
      ),
    ),
  }),
);
export type Message = z.infer<typeof Message>;

const KnownEntry = z.discriminatedUnion('kind', [
  Message,
  named(
    'Edit',
    'A message was given another text.',
    z.object({
      ...changeFields,
      kind: z.literal('edit'),
      body: described('The new text. Empty if the message was deleted since.', z.string()),
    }),
  ),
  named(
    'Deletion',
    'A message was deleted. Its position stays taken.',
    z.object({ ...changeFields, kind: z.literal('deletion'), by: Deleter }),
  ),
  named(
    'Reaction',
    'The sender of this entry reacted to a message.',
    z.object({
      ...changeFields,
      kind: z.literal('reaction'),
      emoji: z.string(),
      on: described('False if the reaction was removed.', z.boolean()),
    }),
  ),
]);
export type KnownEntry = z.infer<typeof KnownEntry>;

export const UnknownEntry = named(
  'UnknownEntry',
  'An entry of a kind that is not described here: another version wrote it. Keep its place and pass it over.',
  z.object({
    ...placeFields,
    kind: z.string().check(z.refine((kind) => !isKnownKind(kind), 'Must have the fields of its kind')),
  }),
);
export type UnknownEntry = z.infer<typeof UnknownEntry>;

export const Entry = named('Entry', "One entry of a conversation's log.", z.union([KnownEntry, UnknownEntry]));
export type Entry = z.infer<typeof Entry>;

/** A message of a conversation, where it may be of a kind that another version wrote. */
export const ListedMessage = z.union([Message, UnknownEntry]);
export type ListedMessage = z.infer<typeof ListedMessage>;

export const Conversation = named(
  'Conversation',
  'A conversation as I see it.',
  z.object({
    peer: UserName,
    peerName: described("The peer's display name. Absent if their account was deleted.", z.optional(z.string()), [
      'Bob B.',
    ]),
    peerDeleted: z.optional(described("True if the peer's account was deleted.", z.literal(true))),
    online: z.optional(
      described('True if the peer has a socket open. Absent if not, or if they do not show it to me.', z.literal(true)),
    ),
    lastSeq: described('Seq of the newest entry of any kind. 0 if nothing was written yet.', Seq, [43]),
    generation: generationField,
    lastMessage: described('The newest message.', z.optional(ListedMessage)),
    unread: described("How many of the peer's messages I have not read.", z.int(), [1]),
    readSeq: described('Seq of the last entry I have read.', Seq, [41]),
    muted: described('Whether I have muted it.', z.boolean()),
    mutedUntil: z.optional(described('When I hear of it again. Absent if I have muted it for good.', Timestamp)),
    pinned: described('Whether I have pinned it above the others.', z.boolean()),
    blocked: described('Whether I have blocked the peer.', z.boolean()),
    archived: z.optional(described('True if I have archived it, and no message was written since.', z.literal(true))),
    markedUnread: z.optional(described('True if I have marked it as unread, and not read it since.', z.literal(true))),
    post: z.optional(described('The post that it was about last. Absent if that message was deleted.', QuotedPost)),
    request: z.optional(
      described('True if the peer has written as a request, and I have not answered.', z.literal(true)),
    ),
    declined: z.optional(described('True if I have declined the request. Only I see this.', z.literal(true))),
  }),
);
export type Conversation = z.infer<typeof Conversation>;

const Fault = z.object({
  code: z.string(),
  limit: z.optional(described('The most or the least that may be.', z.number())),
});

export const Problem = named(
  'Problem',
  'Why a request was refused or failed (RFC 9457).',
  z.object({
    type: described('Identifies the kind of problem. It is not an address.', z.string()),
    title: described('The kind of problem in words; always the same.', z.string()),
    status: described('The HTTP status.', z.int()),
    detail: described('What a person can do about it.', z.string()),
    code: described('The kind of problem, for programs.', z.string()),
    requestId: described('Identifies the request in the log.', z.string()),
    errors: z.optional(described('What is wrong, by field, in English.', z.record(z.string(), z.string()))),
    faults: z.optional(
      described('The same for programs, which may say it in another language.', z.record(z.string(), Fault)),
    ),
  }),
);
export type Problem = z.infer<typeof Problem>;
