/** The thanks of helpers, made from posts by records in any order, and erased while functions die. */

import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#functions/aws/clock.ts';
import type { ThanksList } from '#functions/core/feed/ports.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { environment, stubEnvironment } from '../../support/environment.ts';
import { answerFromMemory, type MemoryTables } from '../../support/memory-tables.ts';
import { NOW, postOf } from '../../support/posts.ts';

stubEnvironment();
const { thanksList } = await import('#functions/aws/thanks-list.ts');
const { postsTable } = await import('#functions/aws/posts-table.ts');
const { postIndex } = await import('#functions/aws/post-index.ts');
const { erasePost, removePost, removeThankYou } = await import('#functions/core/feed/close-post.ts');
const { showAgain } = await import('#functions/core/feed/reported-posts.ts');
const { postOffers } = await import('#functions/aws/post-offers.ts');

const helpers = [{ username: 'ben', thanks: 'Secret thanks' }, { username: 'cat' }];
const done: Post = postOf('ann', 1, { version: 2, status: 'done', closedAt: NOW, helpers });
const { id } = done;

let memory: MemoryTables;
let thanks: ThanksList;
beforeEach(() => {
  memory = answerFromMemory();
  thanks = thanksList(environment.POST_INDEX_TABLE, systemClock.now);
});

const services = () => ({
  thanks,
  posts: postsTable(environment.POSTS_TABLE),
  index: postIndex(environment.POST_INDEX_TABLE, { shardsPerDay: 1 }),
  offers: postOffers(environment.POST_INDEX_TABLE),
  owners: { remaining: async (people: readonly string[]) => new Set(people) },
  clock: systemClock,
});
const everything = (): string =>
  JSON.stringify([memory.all(environment.POSTS_TABLE), memory.all(environment.POST_INDEX_TABLE)]);

/** Lets each write fail from the n-th on, once; then the same is done again. */
async function dyingAfter(steps: number, act: () => Promise<void>): Promise<void> {
  let left = steps;
  memory.before = async (command) => {
    if (/Put|Update|Delete/.test(command.constructor.name) && left-- <= 0) throw new Error('The function died.');
  };
  await act().catch(() => undefined);
  memory.before = async () => undefined;
  await act();
}

describe('the thanks of a helper', () => {
  it('are stored once, and keep what the helper decided, whatever comes again', async () => {
    await thanks.add(done, helpers);
    expect(await thanks.show('ben', id, true)).toBe(true);

    await thanks.add(done, [{ username: 'ben', thanks: 'Something else' }]);

    expect(await thanks.list('ben', undefined, 10)).toEqual([
      { helper: 'ben', post: id, thankedAt: NOW, text: 'Secret thanks', shown: true },
    ]);
    expect(await thanks.list('ben', id, 10)).toEqual([]);
    expect(await thanks.get('cat', id)).toEqual({ helper: 'cat', post: id, thankedAt: NOW });
    expect(await thanks.show('cat', id, true)).toBe(false);
    expect(await thanks.show('dan', id, true)).toBe(false);
  });
});

describe('an erased post', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('leaves no thanks, though the function died after %i writes', async (steps) => {
    memory.put(environment.POSTS_TABLE, { ...done });
    await thanks.add(done, helpers);

    await dyingAfter(steps, () => erasePost(services(), id));
    await thanks.add(done, helpers);

    expect(everything()).not.toContain('Secret thanks');
    expect(await thanks.get('ben', id)).toMatchObject({ gone: true });
  });
});

it.each(['removes', 'keeps'] as const)('an administrator who %s a post brings back no thanks', async (act) => {
  memory.put(environment.POSTS_TABLE, { ...done });

  await (act === 'removes' ? removePost(services(), id, 'Rude') : showAgain(services(), id));

  expect(await thanks.list('ben', undefined, 10)).toEqual([]);
});

describe('a thank-you that an administrator removes', () => {
  it.each([
    ['projected', 0],
    ['projected', 1],
    ['not projected yet', 0],
    ['not projected yet', 1],
  ] as const)('is gone for good, %s, though the function died after %i writes', async (state, steps) => {
    memory.put(environment.POSTS_TABLE, { ...done });
    if (state === 'projected') await thanks.add(done, helpers);
    await thanks.show('ben', id, true);

    await dyingAfter(steps, () => removeThankYou(services(), id, 'ben'));
    await thanks.add(done, helpers);

    expect(everything()).not.toContain('Secret thanks');
    expect(await thanks.get('ben', id)).toEqual({ helper: 'ben', post: id, thankedAt: NOW });
    expect(await thanks.show('ben', id, true)).toBe(false);
    expect(await services().posts.get(id)).toMatchObject({
      version: 3,
      helpers: [{ username: 'ben', thanksRemoved: true }, { username: 'cat' }],
    });
  });

  it('writes nothing for a helper who has left', async () => {
    memory.put(environment.POSTS_TABLE, { ...done });
    const left = { ...services(), owners: { remaining: async () => new Set<string>() } };

    await removeThankYou(left, id, 'ben');

    expect(await thanks.get('ben', id)).toBeUndefined();
    expect((await services().posts.get(id))?.helpers).toContainEqual({ username: 'ben', thanksRemoved: true });
  });

  it('is not found where there is none', async () => {
    memory.put(environment.POSTS_TABLE, { ...done });

    for (const helper of ['cat', 'dan'])
      await expect(removeThankYou(services(), id, helper)).rejects.toMatchObject({ code: 'not-found' });
  });
});
