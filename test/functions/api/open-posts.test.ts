/** How many posts a person may have open. */

import { describe, expect, it, vi } from 'vitest';
import { cardsIn, memoryFeed, postIn, type MemoryFeed } from '../support/feed.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const iso = (at: number): string => new Date(at).toISOString();

const newPost = async (feed: MemoryFeed, fields: object = {}) => postIn(await feed.publish('alice', fields));

describe('open posts', () => {
  it('are limited, and those that are over or expired do not count', async () => {
    const feed = memoryFeed({ openPosts: 2 });
    const first = await newPost(feed);
    const second = await newPost(feed, { lastsUntil: iso(feed.clock.now() + DAY_MS) });

    expect((await feed.publish('alice')).status).toBe(429);
    await feed.change('alice', first.id, { version: 1, status: 'withdrawn' });
    expect((await feed.publish('alice')).status).toBe(201);
    expect((await feed.publish('alice')).status).toBe(429);
    feed.clock.time = Date.parse(second.lastsUntil);
    expect((await feed.publish('alice')).status).toBe(201);
  });

  it('that are too many use up nothing of the day', async () => {
    const feed = memoryFeed({ openPosts: 1, postsPerDay: 2 });
    const first = await newPost(feed);

    for (let i = 0; i < 3; i++) expect((await feed.publish('alice')).status).toBe(429);
    await feed.change('alice', first.id, { version: 1, status: 'withdrawn' });

    expect((await feed.publish('alice')).status).toBe(201);
  });

  it.each([1, 100])(
    'are noted in a bounded number where there is no limit, the newest of them (%i a day)',
    async (days) => {
      const feed = memoryFeed();
      const published: string[] = [];
      for (let i = 0; i < 60; i++) {
        published.push((await newPost(feed, { lastsUntil: iso(feed.clock.now() + 30 * DAY_MS) })).id);
        feed.clock.time += (DAY_MS * 3) / days;
      }

      const { open = [], noted = {} } = feed.posts.owners.get('alice') ?? {};

      expect(open.length).toBeLessThanOrEqual(20);
      expect(open).toEqual(expect.arrayContaining(published.slice(-10)));
      expect(Object.keys(noted).length).toBeLessThanOrEqual(20);
    },
  );

  it('are not more by renewing one that has expired', async () => {
    const feed = memoryFeed({ openPosts: 1 });
    const old = await newPost(feed, { lastsUntil: iso(feed.clock.now() + DAY_MS) });
    feed.clock.time += 2 * DAY_MS;
    await newPost(feed);

    const renewed = await feed.change('alice', old.id, { version: 1, lastsUntil: iso(feed.clock.now() + DAY_MS) });

    expect(renewed.status).toBe(429);
  });

  it('do not leave a place taken for good where the function died before it stored the post', async () => {
    const feed = memoryFeed({ openPosts: 1 });
    vi.spyOn(feed.posts, 'create').mockRejectedValueOnce(new Error('Died'));
    vi.spyOn(console, 'error').mockReturnValueOnce(undefined);
    expect((await feed.publish('alice')).status).toBe(500);

    // For a while it looks like a post that is just being stored.
    expect((await feed.publish('alice')).status).toBe(429);
    feed.clock.time += MINUTE_MS;
    expect((await feed.publish('alice')).status).toBe(201);
  });

  it('hold their limit where several are published at once', async () => {
    const feed = memoryFeed({ openPosts: 2 });

    const answers = await Promise.all([1, 2, 3, 4].map(() => feed.publish('alice')));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(cardsIn(await feed.list('bob'))).toHaveLength(2);
  });

  it('hold their limit while a post that takes the last place is noted and not stored yet', async () => {
    const feed = memoryFeed({ openPosts: 2 });
    await newPost(feed);
    const create = feed.posts.create.bind(feed.posts);
    let other: { readonly status?: number | undefined } | undefined;
    vi.spyOn(feed.posts, 'create').mockImplementationOnce(async (post) => {
      other = await feed.publish('alice');
      return create(post);
    });

    const first = await feed.publish('alice');

    expect([first.status, other?.status]).toEqual([201, 429]);
    expect(cardsIn(await feed.list('bob'))).toHaveLength(2);
  });

  it('hold their limit while an expired one that takes the last place is renewed', async () => {
    const feed = memoryFeed({ openPosts: 1 });
    const old = await newPost(feed, { lastsUntil: iso(feed.clock.now() + DAY_MS) });
    feed.clock.time += 2 * DAY_MS;
    const replace = feed.posts.replace.bind(feed.posts);
    let other: { readonly status?: number | undefined } | undefined;
    vi.spyOn(feed.posts, 'replace').mockImplementationOnce(async (post) => {
      other = await feed.publish('alice');
      return replace(post);
    });

    const renewed = await feed.change('alice', old.id, { version: 1, lastsUntil: iso(feed.clock.now() + DAY_MS) });

    expect([renewed.status, other?.status]).toEqual([200, 429]);
  });
});
