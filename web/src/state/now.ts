/** The current time, as precise as the dates on the page need it, and the time zone. */
import { lookUpTimeZone, timeZone } from '../browser/formats.ts';
import { createStore, useStore } from './store.ts';

const TICK_MS = 60_000;

/** A machine that wakes up has been asleep for any time, and anywhere. */
const WAKE_EVENTS = ['focus', 'pageshow', 'online'] as const;

const clock = createStore({ now: new Date(), zone: timeZone() }, (update) => {
  const tick = (): void =>
    update((before) => {
      const zone = lookUpTimeZone();
      // The clock may have been set back.
      const isRecent = Math.abs(Date.now() - before.now.getTime()) < TICK_MS / 2;
      return isRecent && zone === before.zone ? before : { now: new Date(), zone };
    });
  tick();
  const timer = setInterval(tick, TICK_MS);
  for (const event of WAKE_EVENTS) window.addEventListener(event, tick);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    for (const event of WAKE_EVENTS) window.removeEventListener(event, tick);
    document.removeEventListener('visibilitychange', tick);
  };
});

/** @returns the same object until the next tick, once a minute, or until the time zone is another one */
export const useNow = (): Date => useStore(clock, ({ now }) => now);

/** For what shows times that have passed: it renders again when the person is in another time zone. */
export const useTimeZone = (): string => useStore(clock, ({ zone }) => zone);
