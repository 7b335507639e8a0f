/** Presenting stored entries and users as the API shows them to one reader. */

import type { Attachment } from '#contract/attachments.ts';
import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { FoundMessage } from '#contract/found-messages.ts';
import { messageId } from '#contract/message-id.ts';
import type { Entry, ListedMessage, Message, UnknownEntry } from '#contract/schemas.ts';
import type { User } from '#contract/users.ts';
import { reactionsOf } from '../core/apply.ts';
import {
  FIRST_GENERATION,
  generationOf,
  type Entry as StoredEntry,
  type KnownEntry,
  type ListedMessage as StoredListedMessage,
  type MessageEntry,
} from '../core/entry.ts';
import { factsOf, type HeldFile } from '../core/files/attachment.ts';
import type { Link, WithheldFile } from '../core/files/held-files.ts';
import { quotedPosition, type Quotes } from '../core/quotes.ts';
import type { FoundMessage as StoredFoundMessage } from '../core/search-messages.ts';
import type { User as StoredUser } from '../core/user.ts';

export function presentUser({ username, displayName, about, createdAt }: StoredUser): User {
  return { username, displayName, ...(about !== undefined && { about }), createdAt: timestampOf(createdAt) };
}

export const timestampOf = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString();

/** @param quotes the messages that replies quote */
export function presentMessage(entry: MessageEntry, reader: string, quotes: Quotes = new Map()): Message {
  const { kind, body, editedAt, deletedBy, attachments, post, request } = entry;
  const shown = {
    ...fieldsOf(entry, reader),
    ...{ kind, body, ...presentQuote(entry, quotes) },
    ...(request && { request }),
  };
  if (deletedBy) return { ...shown, deleted: deletedBy };
  const reactions = presentReactions(entry);
  return {
    ...shown,
    ...(attachments && { attachments: attachments.map(presentAttachment) }),
    ...(post && { post }),
    ...(editedAt !== undefined && { editedAt: timestampOf(editedAt) }),
    ...(reactions.length > 0 && { reactions }),
  };
}

const presentAttachment = ({ id, ...facts }: HeldFile): Attachment => ({ id, ...factsOf(facts) });

function presentQuote(entry: MessageEntry, quotes: Quotes) {
  const position = quotedPosition(entry);
  if (!position) return {};
  const replyTo = messageId(position);
  const answered = quotes.get(replyTo);
  if (!answered) return { replyTo };
  const { sender, body, deletedBy, attachments } = answered;
  const quote = { id: messageId(answered), sender, body };
  if (deletedBy) return { replyTo, quote: { ...quote, deleted: deletedBy } };
  return { replyTo, quote: { ...quote, ...(attachments && { attachments: attachments.length }) } };
}

/**
 * Groups reactions by emoji and sorts them, so that their order does not depend on what was taken back and
 * added again.
 */
function presentReactions(entry: MessageEntry) {
  const people = new Map<string, string[]>();
  for (const { emoji, person } of reactionsOf(entry).filter(({ on }) => on))
    people.set(emoji, [...(people.get(emoji) ?? []), person].sort());
  return [...people]
    .map(([emoji, chosenBy]) => ({ emoji, people: chosenBy }))
    .sort((one, other) => (one.emoji < other.emoji ? -1 : 1));
}

export const presentFound = ({ message, excerpt }: StoredFoundMessage): FoundMessage => ({
  ...placeOf(message),
  excerpt: [...excerpt],
});

/** Presents a message, which may be of a kind that another version wrote. */
export const presentListed = (entry: StoredListedMessage, reader: string, quotes?: Quotes): ListedMessage =>
  isMessage(entry) ? presentMessage(entry, reader, quotes) : presentUnknown(entry);

/** Nothing of what it says is shown: only the version that wrote it knows who may see it. */
function presentUnknown(entry: StoredEntry): UnknownEntry {
  const { id, seq, sender, timestamp } = placeOf(entry);
  return { id, seq, kind: entry.kind, sender, timestamp };
}

export function presentEntry(entry: StoredEntry, reader: string, quotes?: Quotes): Entry {
  if (!isKnown(entry)) return presentUnknown(entry);
  if (entry.kind === 'message') return presentMessage(entry, reader, quotes);
  const { conversation } = entry;
  const change = { ...fieldsOf(entry, reader), target: messageId({ conversation, seq: entry.target }) };
  switch (entry.kind) {
    case 'edit':
      return { ...change, kind: entry.kind, body: entry.body };
    case 'deletion':
      return { ...change, kind: entry.kind, by: entry.by ?? 'sender' };
    case 'reaction':
      return { ...change, kind: entry.kind, emoji: entry.emoji, on: entry.on };
  }
}

function fieldsOf(entry: KnownEntry, reader: string) {
  const { sender, recipient, clientId } = entry;
  const fields = { ...placeOf(entry), recipient, ...shownGeneration(generationOf(entry)) };
  return sender === reader ? { ...fields, clientId } : fields;
}

/** The first generation is not said: most logs have no other. */
export const shownGeneration = (generation: number | undefined) =>
  generation === undefined || generation === FIRST_GENERATION ? {} : { generation };

const placeOf = ({ conversation, seq, sender, timestamp }: StoredEntry) => ({
  id: messageId({ conversation, seq }),
  sender,
  seq,
  timestamp: timestampOf(timestamp),
});

export function presentLinks(files: readonly (Link | WithheldFile)[]) {
  const items = files.flatMap((file) =>
    'url' in file ? [{ id: file.id, url: file.url, expires: timestampOf(file.expires) }] : [],
  );
  const withheld = files.flatMap((file) => ('withheld' in file ? [{ id: file.id, code: file.withheld }] : []));
  return { items, ...(withheld.length > 0 && { withheld }) };
}
