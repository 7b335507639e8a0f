/**
 * The records of moderation: what people report, and what administrators do. Acts are kept for good; a
 * resolved report goes after half a year. Both are stored by month.
 */

import type { ReportKind } from '#contract/report-kind.ts';
import type { Post } from './feed/post.ts';
import type { TakenFile } from './files/attachment.ts';

/**
 * A message, a person, a post or a thank-you, as they were when they were reported: what is reported may change or go.
 * A post is without its place, which has nothing to do with what is wrong about it.
 */
export type Subject =
  | { readonly message: ReportedMessage }
  | { readonly user: { readonly username: string; readonly displayName: string; readonly about?: string } }
  | { readonly post: ReportedPost }
  | {
      readonly thanks: {
        /** Id of the post. */
        readonly post: string;
        readonly giver: string;
        readonly helper: string;
        readonly text: string;
      };
    };

/** What a report keeps of the texts that a message had before the one it has now. */
export interface ReportedTexts {
  /** Newest first. */
  readonly earlierTexts?: readonly {
    readonly body: string;
    /** Epoch milliseconds. */
    readonly timestamp: number;
  }[];
  /** How many more there were, older than these. */
  readonly textsNotKept?: number;
}

/** A message as moderation sees it. */
export interface ReportedMessage extends ReportedTexts {
  readonly id: string;
  readonly sender: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** A post as moderation sees it. */
export type ReportedPost = Pick<Post, 'id' | 'owner' | 'title' | 'description' | 'reward' | 'placeName' | 'status'>;

export const reportedPost = ({ id, owner, title, description, reward, placeName, status }: Post): ReportedPost => ({
  ...{ id, owner, title, description, status },
  ...(reward !== undefined && { reward }),
  ...(placeName !== undefined && { placeName }),
});

/** What a report keeps of files. */
export interface Evidence {
  /** Copies, in the order of the message or post. */
  readonly attachments?: readonly TakenFile[];
  /** How many more there were, of which the copy failed. */
  readonly filesNotCopied?: number;
}

export type Report = Subject &
  Evidence & {
    readonly id: string;
    readonly reporter: string;
    readonly kind?: ReportKind;
    /** Empty where the kind says enough. */
    readonly reason: string;
    readonly status: 'open' | 'resolved';
    readonly resolvedBy?: string;
    /** Epoch milliseconds. */
    readonly resolvedAt?: number;
  };

export interface Act {
  readonly id: string;
  /** The administrator. */
  readonly by: string;
  readonly act:
    | 'disable'
    | 'enable'
    | 'sign-out'
    | 'resolve-report'
    | 'remove-message'
    | 'remove-post'
    | 'keep-post'
    | 'remove-thanks'
    | 'reset-two-step';
  /** A user name, or the id of a message, a post or a report. Of a thank-you: the id of the post, `/`, the helper. */
  readonly subject: string;
}

/** How long a resolved report is kept: half a year, in which its decision can be disputed. */
export const RESOLVED_LIFETIME_MS = 183 * 24 * 60 * 60_000;

/** Digits of a record's time in base 36: enough for three thousand years. */
const TIME_DIGITS = 9;
const RECORD_ID = /^0[0-9a-z]{8}-[0-9a-f-]{36}$/;

/**
 * Returns the id of a record: its time, so that ids sort by time, then what makes it unique.
 * @param at epoch milliseconds
 * @param unique a UUID
 */
export const recordId = (at: number, unique: string): string =>
  `${at.toString(36).padStart(TIME_DIGITS, '0')}-${unique}`;

export const isRecordId = (text: string): boolean => RECORD_ID.test(text);

/** Returns when a record was made, in epoch milliseconds, by its id. */
export const timeOfRecord = (id: string): number => Number.parseInt(id.slice(0, TIME_DIGITS), 36);

export interface RecordRange {
  /** Id; only older records are returned. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** A page of records. It may be short or even empty although there are more. */
export interface RecordPage<R> {
  readonly records: readonly R[];
  /** The `before` of the next page; undefined on the last one. */
  readonly next: string | undefined;
}
