/**
 * Which tabs of this browser have the page open. Each tab has a name and holds a lock of that name for as long as
 * it lives (Web Locks). A tab that is granted the lock of another one knows that the other is closed.
 */
import { uuid } from '#client/uuid.ts';
import { hasLocks, heldLocks, holdLock, ifLockIsFree, openChannel, withLock } from '../browser/locks.ts';
import { tabStorage } from '../browser/storage.ts';

/** Of the names of locks. */
const TAB_PREFIX = 'message-center tab ';
/** The lock under which tabs look around one after another when they arrive. */
const ARRIVAL_LOCK = 'message-center arrival';
/** The channel on which tabs announce themselves when they arrive. */
const CHANNEL = 'message-center tabs';
/** The key of this tab's name in the session storage, which survives a reload. */
const NAME_KEY = 'tab';

/** A tab that is being reloaded is back within this time, on a slow phone as well. */
const RELOAD_GRACE_MS = 10_000;
const ARRIVAL_TIMEOUT_MS = 3_000;

let name: Promise<string> | undefined;

/** The name of this tab. It survives a reload; a duplicate of the tab gets a name of its own. Never rejects. */
export function tabName(): Promise<string> {
  name ??= claimName();
  return name;
}

async function claimName(): Promise<string> {
  const previous = tabStorage.read(NAME_KEY);
  if (previous !== undefined && (await holdLock(TAB_PREFIX + previous))) return previous;
  const fresh = uuid();
  await holdLock(TAB_PREFIX + fresh);
  tabStorage.write(NAME_KEY, fresh);
  return fresh;
}

/**
 * Takes over what closed tabs have left: at once, and later whenever a tab is closed.
 * @param takeOverNow is told which tabs are open; no other tab arrives while it runs
 * @param takeOverFrom takes over from a tab that was closed later; no other tab does so at the same time
 * @param signal stops watching for tabs that are closed
 * @returns the result of `takeOverNow`
 */
export async function takeOverFromClosedTabs<T>(
  takeOverNow: (isOpen: (tab: string) => boolean) => Promise<T>,
  takeOverFrom: (tab: string) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  const me = await tabName();
  if (!hasLocks()) return takeOverNow(() => false);
  const watched = new Set([me]);
  const channel = openChannel(CHANNEL);
  signal.addEventListener('abort', () => channel.close());

  const watch = (tab: string): void => {
    if (watched.has(tab) || signal.aborted) return;
    watched.add(tab);
    // If this fails, the next page that is loaded takes over.
    whenClosed(tab, takeOverFrom, signal).then(
      () => watched.delete(tab),
      () => watched.delete(tab),
    );
  };
  channel.addEventListener('message', ({ data }) => watch(String(data)));

  return withLock(ARRIVAL_LOCK, AbortSignal.timeout(ARRIVAL_TIMEOUT_MS), async () => {
    channel.postMessage(me);
    const held = await heldLocks();
    const open = new Set(held.flatMap((lock) => (lock.startsWith(TAB_PREFIX) ? lock.slice(TAB_PREFIX.length) : [])));
    open.delete(me);
    open.forEach(watch);
    return takeOverNow((tab) => open.has(tab));
  });
}

/** Calls `act` once a tab is closed, and not just being reloaded. */
async function whenClosed(tab: string, act: (tab: string) => Promise<void>, signal: AbortSignal): Promise<void> {
  await withLock(TAB_PREFIX + tab, signal, async () => undefined);
  await new Promise((resolve) => setTimeout(resolve, RELOAD_GRACE_MS));
  const isClosed = await ifLockIsFree(TAB_PREFIX + tab, async () => {
    if (!signal.aborted) await act(tab);
  });
  if (!isClosed) await whenClosed(tab, act, signal);
}
