/** One run at a time, for work that many callers ask for. */

/**
 * Returns a function that runs `act` unless it is running. Calls during a run share one more run after it, so each
 * promise is that of a run which began after the call.
 */
export function coalesce(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = act().finally(() => {
      running = undefined;
    });
    return running;
  };
  const follow = (before: Promise<void>): Promise<void> => {
    const next = () => {
      following = undefined;
      return start();
    };
    return before.then(next, next);
  };
  return () => {
    if (!running) return start();
    following ??= follow(running);
    return following;
  };
}
