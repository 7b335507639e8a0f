/**
 * Runs `act` one at a time. However often it is asked for while it runs, it runs once more afterwards. Each promise is that
 * of a run which began after it was asked for.
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
