import type { Clock } from '../core/clock.ts';

export const systemClock: Clock = {
  now: Date.now,
  sleep: (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
  random: Math.random,
};
