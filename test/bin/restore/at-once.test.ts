/** Working on many things at once. */

import { expect, it } from 'vitest';
import { workOn } from '#bin/restore/at-once.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

it('works on as many as it may across pages, and on each once', async () => {
  const seen: number[] = [];
  let now = 0;
  let most = 0;

  await workOn([[1, 2], [], [3, 4, 5], [6]], 3, async (item) => {
    most = Math.max(most, ++now);
    await tick();
    seen.push(item);
    now--;
  });

  expect(seen.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(most).toBe(3);
});

it('begins no other once one has failed, and throws when the others have ended', async () => {
  const begun: number[] = [];
  let isEnded = false;

  const working = workOn([[1, 2, 3, 4, 5]], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('It failed.');
    await tick();
    isEnded = true;
  });

  await expect(working).rejects.toThrow('It failed.');
  expect(isEnded).toBe(true);
  expect(begun.length).toBeLessThan(5);
});
