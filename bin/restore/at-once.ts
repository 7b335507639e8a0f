/** Working on many things at once, so that a restore takes as long as its bounds allow and not a request at a time. */

import type { Clock } from '#functions/core/ports.ts';

/**
 * Works on all items, several at once. Where one fails, no other is begun.
 * @param pages are read as they are needed
 * @throws what the first that failed has thrown, once the others have ended
 */
export async function workOn<T>(
  pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const items = itemsOf(pages);
  const workers = Array.from({ length: atOnce }, async () => {
    // What leaves the loop ends the generator, for the other workers as well.
    for await (const item of items) await work(item);
  });
  for (const outcome of await Promise.allSettled(workers)) if (outcome.status === 'rejected') throw outcome.reason;
}

async function* itemsOf<T>(pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/** Returns what waits so that all who work together do no more than so much a second. */
export function pacer(
  { now, sleep }: Pick<Clock, 'now' | 'sleep'>,
  perSecond: number,
): (items: number) => Promise<void> {
  let free = 0;
  return async (items) => {
    const present = now();
    const turn = Math.max(present, free);
    free = turn + (items / perSecond) * 1000;
    if (turn > present) await sleep(turn - present);
  };
}
