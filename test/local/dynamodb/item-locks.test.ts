/** Locks of single items. */
import { describe, expect, it } from 'vitest';
import { ItemLocks } from '#local/dynamodb/item-locks.ts';

describe('the lock of an item', () => {
  it('goes to one holder at a time, in order of arrival, even if a holder releases twice', async () => {
    const locks = new ItemLocks();
    const held: string[] = [];
    const releases: (() => void)[] = [];
    const acquire = (key: string, name: string) =>
      locks.acquire(key, (release) => {
        held.push(name);
        releases.push(release);
      });

    for (const name of ['first', 'second', 'third']) acquire('a', name);
    acquire('b', 'other');
    const before = [...held];
    releases[0]?.();
    releases[0]?.();
    await Promise.resolve();

    expect(before).toEqual(['first', 'other']);
    expect(held).toEqual(['first', 'other', 'second']);
  });
});
