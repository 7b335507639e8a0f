/** Erasing and removing posts while functions die and owners are quicker. */

import { describe, expect, it } from 'vitest';
import { erasePost, removePost, type ErasePostServices } from '#functions/core/feed/close-post.ts';
import { isCard, type Post } from '#functions/core/feed/post.ts';
import { manualClock } from '../../support/clock.ts';
import { MemoryIndex, MemoryOffers, MemoryPosts } from '../../support/memory-feed.ts';
import { MemoryThanks } from '../../support/memory-thanks.ts';
import { NOW, postOf } from '../../support/posts.ts';

const secret = postOf('ann', 1, {
  title: 'Secret title',
  description: 'Secret description',
  reward: 'Secret reward',
  placeName: 'Secret place',
  place: { latitude: 38.713281, longitude: -9.131578, blur: '600m' },
  digest: 'Secret digest',
});
const { id } = secret;

/** A post that is stored, in the lists, and among its owner's open ones. */
async function given(post: Post = secret) {
  const [posts, index] = [new MemoryPosts(), new MemoryIndex()];
  const [offers, thanks] = [new MemoryOffers(), new MemoryThanks()];
  posts.stored.set(post.id, post);
  await index.project(post);
  await posts.saveOwner('ann', { places: [], open: [id], noted: {} }, 0);
  let steps = Infinity;
  const step = <T>(act: () => Promise<T>): Promise<T> =>
    steps-- > 0 ? act() : Promise.reject(new Error('The function died.'));
  const services: ErasePostServices = {
    posts: {
      get: (of) => posts.get(of),
      replace: (next) => step(() => posts.replace(next)),
      close: (owner, of) => step(() => posts.close(owner, of)),
    },
    index: { project: (next) => step(() => index.project(next)) },
    offers: {
      listFor: (of, range) => offers.listFor(of, range),
      remove: (found) => (found.length > 0 ? step(() => offers.remove(found)) : Promise.resolve()),
    },
    thanks: {
      erase: (next) => step(() => thanks.erase(next)),
      eraseText: (next, helper) => step(() => thanks.eraseText(next, helper)),
    },
    clock: manualClock(NOW),
  };
  return {
    posts,
    index,
    offers,
    services,
    dieAfter: (count: number) => void (steps = count),
    stored: () => posts.stored.get(id),
    cards: () => [...index.lists.values()].flatMap((list) => [...list.values()]),
    open: () => posts.owners.get('ann')?.open,
  };
}

describe('an erased post', () => {
  it('leaves in no list and nowhere else what it said or where it was', async () => {
    const { posts, services, stored, cards, open } = await given();

    await erasePost(services, id);

    expect(cards().filter(isCard)).toEqual([]);
    expect(cards()).toHaveLength(3);
    expect(JSON.stringify([...posts.stored.values(), cards()])).not.toMatch(/Secret|latitude/);
    expect(stored()).toMatchObject({ id, owner: 'ann', status: 'withdrawn', erasedAt: NOW });
    expect(open()).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])('is erased by a repeat, although the function died after %i steps', async (steps) => {
    const { services, dieAfter, posts, cards, open } = await given();
    dieAfter(steps);
    await erasePost(services, id).catch(() => undefined);
    dieAfter(Infinity);

    await erasePost(services, id);

    expect(cards().filter(isCard)).toEqual([]);
    expect(JSON.stringify([...posts.stored.values(), cards()])).not.toMatch(/Secret|latitude/);
    expect(open()).toEqual([]);
  });

  it('does not come back to the lists by a consumer that is late', async () => {
    const { services, index, cards } = await given();
    await erasePost(services, id);

    await index.project(secret);

    expect(cards().filter(isCard)).toEqual([]);
  });

  it('is erased although its owner changes it meanwhile', async () => {
    const { services, posts, stored } = await given();
    const { get } = services.posts;
    let changes = 3;
    const busy: ErasePostServices['posts'] = {
      ...services.posts,
      async get(of) {
        const post = await get(of);
        if (post && changes-- > 0) await posts.replace({ ...post, version: post.version + 1 });
        return post;
      },
    };

    await erasePost({ ...services, posts: busy }, id);

    expect(stored()).toMatchObject({ title: '', erasedAt: expect.any(Number) as number });
  });

  it('keeps how it ended', async () => {
    const { services, stored } = await given({ ...secret, status: 'done', closedAt: NOW - 1 });

    await erasePost(services, id);

    expect(stored()).toMatchObject({ status: 'done', closedAt: NOW - 1 });
  });
});

describe('a removed post', () => {
  it('is in no list, and keeps the first reason', async () => {
    const { services, stored, cards, open } = await given();

    await removePost(services, id, 'An advertisement');
    await removePost(services, id, 'Another reason');

    expect(stored()).toMatchObject({ status: 'removed', removal: 'An advertisement', version: 2, closedAt: NOW });
    expect(cards().filter(isCard)).toEqual([]);
    expect(open()).toEqual([]);
  });

  it.each([0, 1, 2])('is out of the lists by a repeat, although the function died after %i steps', async (steps) => {
    const { services, dieAfter, stored, cards } = await given();
    dieAfter(steps);
    await removePost(services, id, 'An advertisement').catch(() => undefined);
    dieAfter(Infinity);

    await removePost(services, id, 'An advertisement');

    expect(stored()).toMatchObject({ status: 'removed', removal: 'An advertisement', version: 2 });
    expect(cards().filter(isCard)).toEqual([]);
  });

  it('is not found where there is none, or it is erased', async () => {
    const { services } = await given();
    await erasePost(services, id);

    for (const missing of [id, postOf('ann', 2).id, 'x'])
      await expect(removePost(services, missing, 'An advertisement')).rejects.toMatchObject({ code: 'not-found' });
  });
});
