/** The current time, as precise as the dates on the page need it. */
import { createStore, useStore } from './store.ts';

const TICK_MS = 60_000;

const clock = createStore(new Date(), (update) => {
  const tick = (): void => update((now) => (Date.now() - now.getTime() < TICK_MS / 2 ? now : new Date()));
  tick();
  const timer = setInterval(tick, TICK_MS);
  return () => clearInterval(timer);
});

/** @returns the same object until the next tick, once a minute */
export const useNow = (): Date => useStore(clock, (now) => now);
