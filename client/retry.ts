/** Waits before retries. */

import type { Environment } from './environment.ts';
import { ApiProblem, type Failure } from './problem.ts';

/** Shortest and longest wait after a failure. */
const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/** A month's limit that is used up lasts too long to wait for: the writer decides. */
const MAX_WAIT_SECONDS = 24 * 60 * 60;

/** True if the time that the server has asked for is short enough that a queue may wait for it. */
export const isWorthWaiting = ({ retryAfter = 0 }: ApiProblem): boolean => retryAfter <= MAX_WAIT_SECONDS;

/**
 * Returns how long to wait before a retry, in milliseconds: any time up to a bound that doubles (full jitter), so
 * that many clients do not come back at once.
 * @param attempt failures in a row before this one
 */
export const backoffMs = (random: () => number, attempt: number): number =>
  MIN_BACKOFF_MS + random() * (Math.min(MAX_BACKOFF_MS, 2 * MIN_BACKOFF_MS * 2 ** attempt) - MIN_BACKOFF_MS);

export interface RetryWaits {
  /** Resolves after this time; `wake` does not shorten it. */
  waitOut(milliseconds: number): Promise<void>;
  /**
   * Resolves after the time that the server has asked for, which `wake` does not shorten, else after a backoff.
   * @param attempt failures in a row before this one
   */
  beforeRetry(failure: Failure, attempt: number): Promise<void>;
  /** Ends the backoffs. */
  wake(): void;
  /** Ends all waits. */
  close(): void;
}

export function createRetryWaits({ setTimer, random }: Pick<Environment, 'setTimer' | 'random'>): RetryWaits {
  /** Functions that end a wait. */
  const backoffs = new Set<() => void>();
  const others = new Set<() => void>();

  const wait = (milliseconds: number, waits: Set<() => void>) =>
    new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        waits.delete(end);
        resolve();
      };
      const cancel = setTimer(end, milliseconds);
      waits.add(end);
    });

  return {
    waitOut: (milliseconds) => wait(milliseconds, others),
    beforeRetry(failure, attempt) {
      const seconds = failure instanceof ApiProblem ? failure.retryAfter : undefined;
      return seconds === undefined ? wait(backoffMs(random, attempt), backoffs) : wait(seconds * 1000, others);
    },
    wake() {
      for (const end of [...backoffs]) end();
    },
    close() {
      for (const end of [...backoffs, ...others]) end();
    },
  };
}
