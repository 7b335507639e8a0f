/**
 * Locks that all tabs of this browser share (Web Locks), and the channel between them, as far as the browser grants
 * them. Old browsers have none, and none are granted where the page may not store anything.
 */

let refused = false;

/** False where locks cannot say which tabs are open. */
export const hasLocks = (): boolean => !refused && Boolean(navigator.locks);

/**
 * Holds a lock for as long as the page lives.
 * @returns false if another tab holds it; true as well where there are no locks
 */
export function holdLock(name: string): Promise<boolean> {
  if (!hasLocks()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const forever = new Promise<never>(() => {});
    const onLock = (lock: Lock | null): Promise<never> | undefined => {
      resolve(lock !== null);
      return lock ? forever : undefined;
    };
    navigator.locks.request(name, { ifAvailable: true }, onLock).catch(() => {
      refused = true;
      resolve(true);
    });
  });
}

/** Waits for a lock, and holds it while `act` runs. */
export const withLock = <T>(name: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> =>
  navigator.locks.request(name, { signal }, act);

/** Runs `act` under a lock, once nobody else holds that; at once where there are no locks. */
export const inTurn = (name: string, act: () => Promise<void>): Promise<void> =>
  hasLocks() ? navigator.locks.request(name, act) : act();

/**
 * Runs `act` under a lock, unless a tab holds that.
 * @returns whether it was free
 */
export const ifLockIsFree = (name: string, act: () => Promise<void>): Promise<boolean> =>
  navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await act();
    return lock !== null;
  });

/** Returns the names of the locks that tabs hold now. */
export async function heldLocks(): Promise<readonly string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => name ?? []);
}

/** Returns a channel to the other tabs; one to nowhere where the browser grants none. */
export function openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'> {
  try {
    return new BroadcastChannel(name);
  } catch {
    return { postMessage: () => {}, addEventListener: () => {}, close: () => {} };
  }
}
