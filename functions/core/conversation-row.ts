/** What a person keeps about a conversation for themselves. */

/** What a person has read of a conversation. */
export interface ReadPosition {
  /** Seq of the last entry read; 0: nothing. */
  readonly readSeq: number;
  /** How many messages the peer had sent up to that entry. */
  readonly readCount: number;
}

export interface Preferences {
  readonly muted?: boolean | undefined;
  /** When it is heard again, in epoch milliseconds; absent from a muted conversation: never. */
  readonly mutedUntil?: number | undefined;
  readonly pinned?: boolean | undefined;
  /** Whether the person has declined the request that the conversation is, if it is one. */
  readonly declined?: boolean | undefined;
  /** Seq of the newest message when the person archived it; 0: it is not archived. A later message brings it back. */
  readonly archivedThrough?: number | undefined;
  /** Whether the person has marked it as unread since they read it. */
  readonly markedUnread?: boolean | undefined;
}

export interface ConversationRow extends Partial<ReadPosition>, Preferences {
  readonly username: string;
  readonly peer: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Whether this person has blocked the peer. */
  readonly blocked?: boolean;
  /** The read position that a blocked peer still sees. */
  readonly shownReadSeq?: number;
  /** Keys of its places in the inbox; see `inbox/inbox-index.ts`. */
  readonly listed?: string;
}

/** What a conversation's place in the inbox depends on, besides its log. */
export const PLACING = [
  'readSeq',
  'muted',
  'mutedUntil',
  'pinned',
  'declined',
  'archivedThrough',
  'markedUnread',
  'blocked',
  'listed',
] as const satisfies readonly (keyof ConversationRow)[];

/** Attributes of a row as they were read; undefined: there was none. */
export type SeenRow = Partial<{ readonly [Name in (typeof PLACING)[number]]: ConversationRow[Name] | undefined }>;

/** Rows of a person: each person who ever wrote to them adds one, so every read has a limit. */
export interface RowRange {
  /** The first peer there may be. */
  readonly from?: string | undefined;
  /** The last peer of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** True while a person has muted a conversation. */
export const isMuted = ({ muted, mutedUntil = Infinity }: Preferences, now: number): boolean =>
  muted === true && mutedUntil > now;
