/** A clock that stands still until something sleeps. Its random number is always the highest, so waits are longest. */

import type { Clock } from '#functions/core/ports.ts';

export interface ManualClock extends Clock {
  /** The time it shows, in epoch milliseconds. */
  time: number;
  /** Every wait so far, in milliseconds. */
  readonly sleeps: readonly number[];
}

/** 2026-01-02T03:04:05.678Z */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export function manualClock(time = NOW): ManualClock {
  const sleeps: number[] = [];
  return {
    time,
    sleeps,
    now() {
      return this.time;
    },
    async sleep(duration) {
      sleeps.push(duration);
      this.time += duration;
    },
    random: () => 1 - Number.EPSILON,
  };
}
