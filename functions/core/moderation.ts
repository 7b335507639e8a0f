/** What people report, and what administrators do: two records that only ever grow, kept month by month. */

import { isMemberOf, messageId, parseMessageId, type Position } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import type { Entry } from './entry.ts';
import type { User } from './people.ts';

/** A message or a person, as they were when they were reported: what is reported may change or go. */
export type Subject =
  | {
      readonly message: {
        readonly id: string;
        readonly sender: string;
        readonly timestamp: number;
        readonly body: string;
      };
    }
  | { readonly user: { readonly username: string; readonly displayName: string; readonly about?: string } };

export type Report = Subject & {
  readonly id: string;
  readonly reporter: string;
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
  readonly act: 'disable' | 'enable' | 'sign-out' | 'resolve-report' | 'remove-message';
  /** A user name, or the id of a message or a report. */
  readonly subject: string;
}

/** Digits of a record's time, in base 36: enough for three thousand years. */
const TIME_DIGITS = 9;
const RECORD_ID = /^0[0-9a-z]{8}-[0-9a-f-]{36}$/;

/**
 * The id of a record: its time, then what makes it the only one, so that ids sort by time.
 * @param at epoch milliseconds
 * @param unique a UUID
 */
export const recordId = (at: number, unique: string): string =>
  `${at.toString(36).padStart(TIME_DIGITS, '0')}-${unique}`;

export const isRecordId = (text: string): boolean => RECORD_ID.test(text);

/** When a record was made, in epoch milliseconds, by its id. */
export const timeOfRecord = (id: string): number => Number.parseInt(id.slice(0, TIME_DIGITS), 36);

export interface ReportedStores {
  readonly users: { get(username: string): Promise<User | undefined> };
  readonly log: { get(position: Position, consistency: 'strong'): Promise<Entry | undefined> };
}

/**
 * What is reported, as it is now.
 * @param reporter may report only what they can see
 * @throws {Refusal} `not-found`
 */
export async function subjectOf(
  { users, log }: ReportedStores,
  reporter: string,
  reported: { message: string } | { user: string },
): Promise<Subject> {
  if ('user' in reported) {
    const user = await users.get(reported.user);
    if (!user || user.deletedAt !== undefined) throw notFound();
    const { username, displayName, about } = user;
    return { user: { username, displayName, ...(about !== undefined && { about }) } };
  }
  const position = parseMessageId(reported.message);
  if (!position || !isMemberOf(position.conversation, reporter)) throw notFound();
  const entry = await log.get(position, 'strong');
  if (entry?.kind !== 'message') throw notFound();
  const { sender, timestamp, body } = entry;
  return { message: { id: messageId(entry), sender, timestamp, body } };
}
