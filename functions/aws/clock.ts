/** The clock and the chance of the machine. */

import type { Clock } from '../core/ports.ts';

export const systemClock: Clock = {
  now: Date.now,
  sleep: (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
  random: Math.random,
};
