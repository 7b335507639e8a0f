/** Repeating a step that must not stay undone, where the caller has no way to ask for it again. */

import { Refusal } from '#contract/refusal.ts';
import type { Clock } from './ports.ts';

const ATTEMPTS = 4;
/** The wait after the first attempt; it doubles with each. */
const BACKOFF_MS = 250;

/**
 * Repeats a step that fails, four times in less than two seconds. A refusal is final, except one for too many requests.
 * @throws what the last attempt threw
 */
export async function retry<T>(clock: Pick<Clock, 'sleep'>, step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      if (attempt === ATTEMPTS || isFinal(error)) throw error;
      await clock.sleep(BACKOFF_MS * 2 ** (attempt - 1));
    }
  }
}

const isFinal = (error: unknown): boolean => error instanceof Refusal && error.code !== 'too-many-requests';
