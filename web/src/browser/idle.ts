/** Work that can wait until the browser has nothing else to do. */

/** Where the browser does not say when it is idle (Safari), after this time. */
const SOON_MS = 1_000;

/** @returns cancel */
export function whenIdle(task: () => void): () => void {
  if (typeof window.requestIdleCallback === 'function') {
    const handle = window.requestIdleCallback(task);
    return () => window.cancelIdleCallback(handle);
  }
  const timer = setTimeout(task, SOON_MS);
  return () => clearTimeout(timer);
}
