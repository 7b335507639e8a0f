/** Whom a new post is queued for: people whose saved searches find it, some at most, once until they look. */

import { describe, expect, it } from 'vitest';
import type { Post } from '#functions/core/feed/post.ts';
import type { SavedSearch, SavedSearches } from '#functions/core/feed/saved-searches.ts';
import { addSeeker, type Seeker } from '#functions/core/feed/seekers.ts';
import { topicsOfArea } from '#functions/core/feed/topics.ts';
import type { PushDevice, Subject } from '#functions/core/push/device.ts';
import type { QueuedJob } from '#functions/core/push/job.ts';
import { queueFound, type QueueFoundServices } from '#functions/core/push/queue-found.ts';
import { isFoundUntold, searchKeyName, type SearchTold } from '#functions/core/push/told-searches.ts';
import { NOW, postOf } from '../support/posts.ts';

const LISBON = { latitude: 38.71, longitude: -9.13 };
const PORTO = { latitude: 41.15, longitude: -8.61 };
const around = (middle: typeof LISBON, km = 10) => ({ area: { middle, radiusMeters: km * 1000 } });
const ladder: SavedSearch = { id: 'ladders', words: 'ladder' };
const post = (more: Partial<Post> = {}): Post => postOf('olga', 0, { title: 'A ladder', ...more });

interface Given {
  /** What each person has saved. */
  readonly saved?: Readonly<Record<string, readonly SavedSearch[]>>;
  /** What the copies say, where it is something else. */
  readonly copies?: Readonly<Record<string, readonly SavedSearch[]>>;
  readonly readUntil?: number;
  readonly told?: Readonly<Record<string, SearchTold>>;
  readonly off?: readonly Subject[];
  readonly inSight?: boolean;
  readonly without?: readonly string[];
  readonly isQueueBroken?: boolean;
}

async function world(given: Given = {}) {
  const { saved = { ann: [ladder] }, readUntil = NOW - 1, told = {}, off = [], without = [] } = given;
  const copies = new Map<string, Seeker[]>();
  for (const [person, searches] of Object.entries(given.copies ?? saved))
    for (const search of searches)
      await addSeeker(
        { add: async (topic, seeker) => void copies.set(topic, [...(copies.get(topic) ?? []), seeker]) },
        { person, search },
        NOW,
      );
  const queued: QueuedJob[] = [];
  const asked: string[] = [];
  const services: QueueFoundServices = {
    seekers: { list: async (topic) => (asked.push(topic), copies.get(topic) ?? []) },
    searches: {
      getMany: async (people) =>
        new Map(
          people.map((person): [string, SavedSearches] => [
            person,
            { searches: saved[person] ?? [], readUntil, revision: 1 },
          ]),
        ),
    },
    told: { getMany: async () => new Map(Object.entries(told)) },
    devices: {
      reachable: async (people) => new Set(people.filter((person) => !without.includes(person))),
      audience: async (people) =>
        new Map(
          people.map((person) => [
            person,
            { devices: [{ off } as unknown as PushDevice], inSight: new Set(given.inSight ? ['a session'] : []) },
          ]),
        ),
    },
    queue: { send: async (jobs) => (given.isQueueBroken ? jobs : (queued.push(...jobs), [])) },
  };
  const found = (...posts: readonly Post[]): Promise<readonly Post[]> =>
    queueFound(services, posts, () => NOW, Infinity);
  return { found, queued, asked, names: () => queued.map(({ job }) => job.recipient) };
}

describe('a new post', () => {
  it('is queued for a person whose search finds it, by ids alone', async () => {
    const { found, queued } = await world();

    expect(await found(post())).toEqual([]);

    const job = { kind: 'search', recipient: 'ann', post: post().id, search: 'ladders', at: NOW };
    expect(queued).toEqual([{ job, delaySeconds: 0 }]);
  });

  it.each<[string, Given, Partial<Post>]>([
    ['its owner', { saved: { olga: [ladder] } }, {}],
    ['somebody without a device', { without: ['ann'] }, {}],
    ['somebody who has it switched off', { off: ['searches'] }, {}],
    ['somebody who has looked', { readUntil: NOW }, {}],
    [
      'somebody who was told of another and has not looked',
      { told: { 'ann ladders': { post: NOW - 1, at: NOW, posted: true } }, readUntil: NOW - 2 },
      {},
    ],
    ['somebody who searches for something else', {}, { title: 'A bike' }],
    [
      'somebody who searches elsewhere',
      { saved: { ann: [{ id: 'a', ...around(PORTO) }] } },
      { place: { ...LISBON, blur: '600m' } },
    ],
    [
      'somebody who has changed their search',
      { saved: { ann: [{ id: 'ladders', words: 'bike' }] }, copies: { ann: [ladder] } },
      {},
    ],
    ['somebody who has deleted it', { saved: {}, copies: { ann: [ladder] } }, {}],
    ['anybody while it is hidden', {}, { hiddenAt: NOW }],
    ['anybody once it is over', {}, { status: 'withdrawn', closedAt: NOW }],
  ])('is not queued for %s', async (_, given, more) => {
    const { found, queued } = await world(given);

    await found(post(more));

    expect(queued).toEqual([]);
  });

  it('is queued once for a person, however many of their searches and topics find it', async () => {
    const near: SavedSearch = { id: 'near', ...around(LISBON, 100) };
    const { found, names } = await world({ saved: { ann: [ladder, near] } });

    await found(post({ place: { ...LISBON, blur: '600m' } }));

    expect(names()).toEqual(['ann']);
  });

  it('is queued after one of the same batch only for those who were not', async () => {
    const { found, queued } = await world({ saved: { ann: [ladder], ben: [{ id: 'bikes', words: 'bike' }] } });

    await found(post(), postOf('olga', 1, { title: 'A ladder and a bike', createdAt: NOW }));

    expect(queued.map(({ job }) => job.recipient)).toEqual(['ann', 'ben']);
  });

  it('waits for somebody who has a page in sight', async () => {
    const { found, queued } = await world({ inSight: true });

    await found(post());

    expect(queued).toMatchObject([{ job: { waits: 1 }, delaySeconds: 30 }]);
  });

  it('makes a hundred jobs at most, and reads the topics it is in alone', async () => {
    const saved = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`p${i}`, [ladder]]));
    const { found, queued, asked } = await world({ saved });

    await found(post({ place: { ...LISBON, blur: '600m' } }));

    expect(queued).toHaveLength(100);
    expect(asked).toEqual(['all', ...topicsOfArea(around(LISBON, 1).area), ...asked.slice(2)]);
    expect(asked).toHaveLength(3);
  });

  it('comes again where the queue does not take its jobs', async () => {
    const { found } = await world({ isQueueBroken: true });

    expect(await found(post())).toEqual([post()]);
  });
});

describe('a search of which somebody was told', () => {
  const told = { post: 100, at: NOW, posted: true };

  it.each<[boolean, string, SearchTold | undefined, number, number]>([
    [true, 'was never', undefined, 0, NOW],
    [false, 'was', told, 99, NOW],
    [true, 'was, and they have looked since', told, 100, NOW],
    [false, 'is being told', { ...told, posted: false }, 0, NOW + 59_999],
    [true, 'was to be told by a function that died', { ...told, posted: false }, 0, NOW + 60_000],
    [false, 'is read already', undefined, 200, NOW],
  ])('may be told of: %s, as it %s', (expected, _, state, readUntil, now) => {
    expect(isFoundUntold(state, 200, readUntil, now)).toBe(expected);
  });

  it('has a name of its own for each person and search', () => {
    expect(searchKeyName({ person: 'ann', search: 'x' })).not.toBe(searchKeyName({ person: 'ben', search: 'x' }));
  });
});
