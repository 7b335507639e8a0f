/**
 * What can never be processed: changes that their messages cannot take, and records that hold no entry. They are
 * skipped, so that other people's messages do not wait for them, and reported.
 */

import { systemClock } from './clock.ts';
import { count } from './metrics.ts';

/** True if no retry helps: DynamoDB's name for what it never accepts, such as an item that would exceed 400 KB. */
export const isPermanent = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** Reports to the operator what was skipped. @param what names it, without any of its text */
export function reportSkipped(what: string, error: unknown): void {
  console.error(`${what} can never be processed and was skipped: docs/operations.md says what to do.`, error);
  count('SkippedEntries', 1, systemClock.now());
}
