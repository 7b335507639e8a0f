/** The search around a point, beside one that looks at every post. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceBetween, snap, type Coordinates } from '#contract/grid.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { postsNearby, type FoundNearby, type NearbyPosition } from '#functions/core/feed/posts-nearby.ts';
import { manualClock } from '../../support/clock.ts';
import { MemoryIndex, MemoryOwners } from '../../support/memory-feed.ts';
import { NOW, postOf } from '../../support/posts.ts';

const QUERIES_MAX = 25;

/** Middles of searches that are hard: poles, the date line, a corner of cells, and ordinary towns. */
const MIDDLES: readonly Coordinates[] = [
  { latitude: 89.97, longitude: 10 },
  { latitude: -89.9, longitude: -170 },
  { latitude: 0, longitude: 180 },
  { latitude: 51.48, longitude: -179.98 },
  { latitude: 0, longitude: 0 },
  { latitude: 38.7133, longitude: -9.1316 },
  { latitude: 64.1466, longitude: -21.9426 },
];

/** Posts on squares' centres, most of them around the middles. */
async function manyPosts(count: number): Promise<{ readonly index: MemoryIndex; readonly posts: readonly Post[] }> {
  const index = new MemoryIndex();
  const posts: Post[] = [];
  const random = seeded(7);
  for (let i = 0; i < count; i++) {
    const middle = MIDDLES[i % MIDDLES.length] ?? { latitude: 0, longitude: 0 };
    // Spread over some 150 km, so that no cell of 40 km has more than 200.
    const latitude = withinPoles(middle.latitude + (random() - 0.5) * 1.6);
    const wide = Math.min(360, 1.6 / Math.max(0.01, Math.cos((latitude * Math.PI) / 180)));
    const longitude = ((((middle.longitude + (random() - 0.5) * wide + 180) % 360) + 360) % 360) - 180;
    const post = postOf(`owner-${i % 50}`, i, { place: { ...snap('square', { latitude, longitude }), blur: '600m' } });
    posts.push(post);
    await index.project(post);
  }
  return { index, posts };
}

describe('a search over 10,000 posts', async () => {
  const { index, posts } = await manyPosts(10_000);
  const services = { index, owners: new MemoryOwners(), clock: manualClock(NOW) };

  async function search(middle: Coordinates, radiusMeters: number, limit = 50): Promise<readonly FoundNearby[]> {
    const found: FoundNearby[] = [];
    let after: NearbyPosition | undefined;
    do {
      const before = index.queries;
      const page = await postsNearby(services, 'reader', {}, { middle, radiusMeters }, { after, limit });
      expect(index.queries - before).toBeLessThanOrEqual(QUERIES_MAX);
      found.push(...page.found);
      after = page.next;
    } while (after);
    return found;
  }

  const everyPost = (middle: Coordinates, radiusMeters: number) =>
    posts
      .map(({ id, place }) => ({ id, meters: place ? Math.round(distanceBetween(middle, place)) : Infinity }))
      .filter(({ meters }) => meters <= radiusMeters)
      .toSorted((one, other) => one.meters - other.meters || (one.id < other.id ? -1 : 1))
      .map(({ id }) => id);

  it('finds what is in reach and nothing else, from near to far, over any number of pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...MIDDLES),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(20, 50),
        async (around, off, kilometers, limit) => {
          const latitude = withinPoles(around.latitude + off);
          const middle = snap('square', { latitude, longitude: around.longitude });

          const found = await search(middle, kilometers * 1000, limit);

          expect(found.map(({ card }) => card.id)).toEqual(everyPost(middle, kilometers * 1000));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('reads few cells where the first ones have enough', async () => {
    const middle = snap('square', { latitude: 38.7133, longitude: -9.1316 });
    const before = index.queries;

    await postsNearby(services, 'reader', {}, { middle, radiusMeters: 50_000 }, { after: undefined, limit: 1 });

    expect(index.queries - before).toBeLessThanOrEqual(8);
  });
});

describe('a crowded city', () => {
  const middle = snap('square', { latitude: 38.7133, longitude: -9.1316 });
  const placeAt = (n: number) => ({
    ...snap('square', { latitude: middle.latitude + n / 2000, longitude: middle.longitude }),
    blur: '600m' as const,
  });
  /** 400 posts of as many people, and which of the owners the search asks about. */
  async function world() {
    const [index, owners] = [new MemoryIndex(), new MemoryOwners()];
    for (let n = 0; n < 400; n++) await index.project(postOf(`owner-${n}`, n, { place: placeAt(n % 40) }));
    const asked: string[] = [];
    const visible = owners.visible.bind(owners);
    owners.visible = async (reader, names) => {
      asked.push(...names);
      return visible(reader, names);
    };
    const services = { index, owners, clock: manualClock(NOW) };
    const search = (after?: NearbyPosition) =>
      postsNearby(services, 'reader', {}, { middle, radiusMeters: 5_000 }, { after, limit: 50 });
    return { owners, asked, search };
  }

  it('has the owners of a page looked up, and no others', async () => {
    const { asked, search } = await world();

    const { found, next } = await search();

    expect(found).toHaveLength(50);
    expect(next).toBeDefined();
    expect(asked.length).toBeLessThanOrEqual(51);
  });

  it('fills its pages where many owners are not there, and asks about each once', async () => {
    const { owners, asked, search } = await world();
    for (let n = 0; n < 400; n++) if (n % 8 !== 0) owners.gone.add(`owner-${n}`);

    const { found, next } = await search();

    expect(found).toHaveLength(50);
    expect(next).toBeUndefined();
    expect(asked).toHaveLength(400);
    expect(new Set(asked).size).toBe(400);
  });
});

describe('a full cell', () => {
  it('gives all of its 200 open posts, among 300 newer ones that are over', async () => {
    const index = new MemoryIndex();
    const middle = snap('square', { latitude: 38.7133, longitude: -9.1316 });
    const place = { ...middle, blur: '600m' as const };
    const open = Array.from({ length: 200 }, (_, n) => postOf('alice', 300 + n, { place }));
    const over = Array.from({ length: 300 }, (_, n) => postOf('bob', n, { place, status: 'done', closedAt: NOW - 1 }));
    for (const post of [...open, ...over]) await index.project(post);

    const services = { index, owners: new MemoryOwners(), clock: manualClock(NOW) };
    for (const radiusMeters of [1_000, 50_000]) {
      const { found } = await postsNearby(
        services,
        'reader',
        {},
        { middle, radiusMeters },
        { after: undefined, limit: 200 },
      );

      expect(new Set(found.map(({ card }) => card.id))).toEqual(new Set(open.map(({ id }) => id)));
    }
  });
});

describe('a search that is paged over while posts arrive, move on and end', () => {
  it('has no post twice and loses none', async () => {
    const middle = snap('square', { latitude: 38.7133, longitude: -9.1316 });
    const placeAt = (n: number) => ({
      ...snap('square', { latitude: middle.latitude + (n % 9) / 50, longitude: middle.longitude + (n % 7) / 50 }),
      blur: '600m' as const,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(400), { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 2, max: 10 }),
        fc.infiniteStream(fc.nat()),
        async (numbers, limit, choices) => {
          const posts = numbers.map((n) => postOf('alice', n + 1, { place: placeAt(n) }));
          const index = new MemoryIndex();
          for (const post of posts) await index.project(post);
          const services = { index, owners: new MemoryOwners(), clock: manualClock(NOW) };
          const isOver = new Set<string>();
          const ids: string[] = [];
          let after: NearbyPosition | undefined;
          let arrivals = 0;
          do {
            const area = { middle, radiusMeters: 50_000 };
            const page = await postsNearby(services, 'reader', {}, area, { after, limit });
            expect(page.found.filter(({ card }) => isOver.has(card.id))).toEqual([]);
            ids.push(...page.found.map(({ card }) => card.id));
            after = page.next;

            await index.project(postOf('bob', -++arrivals, { place: placeAt(arrivals) }));
            const [promised, over] = [0, 1].map(() => posts[(choices.next().value ?? 0) % posts.length]);
            if (promised && !isOver.has(promised.id))
              await index.project({ ...promised, version: 2, status: 'promised' });
            if (over) await index.project({ ...over, version: 3, status: 'done', closedAt: NOW });
            if (over) isOver.add(over.id);
            // A lane that is late brings the first version, once more.
            if (over) await index.project(over);
          } while (after);

          expect(new Set(ids).size).toBe(ids.length);
          expect(posts.filter(({ id }) => !isOver.has(id) && !ids.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('what others may not see', () => {
  const middle = snap('square', { latitude: 38.7133, longitude: -9.1316 });
  const place = { ...middle, blur: '600m' as const };
  const area = { middle, radiusMeters: 5_000 };

  it('is not found: posts that expired or are over, and those of people who are gone or blocked', async () => {
    const index = new MemoryIndex();
    const owners = new MemoryOwners();
    const shown = postOf('alice', 1, { place });
    const over = { status: 'done' as const, closedAt: NOW - 1 };
    for (const post of [
      shown,
      postOf('alice', 2, { place, lastsUntil: NOW }),
      postOf('alice', 3, { place, ...over }),
      postOf('carol', 4, { place }),
      postOf('erin', 5, { place }),
      postOf('frank', 6),
    ])
      await index.project(post);
    owners.gone.add('carol');
    owners.blocks.add('erin bob');

    const services = { index, owners, clock: manualClock(NOW) };
    const { found } = await postsNearby(services, 'bob', {}, area, { after: undefined, limit: 50 });

    expect(found.map(({ card }) => card.id)).toEqual([shown.id]);
  });
});

/** Beyond a pole, the way leads back. */
const withinPoles = (latitude: number): number =>
  latitude > 90 ? 180 - latitude : latitude < -90 ? -180 - latitude : latitude;

/** A generator of numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
