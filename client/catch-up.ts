/** Schedules catch-ups: when asked, periodically, and soon after a read failed. */

import { coalesce } from './coalesce.ts';
import type { Environment } from './environment.ts';
import { type Failure, asFailure, isTransient } from './problem.ts';
import { backoffMs } from './retry.ts';

/** Time between two catch-ups, which read what was missed although nothing hinted at it. */
const VISIBLE_INTERVAL_MS = 60_000;
const HIDDEN_INTERVAL_MS = 5 * 60_000;

export interface CatchUp {
  /** Resolves after an attempt that began after this call. A failure is retried automatically. */
  run(): Promise<void>;
  /** Takes a failure to read anything: an early catch-up reads it again. A defect of our own is thrown. */
  onFailure(thrown: unknown): void;
  close(): void;
}

/** @param read reads everything; returns why a part of it could not be read, if so */
export function createCatchUp(environment: Environment, read: () => Promise<Failure | undefined>): CatchUp {
  let closed = false;
  let cancelNext = () => {};
  /** Catch-ups in a row since which something could not be read. */
  let attempt = 0;
  /** Whether something could not be read since the latest catch-up began. */
  let failed = false;

  const run = coalesce(async () => {
    failed = false;
    try {
      const failure = await read();
      if (failure) onFailure(failure);
      // What failed meanwhile may not be in what was read, and is tried again in its own time.
      if (!failed) attempt = 0;
    } catch (thrown) {
      onFailure(thrown);
    }
    if (!failed) plan(environment.isVisible() ? VISIBLE_INTERVAL_MS : HIDDEN_INTERVAL_MS);
  });

  function plan(milliseconds: number): void {
    cancelNext();
    if (!closed) cancelNext = environment.setTimer(() => void run(), milliseconds);
  }

  /** Of failures that come together, the first says when to try again. */
  function onFailure(thrown: unknown): void {
    if (!isTransient(asFailure(thrown)) || failed) return;
    failed = true;
    plan(backoffMs(environment.random, attempt++));
  }

  return {
    run,
    onFailure,
    close() {
      closed = true;
      cancelNext();
    },
  };
}
