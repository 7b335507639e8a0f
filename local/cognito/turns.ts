/** A queue for work that must not take more than its share of a resource. */

interface TurnsOptions {
  /** How many run at the same time. */
  readonly atOnce: number;
  readonly waitingMax: number;
  /** Makes the error for work that finds the queue full. */
  readonly full: () => Error;
}

/** Returns a function that runs work in its turn, in the order of the calls. */
export function createTurns({ atOnce, waitingMax, full }: TurnsOptions) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else if (waiting.length >= waitingMax) throw full();
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The next one takes this one's place.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
