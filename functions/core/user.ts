/** A person's profile. */

export interface User {
  readonly username: string;
  readonly displayName: string;
  readonly about?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly lastSeenAt?: number;
  /** Others cannot see how far this person has read. */
  readonly readReceipts?: false;
  /** Every first message to this person is a request. */
  readonly requests?: true;
  /** Lists leave this person out, and searches too unless they have the whole user name. */
  readonly unlisted?: true;
  /** The words of safety for a first meeting were shown to this person. */
  readonly safetyTold?: true;
  /** The words by which others find this person, as the index of names has them. Absent until it does. */
  readonly words?: readonly string[];
  /** Counts the changes of `words`. */
  readonly wordsVersion?: number;
  /** An administrator has locked the person out. Epoch milliseconds. */
  readonly disabledAt?: number;
  /** The account was deleted; its name is never given out again. Epoch milliseconds. */
  readonly deletedAt?: number;
}

/** The fields of a profile to change; null removes a field. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly about?: string | null;
  readonly readReceipts?: false | null;
  readonly requests?: true | null;
  readonly unlisted?: true | null;
  readonly safetyTold?: true;
  readonly disabledAt?: number | null;
  readonly words?: readonly string[];
  readonly wordsVersion?: number;
}
