/** Erasing all posts of a person, step by step. */

import { expect, it } from 'vitest';
import { erasePosts, type ErasePostsServices } from '#functions/core/feed/erase-posts.ts';
import { manualClock } from '../../support/clock.ts';
import { MemoryIndex, MemoryOffers, MemoryPosts } from '../../support/memory-feed.ts';
import { MemoryThanks } from '../../support/memory-thanks.ts';
import { NOW, postOf } from '../../support/posts.ts';

const WRITE_MS = 10;
const PLACE = { latitude: 38.713281, longitude: -9.131578, blur: '600m' } as const;

/** A person with so many posts, whose writes take time one after the other. */
async function given(count: number) {
  const [posts, index, clock] = [new MemoryPosts(), new MemoryIndex(), manualClock(NOW)];
  for (let n = 0; n < count; n++) await posts.create(postOf('ann', n));
  await posts.create(postOf('ben', 0));
  await posts.saveOwner('ann', { places: [PLACE], open: [], noted: {} }, 0);
  const services: ErasePostsServices = {
    clock,
    index,
    offers: new MemoryOffers(),
    thanks: new MemoryThanks(),
    posts: {
      get: (id) => posts.get(id),
      list: (owner, after, limit) => posts.list(owner, after, limit),
      close: (owner, id) => posts.close(owner, id),
      removeOwner: (name) => posts.removeOwner(name),
      async replace(post) {
        await clock.sleep(WRITE_MS);
        return posts.replace(post);
      },
    },
  };
  const left = () => [...posts.stored.values()].filter(({ erasedAt }) => erasedAt === undefined);
  return { clock, posts, left, erase: (until: number) => erasePosts(services, 'ann', until) };
}

it.each([0, 1, 49, 50, 51, 120])('all %i posts of a person are erased, and no other', async (count) => {
  const { posts, left, erase } = await given(count);

  expect(await erase(Infinity)).toBe(true);

  expect(left().map(({ owner }) => owner)).toEqual(['ben']);
  expect(posts.owners.size).toBe(0);
});

it('what there is no time for is left to the next call, but for the squares, which go first', async () => {
  const { clock, posts, left, erase } = await given(200);
  const counts: number[] = [];

  for (let isDone = false; !isDone;) {
    isDone = await erase(clock.now() + 1_000);
    counts.push(left().length);
    expect(posts.owners.size).toBe(0);
  }

  // The last call finds nothing left.
  expect(counts).toEqual([151, 101, 51, 1, 1]);
});

it('nothing is begun once the time is over', async () => {
  const { clock, left, erase } = await given(5);

  expect(await erase(clock.now())).toBe(false);

  expect(left()).toHaveLength(6);
});
