/** Posts that nobody has answered: their owner is told once, and administrators see how many there are. */

import { describe, expect, it } from 'vitest';
import type { PostCards } from '#contract/posts.ts';
import { figures } from '#functions/core/feed/figures.ts';
import { memoryFeed, postIn, type MemoryFeed } from '../support/feed.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const publish = async (feed: MemoryFeed, as = 'ann'): Promise<string> => postIn(await feed.publish(as)).id;
const quietOf = async (feed: MemoryFeed, as = 'ann') =>
  ((await feed.list(as, { owner: 'ann' })).body as PostCards).quiet;

describe('a post that nobody has answered', () => {
  it('is quiet after a day, and its owner alone is told, with all others at once', async () => {
    const feed = memoryFeed();
    const first = await publish(feed);
    feed.clock.time += HOUR_MS;
    const second = await publish(feed);
    feed.clock.time += DAY_MS - HOUR_MS - 1;
    expect(await quietOf(feed)).toBeUndefined();

    feed.clock.time += HOUR_MS + 1;

    expect(await quietOf(feed)).toEqual({
      posts: [first, second],
      until: new Date(feed.clock.time - DAY_MS).toISOString(),
    });
    expect(await quietOf(feed, 'ben')).toBeUndefined();
    expect((await feed.list('ann')).body).not.toHaveProperty('quiet');
  });

  it.each<[reason: string, act: (feed: MemoryFeed, id: string) => unknown]>([
    ['somebody made an offer', (feed, id) => feed.offer(id, 'ben')],
    ['it was withdrawn', (feed, id) => feed.change('ann', id, { version: 1, status: 'withdrawn' })],
    ['it was deleted', (feed, id) => feed.remove('ann', id)],
    ['it has expired', (feed) => (feed.clock.time += 14 * DAY_MS)],
  ])('is not told of where %s', async (_, act) => {
    const feed = memoryFeed();
    const id = await publish(feed);
    await act(feed, id);
    feed.clock.time += DAY_MS;

    expect(await quietOf(feed)).toBeUndefined();
  });

  it('is told of once, and a newer one again', async () => {
    const feed = memoryFeed();
    await publish(feed);
    feed.clock.time += DAY_MS;
    const quiet = await quietOf(feed);

    await feed.dismiss('ann', quiet?.until ?? '');
    expect(await quietOf(feed)).toBeUndefined();
    const newer = await publish(feed);
    feed.clock.time += DAY_MS;

    expect((await quietOf(feed))?.posts).toEqual([newer]);
  });

  it('is told of although its owner dismissed all that is to come, and not again by an older position', async () => {
    const feed = memoryFeed();
    await publish(feed);
    feed.clock.time += DAY_MS;
    const { until = '' } = (await quietOf(feed)) ?? {};
    await feed.dismiss('ann', '2999-01-01T00:00:00.000Z');
    await feed.dismiss('ann', until);
    await feed.dismiss('dan', until);
    expect(await quietOf(feed)).toBeUndefined();

    feed.clock.time += HOUR_MS;
    const newer = await publish(feed);
    feed.clock.time += DAY_MS;

    expect((await quietOf(feed))?.posts).toEqual([newer]);
    expect(feed.posts.owners.has('dan')).toBe(false);
  });
});

describe('the figures', () => {
  const published = async (feed: MemoryFeed, ageMs: number, answeredAfterMs?: number): Promise<string> => {
    const now = feed.clock.time;
    feed.clock.time = now - ageMs;
    const id = await publish(feed, `p${String(feed.posts.stored.size).padStart(4, '0')}`);
    if (answeredAfterMs !== undefined) {
      feed.clock.time += answeredAfterMs;
      feed.offer(id, 'ben');
    }
    feed.clock.time = now;
    return id;
  };

  it('count which posts had no offer after one and after three days', async () => {
    const feed = memoryFeed();
    await published(feed, 1.5 * DAY_MS);
    await published(feed, 1.5 * DAY_MS, HOUR_MS);
    await published(feed, 1.9 * DAY_MS, 1.1 * DAY_MS);
    await published(feed, 3.5 * DAY_MS, 2.9 * DAY_MS);
    await published(feed, 3.5 * DAY_MS, 3.1 * DAY_MS);
    for (const age of [0.9, 2.1, 2.9, 4.1]) await published(feed, age * DAY_MS);

    expect(await figures(feed)).toEqual([
      { days: 1, posts: 3, unanswered: 2 },
      { days: 3, posts: 2, unanswered: 1 },
    ]);
  });

  it('leave out posts that were closed before anybody could have been waiting, and no others', async () => {
    const feed = memoryFeed();
    const [soon, late] = [await published(feed, 1.9 * DAY_MS), await published(feed, 1.9 * DAY_MS)];
    const now = feed.clock.time;
    for (const [id, age] of [
      [soon, 1.5],
      [late, 0.5],
    ] as const) {
      feed.clock.time = now - age * DAY_MS;
      await feed.change(id.split('.')[0] ?? '', id, { version: 1, status: 'withdrawn' });
    }
    feed.clock.time = now;

    expect((await figures(feed))[0]).toEqual({ days: 1, posts: 1, unanswered: 1 });
  });

  it('leave out posts that were erased, of which nothing says whether they were answered', async () => {
    const feed = memoryFeed();
    const [id] = [await published(feed, 1.9 * DAY_MS, HOUR_MS), await published(feed, 1.9 * DAY_MS)];
    const owner = feed.posts.stored.get(id)?.owner ?? '';

    await feed.remove(owner, id);
    const erased = feed.posts.stored.get(id);
    if (erased) await feed.index.project(erased);

    expect((await figures(feed))[0]).toEqual({ days: 1, posts: 1, unanswered: 1 });
  });

  it('read no more than their bound, over the end of a year as well', async () => {
    const feed = memoryFeed();
    feed.clock.time = Date.UTC(2028, 0, 2, 12);
    for (let i = 0; i < 150; i++) await published(feed, DAY_MS + i * 9 * 60_000);
    let reads = 0;
    const offers = {
      listFor: async (...range: Parameters<typeof feed.offers.listFor>) => {
        reads++;
        return feed.offers.listFor(...range);
      },
    };

    const [first] = await figures({ ...feed, offers });

    expect(first).toEqual({ days: 1, posts: 100, unanswered: 100 });
    expect(reads).toBe(100);
  });
});
