/** Removing a post as an administrator. */

import { expect, it } from 'vitest';
import { removePost } from '#functions/core/administration.ts';
import { isCard } from '#functions/core/feed/post.ts';
import { readPost } from '#functions/core/feed/read-posts.ts';
import type { Act } from '#functions/core/moderation-record.ts';
import { manualClock } from '../support/clock.ts';
import { MemoryIndex, MemoryOwners, MemoryPosts } from '../support/memory-feed.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { MemoryThanks } from '../support/memory-thanks.ts';
import { NOW, postOf } from '../support/posts.ts';

const post = postOf('ann', 1);

async function given() {
  const [posts, index, owners, clock] = [new MemoryPosts(), new MemoryIndex(), new MemoryOwners(), manualClock(NOW)];
  await posts.create(post);
  await index.project(post);
  const acts: Act[] = [];
  const fault = { recording: false, listing: false };
  const services = {
    posts,
    owners,
    clock,
    thanks: new MemoryThanks(),
    index: {
      project: async (next: typeof post) =>
        fault.listing ? Promise.reject(new Error('Throttled')) : index.project(next),
    },
    ledger: new MemoryLedger(),
    moderation: {
      addAct: async (act: Act) => {
        if (fault.recording) throw new Error('Throttled');
        acts.push(act);
      },
      getReport: async () => undefined,
      resolveReport: async () => undefined,
    },
    reportedPosts: { removeHidden: async () => undefined },
    newId: () => '6d3f5a52-93a6-4c8e-9b0f-1f0a8d6a2c11',
  };
  return {
    services,
    acts,
    fault,
    remove: (reason = 'An advertisement') => removePost(services, 'chief', post.id, reason),
    cards: () => [...index.lists.values()].flatMap((list) => [...list.values()]).filter(isCard),
  };
}

it('leaves the post to its owner alone, with the reason, and is on record', async () => {
  const { services, acts, remove, cards } = await given();

  await remove();

  expect((await readPost(services, 'ann', post.id)).post).toMatchObject({
    status: 'removed',
    removal: 'An advertisement',
  });
  await expect(readPost(services, 'ben', post.id)).rejects.toMatchObject({ code: 'not-found' });
  expect(cards()).toEqual([]);
  expect(acts).toMatchObject([{ by: 'chief', act: 'remove-post', subject: post.id }]);
});

it('does nothing that could not be recorded', async () => {
  const { services, fault, remove, cards } = await given();
  fault.recording = true;

  await expect(remove()).rejects.toThrow('Throttled');

  expect((await readPost(services, 'ben', post.id)).post.status).toBe('open');
  expect(cards()).toHaveLength(1);
});

it('is finished by a repeat, which keeps the first reason and is not on record again', async () => {
  const { services, acts, fault, remove, cards } = await given();
  fault.listing = true;
  await remove().catch(() => undefined);
  fault.listing = false;

  await remove('Another reason');

  expect((await readPost(services, 'ann', post.id)).post.removal).toBe('An advertisement');
  expect(cards()).toEqual([]);
  expect(acts).toHaveLength(1);
});

it('finds no post that is not there or was erased, and records nothing', async () => {
  const { services, acts } = await given();
  const { posts } = services;
  await posts.replace({ ...post, status: 'withdrawn', version: 2, closedAt: NOW, erasedAt: NOW });

  for (const id of [post.id, postOf('ann', 2).id, 'x', 'ann~ben.1'])
    await expect(removePost(services, 'chief', id, 'An advertisement')).rejects.toMatchObject({ code: 'not-found' });

  expect(acts).toEqual([]);
});
