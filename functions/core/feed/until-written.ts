/** Writing an item on condition that nobody else has changed it since it was read. */

import { Refusal } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';

const ATTEMPTS = 5;
/** Longest wait before the second attempt; it doubles with each. */
const BACKOFF_MS = 10;

/**
 * Repeats an attempt until it has written.
 * @param attempt reads, and writes; returns undefined where another writer was quicker
 * @param busy says to its person that others are writing, and whether these are requests of that person alone: nobody
 * has to look after those, so they are no failure
 * @throws {Refusal} what `busy` says, and what an attempt throws
 */
export async function untilWritten<T>(
  clock: Clock,
  attempt: () => Promise<T | undefined>,
  busy: { readonly code: 'too-many-requests' | 'unavailable'; readonly detail: string },
): Promise<T> {
  for (let n = 0; n < ATTEMPTS; n++) {
    const written = await attempt();
    if (written !== undefined) return written;
    await clock.sleep(clock.random() * BACKOFF_MS * 2 ** n);
  }
  throw new Refusal(busy.code, `${busy.detail} Try again in a second.`, { retryAfter: 1 });
}
