/**
 * The promise that a place stays private, as non-interference: two worlds are alike but for the exact place at which
 * one person publishes, and both places lie in one square. Whatever others ask, both worlds answer with the same bytes.
 */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_DEGREES, cellAt, centerOf, type Coordinates } from '#contract/grid.ts';
import { cardsIn, memoryFeed, postIn, type MemoryFeed } from '../support/feed.ts';

const HOME = { latitude: 38.7139, longitude: -9.1394 };
/** A fifth of those of `npm run test:simulation`. */
const QUERIES = Number(process.env['PLACE_QUERIES'] ?? 2_000);
/** A question takes a millisecond or two, and several times that where the machine has other work. */
const TIMEOUT_MS = 180_000 + QUERIES * 100;
/** The secret places of one test. As many questions are asked about each pair. */
const PAIRS = 20;

/** A point of the square of {@link HOME}; both shares are from 0 to 1. */
function pointInSquare(south: number, west: number): Coordinates {
  const center = centerOf(cellAt('square', HOME));
  const half = CELL_DEGREES.square * 0.49;
  return {
    latitude: center.latitude + half * (2 * south - 1),
    // A degree of longitude is shorter here, so the square is wider in degrees than it is high: this stays within.
    longitude: center.longitude + half * (2 * west - 1),
  };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const secret = fc.tuple(share, share).map(([south, west]) => pointInSquare(south, west));
const around = (reach: number) => fc.double({ min: -reach, max: reach, noNaN: true });

/** What a stranger may ask: from anywhere near, in any reach, page by page. */
const question = fc.oneof(
  fc.record({
    near: fc
      .tuple(fc.oneof(around(0.02), around(0.6)), fc.oneof(around(0.02), around(0.6)))
      .map(([north, east]) => `${(HOME.latitude + north).toFixed(9)},${(HOME.longitude + east).toFixed(9)}`),
    radius: fc.integer({ min: 1, max: 50 }).map(String),
    limit: fc.constantFrom('1', '3', '50'),
  }),
  fc.record({ limit: fc.constantFrom('1', '3', '50') }),
  fc.record({ owner: fc.constantFrom('zoe', 'zoe-again') }),
);

/** Publishes at the secret place and around it, changes, renews and deletes. All but the secret place is the same. */
async function live(feed: MemoryFeed, home: Coordinates): Promise<readonly string[]> {
  const at = (place: Coordinates, blur: '600m' | '5km' = '600m') => ({ place: { ...place, blur } });
  const seen: string[] = [];
  const note = (received: { readonly body: unknown }) => seen.push(JSON.stringify(received));

  const first = await feed.publish('zoe', { ...at(home), title: 'First', placeName: 'Graça' });
  const second = await feed.publish('zoe', { ...at(home, '5km'), title: 'Second' });
  // A phone that wavers, next door and at the edges of the square.
  for (const [north, east] of [
    [CELL_DEGREES.square, 0],
    [0, CELL_DEGREES.square],
    [-CELL_DEGREES.square, -CELL_DEGREES.square],
  ] as const)
    note(await feed.publish('zoe', at({ latitude: HOME.latitude + north, longitude: HOME.longitude + east })));
  await feed.publish('bob', at({ latitude: HOME.latitude + 0.01, longitude: HOME.longitude - 0.02 }));
  note(first);
  note(await feed.change('zoe', postIn(first).id, { version: 1, title: 'Edited' }));
  note(
    await feed.change('zoe', postIn(second).id, {
      version: 1,
      lastsUntil: new Date(feed.clock.now() + 60 * 86_400_000).toISOString(),
    }),
  );
  const gone = await feed.publish('zoe', { ...at(home), title: 'Gone' });
  await feed.remove('zoe', postIn(gone).id);
  // The same person with a new account.
  note(await feed.publish('zoe-again', { ...at(home), title: 'Again' }));
  note(await feed.read('stranger', postIn(first).id));
  note(await feed.read('stranger', postIn(gone).id));
  return seen;
}

describe('two places in one square', () => {
  it(
    'cannot be told apart by anything that others see or that is stored',
    async () => {
      let asked = 0;
      await fc.assert(
        fc.asyncProperty(
          secret,
          secret,
          fc.array(question, { minLength: QUERIES / PAIRS, maxLength: QUERIES / PAIRS }),
          async (one, other, questions) => {
            const worlds = [memoryFeed(), memoryFeed()] as const;
            const [seenInOne, seenInOther] = [await live(worlds[0], one), await live(worlds[1], other)];
            expect(seenInOne).toEqual(seenInOther);

            for (const query of questions) {
              const [answer, same] = await Promise.all(worlds.map((feed) => feed.list('stranger', { ...query })));
              asked++;
              const [here, there] = [answer, same].map((received) => JSON.stringify({ query, one, other, received }));
              expect(here).toBe(there);
            }
            for (const stored of ['stored', 'owners'] as const)
              expect([...worlds[0].posts[stored]]).toEqual([...worlds[1].posts[stored]]);
            expect([...worlds[0].index.lists]).toEqual([...worlds[1].index.lists]);
          },
        ),
        { numRuns: PAIRS },
      );
      expect(asked).toBeGreaterThanOrEqual(QUERIES);
    },
    TIMEOUT_MS,
  );

  it('and the questions can tell: a place in another square answers differently', async () => {
    const [here, there] = [memoryFeed(), memoryFeed()];
    await here.publish('zoe', { place: { ...HOME, blur: '600m' } });
    await there.publish('zoe', { place: { ...HOME, latitude: HOME.latitude + 0.02, blur: '600m' } });
    const query = { near: `${HOME.latitude},${HOME.longitude}`, radius: '1' };

    expect(cardsIn(await here.list('stranger', query))).toHaveLength(1);
    expect(cardsIn(await there.list('stranger', query))).toHaveLength(0);
  });

  it('are stored as the centre of their square alone', async () => {
    const feed = memoryFeed();

    await feed.publish('zoe', { place: { ...HOME, blur: '600m' } });

    const everything = JSON.stringify([
      ...feed.posts.stored,
      ...feed.posts.owners,
      ...[...feed.index.lists.values()].map((list) => [...list]),
    ]);
    expect(everything).not.toContain(String(HOME.latitude));
    expect(everything).not.toContain(String(HOME.longitude));
    expect(everything).toContain(String(centerOf(cellAt('square', HOME)).latitude));
  });
});

describe('a square next to one that was used before', () => {
  const beside = { latitude: HOME.latitude + CELL_DEGREES.square, longitude: HOME.longitude };
  const placeOf = async (feed: MemoryFeed, as: string, place: Coordinates, blur = '600m') =>
    postIn(await feed.publish(as, { place: { ...place, blur } })).place;

  it('becomes that one, for this person and this blur alone', async () => {
    const feed = memoryFeed();
    const first = await placeOf(feed, 'zoe', HOME);

    expect(await placeOf(feed, 'zoe', beside)).toEqual(first);
    expect(await placeOf(feed, 'bob', beside)).not.toEqual(first);
    expect(await placeOf(feed, 'zoe', beside, '5km')).not.toEqual(first);
    expect(await placeOf(feed, 'zoe', { latitude: HOME.latitude + 0.05, longitude: HOME.longitude })).not.toEqual(
      first,
    );
  });

  it('is remembered when the post that used it is gone, for the last twenty squares', async () => {
    const feed = memoryFeed();
    const first = await feed.publish('zoe', { place: { ...HOME, blur: '600m' } });
    await feed.remove('zoe', postIn(first).id);
    for (let i = 1; i < 20; i++) await placeOf(feed, 'zoe', { ...HOME, latitude: HOME.latitude + i * 0.05 });

    expect(await placeOf(feed, 'zoe', beside)).toEqual(postIn(first).place);
    for (let i = 1; i < 20; i++) await placeOf(feed, 'zoe', { ...HOME, longitude: HOME.longitude + i * 0.05 });
    await placeOf(feed, 'zoe', { latitude: 1, longitude: 1 });
    expect(await placeOf(feed, 'zoe', beside)).not.toEqual(postIn(first).place);
  });
});
