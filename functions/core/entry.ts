/**
 * A conversation is an append-only log. Each entry carries, besides what was written, the conversation's running state up to
 * and including itself, so that the newest entry alone tells everything there is to know about the conversation.
 */

import { conversationOf } from '#contract/message-id.ts';

export interface RunningState {
  /** Messages sent so far, by sender. */
  readonly counts: Readonly<Record<string, number>>;
  /** Seq of the newest entry of kind `message`. */
  readonly lastMessage: number;
  /** Epoch milliseconds of that entry; the inbox is sorted by it. */
  readonly lastMessageAt: number;
  /** Where sends are limited: how far ahead of time each sender is; see `limits.ts`. */
  readonly paces?: Readonly<Record<string, number>>;
}

/** What an entry says. Everything but a message changes an earlier message, its `target` (a seq). */
export type Content =
  | {
      readonly kind: 'message';
      readonly body: string;
      /** Seq of the message it answers. */
      readonly replyTo?: number;
    }
  | { readonly kind: 'edit'; readonly target: number; readonly body: string }
  | { readonly kind: 'deletion'; readonly target: number; readonly by?: 'moderator' }
  | { readonly kind: 'reaction'; readonly target: number; readonly emoji: string; readonly on: boolean };

/** An entry before it has its place in the log. */
export type Draft = Content & {
  readonly sender: string;
  readonly recipient: string;
  /** The sender's name for it: at most one entry of a log has this sender and this name. */
  readonly clientId: string;
  /** Fingerprint of what was asked, so that a repeat is told from another text under the same name. */
  readonly digest: string;
  /** The request that wrote it. */
  readonly requestId: string;
  /** The sender's socket that need not be told. */
  readonly origin?: string;
};

/** What later entries have made of a message. Each aspect names the entry that set it, and so does not depend on when that was applied. */
export interface Aspects {
  /** The edit whose text the message has. */
  readonly editSeq?: number;
  /** Epoch milliseconds of that edit. */
  readonly editedAt?: number;
  /** Every edit that was applied: their entries hold texts that go with the message. */
  readonly edits?: ReadonlySet<number>;
  /** The earliest deletion; its message has no text, and no edit any more. */
  readonly deletionSeq?: number;
  readonly deletedBy?: 'sender' | 'moderator';
  /** `r#<person>#<emoji>` */
  readonly [reaction: `r#${string}`]: Reaction;
}

export interface Reaction {
  readonly seq: number;
  readonly on: boolean;
}

/** In place of a text that was deleted, and of its digest, from which a short text could be guessed. */
export const ERASED = '';

type Written<D extends Draft> = D extends { readonly kind: 'message' } ? D & Aspects : D;

export type Entry = Written<Draft> &
  RunningState & {
    readonly conversation: string;
    /** 1, 2, 3 … without holes. */
    readonly seq: number;
    /** Epoch milliseconds by the server's clock; only for display. */
    readonly timestamp: number;
  };

export type MessageEntry = Extract<Entry, { kind: 'message' }>;
/** An entry that changes an earlier one. */
export type Change = Exclude<Entry, { kind: 'message' }>;
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** The conversation's running state in an item of its own, so that an inbox reads one item a conversation. Never any text. */
export interface Head extends Omit<RunningState, 'paces'> {
  readonly conversation: string;
  /** Seq of the newest entry. */
  readonly lastSeq: number;
}

/** How many messages a person has sent so far. Only the counts' own names are people: somebody may be called `constructor`. */
export const sentBy = (person: string, { counts }: Pick<RunningState, 'counts'>): number =>
  (Object.hasOwn(counts, person) ? counts[person] : undefined) ?? 0;

const EMPTY: RunningState = { counts: {}, lastMessage: 0, lastMessageAt: 0 };

/** The entry that follows `tail` (undefined: the first one). */
export function follow(tail: Entry | undefined, draft: Draft, timestamp: number, paces = tail?.paces): Entry {
  const state = tail ?? EMPTY;
  const { counts, lastMessage, lastMessageAt } = state;
  const seq = (tail?.seq ?? 0) + 1;
  const place = {
    conversation: conversationOf(draft.sender, draft.recipient),
    seq,
    timestamp,
    ...(paces && { paces }),
  };
  return draft.kind === 'message'
    ? {
        ...draft,
        ...place,
        counts: { ...counts, [draft.sender]: sentBy(draft.sender, state) + 1 },
        lastMessage: seq,
        lastMessageAt: timestamp,
      }
    : { ...draft, ...place, counts, lastMessage, lastMessageAt };
}

export const headOf = ({ conversation, seq, counts, lastMessage, lastMessageAt }: Entry): Head => ({
  conversation,
  lastSeq: seq,
  counts,
  lastMessage,
  lastMessageAt,
});
