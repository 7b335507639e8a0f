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
  readonly pinned?: boolean | undefined;
  /** Whether the person has declined the request that the conversation is, if it is one. */
  readonly declined?: boolean | undefined;
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
}

/** Rows of a person: each person who ever wrote to them adds one, so every read has a limit. */
export interface RowRange {
  /** The first peer there may be. */
  readonly from?: string | undefined;
  /** The last peer of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}
