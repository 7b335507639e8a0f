/** What can never be processed is stepped over, so that nobody else's messages wait for it, and noted for whoever operates this. */
import { systemClock } from './clock.ts';
import { count } from './metrics.ts';

/** @param what names it, without any text of it */
export function noteSkipped(what: string, error: unknown): void {
  console.error(`${what} can never be processed and was skipped: docs/operations.md says what to do.`, error);
  count('SkippedEntries', 1, systemClock.now());
}
