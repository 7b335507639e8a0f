/** The time, as far as dates on the page need it: it moves on once a minute. */
import { useSyncExternalStore } from 'react';

const MINUTE = 60_000;
let now = new Date();

/** The same object until it has moved on. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now);

function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    if (Date.now() - now.getTime() >= MINUTE / 2) now = new Date();
    listener();
  }, MINUTE);
  return () => clearInterval(timer);
}
