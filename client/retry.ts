/** Waiting before trying again. */

import type { Environment } from './environment.ts';
import { ApiProblem, type Failure } from './problem.ts';

/** Shortest and longest wait after a failure. */
const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * Full jitter: any wait up to a bound that doubles, so that many clients do not come back at once.
 * @param attempt failures so far in a row, from 0
 * @returns milliseconds
 */
export const backoffMs = (random: () => number, attempt: number): number =>
  MIN_BACKOFF_MS + random() * (Math.min(MAX_BACKOFF_MS, 2 * MIN_BACKOFF_MS * 2 ** attempt) - MIN_BACKOFF_MS);

export interface RetryWaits {
  /** @param patient stays out the whole time, because the server has named it */
  wait(milliseconds: number, patient?: boolean): Promise<void>;
  /** As long as the server has named, else for a while. @param attempt failures before this one in a row */
  beforeRetry(failure: Failure, attempt: number): Promise<void>;
  /** Ends all waits but the patient ones. */
  wake(): void;
  /** Ends all. */
  close(): void;
}

export function createRetryWaits({ setTimer, random }: Pick<Environment, 'setTimer' | 'random'>): RetryWaits {
  const waits = new Map<() => void, boolean>();
  const end = (which: (patient: boolean) => boolean) => {
    for (const [done, patient] of [...waits]) if (which(patient)) done();
  };
  const wait = (milliseconds: number, patient = false) =>
    new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        waits.delete(done);
        resolve();
      };
      const cancel = setTimer(done, milliseconds);
      waits.set(done, patient);
    });

  return {
    wait,
    beforeRetry(failure, attempt) {
      const named = failure instanceof ApiProblem ? failure.retryAfter : undefined;
      return named === undefined ? wait(backoffMs(random, attempt)) : wait(named * 1000, true);
    },
    wake: () => end((patient) => !patient),
    close: () => end(() => true),
  };
}
