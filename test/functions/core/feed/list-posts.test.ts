/** The feed by time, page by page, while posts come and go. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listPosts, type Page } from '#functions/core/feed/list-posts.ts';
import { newestFirst, type FeedPosition, type Post } from '#functions/core/feed/post.ts';
import type { Filter } from '#functions/core/feed/search.ts';
import { manualClock } from '../../support/clock.ts';
import { MemoryIndex, MemoryOwners } from '../../support/memory-feed.ts';
import { NOW, postOf } from '../../support/posts.ts';

const QUERIES_MAX = 25;
const ITEMS_MAX = 500;
const DAY_MINUTES = 24 * 60;

async function feedOf(posts: readonly Post[], shards = 1) {
  const index = new MemoryIndex(shards);
  for (const post of posts) await index.project(post);
  const owners = new MemoryOwners();
  const services = { index, owners, clock: manualClock(NOW) };

  /** Reads page by page, and checks what each page costs. */
  async function read(filter: Filter = {}, limit = 50, afterPage: (page: Page) => Promise<void> = async () => {}) {
    const ids: string[] = [];
    let before: FeedPosition | undefined;
    do {
      const [queries, items] = [index.queries, index.items];
      const page = await listPosts(services, 'reader', filter, { before, limit });
      expect(index.queries - queries).toBeLessThanOrEqual(QUERIES_MAX);
      expect(index.items - items).toBeLessThanOrEqual(ITEMS_MAX * shards);
      ids.push(...page.found.map(({ card }) => card.id));
      await afterPage(page);
      before = page.next;
    } while (before);
    return ids;
  }
  return { index, owners, services, read };
}

const idsOf = (posts: readonly Post[]): readonly string[] => posts.toSorted(newestFirst).map(({ id }) => id);

describe('the feed', () => {
  it('has every post once, the newest first, whatever the pages, days and lists', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(40 * DAY_MINUTES), { maxLength: 120 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 16 }),
        async (ages, limit, shards) => {
          const posts = [...new Set(ages)].map((age) => postOf('alice', age));
          const { read } = await feedOf(posts, shards);

          expect(await read({}, limit)).toEqual(idsOf(posts));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('goes on where months lie between two posts, and over the turn of the year', async () => {
    const posts = [postOf('alice', 0), postOf('alice', 300 * DAY_MINUTES)];
    const { read } = await feedOf(posts);

    expect(await read()).toEqual(idsOf(posts));
  });

  it('has no post twice and loses none while others arrive, move on, expire and are projected late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3 * DAY_MINUTES), { minLength: 30, maxLength: 120 }),
        fc.integer({ min: 3, max: 20 }),
        fc.infiniteStream(fc.nat()),
        async (ages, limit, choices) => {
          const choose = (): number => choices.next().value ?? 0;
          // Some expire while they are paged over, and the cards of some are not there yet.
          const all = [...new Set(ages)].map((age) =>
            postOf('alice', age + 10, choose() % 4 === 0 ? { lastsUntil: NOW + 1 + (choose() % 20) } : {}),
          );
          const late = all.filter(() => choose() % 5 === 0);
          const posts = all.filter((post) => !late.includes(post));
          const { index, services, read } = await feedOf(posts, 3);
          const versions = new Map<string, Post[]>(all.map((post) => [post.id, [post]]));
          const isOver = new Set<string>();
          let arrivals = 0;

          async function moveOn(post: Post | undefined, fields: Partial<Post>): Promise<void> {
            const known = post && versions.get(post.id);
            const latest = known?.at(-1);
            if (!known || !latest || latest.closedAt !== undefined) return;
            const next = { ...latest, ...fields, version: latest.version + 1 };
            known.push(next);
            if (next.closedAt !== undefined) isOver.add(next.id);
            await index.project(next);
            // A lane that is late brings an earlier version, once more.
            const earlier = known[choose() % known.length];
            if (earlier) await index.project(earlier);
          }
          const ids = await read({}, limit, async ({ found }) => {
            expect(found.filter(({ card }) => isOver.has(card.id) || card.lastsUntil <= services.clock.time)).toEqual(
              [],
            );
            services.clock.time += 1;
            await index.project(postOf('bob', -++arrivals));
            await moveOn(posts[choose() % posts.length], { status: 'promised' });
            await moveOn(posts[choose() % posts.length], { status: 'done', closedAt: NOW });
            const comesLate = late[choose() % Math.max(1, late.length)];
            if (comesLate) await index.project(comesLate);
          });

          expect(new Set(ids).size).toBe(ids.length);
          const stayed = posts.filter(({ id, lastsUntil }) => !isOver.has(id) && lastsUntil > services.clock.time);
          const found = new Set(stayed.map(({ id }) => id));
          expect(ids.filter((id) => found.has(id))).toEqual(idsOf(stayed));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is one query of days and one of posts for a page of a busy day', async () => {
    const { index, services } = await feedOf(Array.from({ length: 100 }, (_, n) => postOf('alice', n)));

    const { found } = await listPosts(services, 'reader', {}, { before: undefined, limit: 50 });

    expect(found).toHaveLength(50);
    expect(index.queries).toBe(2);
    expect(index.items).toBe(51);
  });

  it('ends a page early where little matches, and goes on', async () => {
    const posts = Array.from({ length: 1300 }, (_, n) =>
      postOf('alice', n, { title: n % 600 === 599 ? 'A ladder, please' : 'Anything' }),
    );
    const { read } = await feedOf(posts);

    expect(await read({ words: 'ladd' })).toEqual(idsOf(posts.filter(({ title }) => title !== 'Anything')));
  });

  it('looks over many days without posts that match, within its bounds', async () => {
    const posts = Array.from({ length: 70 }, (_, n) => postOf('alice', n * 60));
    const { read } = await feedOf(posts, 16);

    expect(await read({ category: 'pets' })).toEqual([]);
  });
});

describe('a search', () => {
  const found = async (filter: Filter, fields: Partial<Post>) => {
    const { read } = await feedOf([postOf('alice', 1, fields)]);
    return (await read(filter)).length === 1;
  };

  it.each<[string, boolean, Filter, Partial<Post>]>([
    ['the kind', true, { kind: 'offer' }, { kind: 'offer' }],
    ['another kind', false, { kind: 'offer' }, { kind: 'need' }],
    ['the category', true, { category: 'pets' }, { category: 'pets' }],
    ['another category', false, { category: 'pets' }, { category: 'other' }],
    ['the beginning of a word', true, { words: 'lad' }, { title: 'A LADDER' }],
    ['every word, in any order', true, { words: 'lisb ladder' }, { title: 'A ladder', placeName: 'Lisbon' }],
    ['one word of two', false, { words: 'ladder hammer' }, { title: 'A ladder' }],
    ['the middle of a word', false, { words: 'adder' }, { title: 'A ladder' }],
    ['another form of the same letters', true, { words: 'ﬁx' }, { title: 'Fix my bike' }],
    ['signs alone', true, { words: '?!' }, { title: 'A ladder' }],
  ])('by %s: %s', async (_, expected, filter, fields) => {
    expect(await found(filter, fields)).toBe(expected);
  });
});

it('shows nothing that expired or is over, and nobody who is gone or blocked', async () => {
  const shown = [postOf('alice', 1), postOf('alice', 2, { status: 'promised' })];
  const { owners, read } = await feedOf([
    ...shown,
    postOf('alice', 3, { lastsUntil: NOW }),
    postOf('alice', 4, { status: 'removed', closedAt: NOW - 1 }),
    postOf('carol', 5),
    postOf('erin', 6),
    postOf('frank', 7),
  ]);
  owners.gone.add('carol');
  owners.blocks.add('erin reader').add('reader frank');

  expect(await read()).toEqual(idsOf(shown));
});

it('a position that no list gave out, far in the time to come, begins with the newest', async () => {
  const posts = [1, 2].map((n) => postOf('alice', n));
  const { services } = await feedOf(posts);
  const before = { createdAt: 9_999_999_999_999, id: 'x' };

  const page = await listPosts(services, 'reader', {}, { before, limit: 50 });

  expect(page.found.map(({ card }) => card.id)).toEqual(idsOf(posts));
  expect(page.next).toBeUndefined();
});
