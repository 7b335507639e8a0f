/**
 * A conversation is an append-only log. Besides its content, each entry carries the conversation's running
 * state up to and including itself, so the newest entry alone holds the state of the whole conversation.
 */

import { conversationOf } from '#contract/message-id.ts';
import type { HeldFile } from './files/attachment.ts';
import { dayOf } from './inbox/inbox-index.ts';

export interface RunningState {
  /** Messages sent so far, by sender. */
  readonly counts: Readonly<Record<string, number>>;
  /** Seq of the newest entry of kind `message`. */
  readonly lastMessage: number;
  /** Epoch milliseconds of that entry; the inbox is sorted by it. */
  readonly lastMessageAt: number;
  /** By sender, where sends are limited: the theoretical arrival time of their next entry; see `limits.ts`. */
  readonly arrivalTimes?: Readonly<Record<string, number>>;
  /**
   * The log's generation when the entry was written; absent: 1. A restore raises it, so that two entries that took the
   * same place before and after it can be told apart.
   */
  readonly generation?: number;
  /** Seq of the newest message that was written from a post. */
  readonly lastPost?: number;
  /** The conversation began as a request, which the recipient has not answered. */
  readonly request?: true;
}

/** A post as a message quotes it. */
export interface QuotedPost {
  readonly id: string;
  /** As others saw it when the message was written. */
  readonly title: string;
}

/** What an entry says, by its kind. Every kind but `message` changes an earlier message, its `target` (a seq). */
export type Content =
  | {
      readonly kind: 'message';
      readonly body: string;
      /** Seq of the message it replies to. */
      readonly replyTo?: number;
      readonly post?: QuotedPost;
      readonly attachments?: readonly HeldFile[];
      /** The keys of the attachments, in order. A deleted message has them until the files are gone. */
      readonly files?: readonly string[];
    }
  | { readonly kind: 'edit'; readonly target: number; readonly body: string }
  | {
      readonly kind: 'deletion';
      readonly target: number;
      readonly by?: 'moderator';
      /** The message had files, which must go. */
      readonly hasFiles?: true;
    }
  | { readonly kind: 'reaction'; readonly target: number; readonly emoji: string; readonly on: boolean };

/** An entry before it has its place in the log. */
export type Draft = Content & {
  readonly sender: string;
  readonly recipient: string;
  /** The id that the sender's client chose: at most one entry of a log has this sender and this id. */
  readonly clientId: string;
  /** Fingerprint of the request, which tells a repeat from another text under the same `clientId`. */
  readonly digest: string;
  /** Id of the request that wrote it. */
  readonly requestId: string;
  /** The sender's socket that need not be notified. */
  readonly origin?: string;
  /** It begins its conversation as a request. */
  readonly request?: true;
};

/**
 * What later entries have changed in a message. Each field holds the seq of the entry that set it, so the order
 * in which the entries are applied does not matter.
 */
export interface AppliedChanges {
  /** The edit whose text the message has. */
  readonly editSeq?: number;
  /** Epoch milliseconds of that edit. */
  readonly editedAt?: number;
  /** The text before the first edit. Messages that an earlier version edited have none: it overwrote their text. */
  readonly original?: string;
  /** Seqs of every edit applied: their entries hold texts that are erased with the message. */
  readonly edits?: ReadonlySet<number>;
  /** The earliest deletion. A deleted message has no text and no edit. */
  readonly deletionSeq?: number;
  readonly deletedBy?: 'sender' | 'moderator';
  /** `r#<person>#<emoji>` */
  readonly [reaction: `r#${string}`]: Reaction;
}

export interface Reaction {
  readonly seq: number;
  readonly on: boolean;
}

/** Stands in place of a deleted text, and of its digest, from which a short text could be guessed. */
export const ERASED = '';

type Written<D extends Draft> = D extends { readonly kind: 'message' } ? D & AppliedChanges : D;

/** Where an entry stands, and the state of the conversation there. */
interface Place extends RunningState {
  readonly conversation: string;
  /** 1, 2, 3 … without holes. */
  readonly seq: number;
  /** Epoch milliseconds on the server's clock; only for display. */
  readonly timestamp: number;
  /** It is the conversation's first message of its UTC day, so the conversation moves in both inboxes. */
  readonly newDay?: true;
}

/** An entry of a kind that this version writes. */
export type KnownEntry = Written<Draft> & Place;

/**
 * An entry that a newer version wrote. Entries of every kind and version have these fields, so a version can go on
 * with a log that it does not understand in full.
 */
export interface UnknownEntry extends Place, Omit<Draft, keyof Content> {
  /** None of those in `contract/entry-kinds.ts`. */
  readonly kind: string;
}

/** Tell the two apart with `isKnown`. */
export type Entry = KnownEntry | UnknownEntry;

export type MessageEntry = Extract<KnownEntry, { kind: 'message' }>;
/** A message, also of an unknown kind: an entry that says that it is the newest message at its own place. */
export type ListedMessage = MessageEntry | UnknownEntry;
/** An entry that changes an earlier one. */
export type Change = Exclude<KnownEntry, { kind: 'message' }>;
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/**
 * The running state of a conversation in an item of its own, so that an inbox reads one small item per conversation. It
 * never holds any text.
 */
export interface Head extends Omit<RunningState, 'arrivalTimes'> {
  readonly conversation: string;
  /** Seq of the newest entry. */
  readonly lastSeq: number;
}

/**
 * Returns how many messages a person has sent so far. Only own properties count: a person may be called
 * `constructor`.
 */
export const sentCount = (person: string, { counts }: Pick<RunningState, 'counts'>): number =>
  (Object.hasOwn(counts, person) ? counts[person] : undefined) ?? 0;

/**
 * True while a person has been sent a request that they have not answered. Until then its sender learns nothing of
 * them: neither that they have read it, nor that they type.
 */
export const isAsked = (person: string, state: Pick<RunningState, 'counts' | 'request'>): boolean =>
  state.request === true && sentCount(person, state) === 0;

/** The generation of logs that were never restored. */
export const FIRST_GENERATION = 1;

export const generationOf = ({ generation = FIRST_GENERATION }: Pick<RunningState, 'generation'>): number => generation;

const EMPTY: RunningState = { counts: {}, lastMessage: 0, lastMessageAt: 0 };

/**
 * Returns the entry that a draft becomes after `tail`; undefined where the log is empty.
 * @param timestamp epoch milliseconds
 * @param written the generation that this deployment writes; a log never goes back to an earlier one
 */
export function nextEntry(
  tail: Entry | undefined,
  draft: Draft,
  timestamp: number,
  arrivalTimes = tail?.arrivalTimes,
  written = FIRST_GENERATION,
): KnownEntry {
  const state = tail ?? EMPTY;
  const { counts, lastMessage, lastMessageAt, lastPost, request } = state;
  const seq = (tail?.seq ?? 0) + 1;
  const generation = Math.max(generationOf(state), written);
  const place = {
    conversation: conversationOf(draft.sender, draft.recipient),
    seq,
    timestamp,
    ...(arrivalTimes && { arrivalTimes }),
    ...(generation > FIRST_GENERATION && { generation }),
    ...(lastPost !== undefined && { lastPost }),
  };
  if (draft.kind !== 'message')
    return { ...draft, ...place, counts, lastMessage, lastMessageAt, ...(request && { request }) };
  const isUnanswered = sentCount(draft.recipient, state) === 0;
  return {
    ...draft,
    ...place,
    counts: { ...counts, [draft.sender]: sentCount(draft.sender, state) + 1 },
    lastMessage: seq,
    lastMessageAt: timestamp,
    ...(dayOf(timestamp) !== dayOf(lastMessageAt) && { newDay: true }),
    ...(draft.post && { lastPost: seq }),
    ...(request && isUnanswered && { request }),
  };
}

export function headOf(entry: Entry): Head {
  const { conversation, seq, counts, lastMessage, lastMessageAt, generation, lastPost, request } = entry;
  return {
    ...{ conversation, lastSeq: seq, counts, lastMessage, lastMessageAt },
    ...(generation !== undefined && { generation }),
    ...(lastPost !== undefined && { lastPost }),
    ...(request && { request }),
  };
}
