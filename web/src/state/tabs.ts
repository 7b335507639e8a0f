/**
 * The tabs of this browser in which the page is open, as far as one has to know which of them live. Each holds a lock named
 * after it for as long as it does (Web Locks); whoever is granted it knows that the tab has gone.
 */

const PREFIX = 'message-center tab ';
const ARRIVAL = 'message-center arrival';
const CHANNEL = 'message-center tabs';
/** Where a tab's name survives its reload. */
const NAME = 'tab';

/** Milliseconds in which a tab that is reloaded is back. */
const RELOAD = 3_000;
/** Milliseconds after which a tab does not wait any longer for others to arrive. */
const PATIENCE = 3_000;

/** Not there in old browsers, and where the page did not come by https. */
const haveLocks = (): boolean => 'locks' in navigator;

let claimed: Promise<string> | undefined;

/** The name of this tab. It stays the same when the page is loaded again; a copy of the tab gets one of its own. */
export function tabName(): Promise<string> {
  claimed ??= claim();
  return claimed;
}

async function claim(): Promise<string> {
  const before = sessionStorage.getItem(NAME);
  if (before !== null && (await hold(before))) return before;
  const name = crypto.randomUUID();
  await hold(name);
  sessionStorage.setItem(NAME, name);
  return name;
}

/** Holds the lock of a name as long as the page lives. Answers false where another tab does. */
function hold(name: string): Promise<boolean> {
  if (!haveLocks()) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const forEver = new Promise<never>(() => {});
    const onLock = (lock: Lock | null): Promise<never> | undefined => {
      resolve(lock !== null);
      return lock ? forEver : undefined;
    };
    navigator.locks.request(PREFIX + name, { ifAvailable: true }, onLock).catch(reject);
  });
}

/**
 * Does what takes over from tabs that have gone.
 * @param take told whether the tab of a name lives; nobody else arrives meanwhile
 * @param inherit takes over from one that has gone since; no other tab does so at the same time
 * @param signal ends that
 * @returns what `take` answers
 */
export async function succeed<T>(
  take: (lives: (name: string) => boolean) => Promise<T>,
  inherit: (name: string) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  if (!haveLocks()) return take(() => false);
  const me = await tabName();
  const watched = new Set([me]);
  const channel = new BroadcastChannel(CHANNEL);
  signal.addEventListener('abort', () => channel.close());

  const watch = (name: string): void => {
    if (watched.has(name) || signal.aborted) return;
    watched.add(name);
    // Where it fails, the next page that is loaded takes over.
    whenGone(name, inherit, signal).then(
      () => watched.delete(name),
      () => watched.delete(name),
    );
  };
  channel.addEventListener('message', ({ data }) => watch(String(data)));

  return navigator.locks.request(ARRIVAL, { signal: AbortSignal.timeout(PATIENCE) }, async () => {
    channel.postMessage(me);
    const { held = [] } = await navigator.locks.query();
    const living = new Set(held.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : [])));
    living.delete(me);
    living.forEach(watch);
    return take((name) => living.has(name));
  });
}

async function whenGone(name: string, act: (name: string) => Promise<void>, signal: AbortSignal): Promise<void> {
  await navigator.locks.request(PREFIX + name, { signal }, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, RELOAD));
  const back = await navigator.locks.request(PREFIX + name, { ifAvailable: true }, async (lock) => {
    if (lock && !signal.aborted) await act(name);
    return lock === null;
  });
  if (back) await whenGone(name, act, signal);
}
