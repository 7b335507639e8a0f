/** What can never be processed is stepped over, so that nobody else's messages wait for it, and noted for whoever operates this. */

import { systemClock } from './clock.ts';
import { count } from './metrics.ts';

/** Whether no repetition helps: DynamoDB's name for what it never takes, such as an item that would be over 400 KB. */
export const isLasting = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationException';

/** @param what names it, without any text of it */
export function noteSkipped(what: string, error: unknown): void {
  console.error(`${what} can never be processed and was skipped: docs/operations.md says what to do.`, error);
  count('SkippedEntries', 1, systemClock.now());
}
