/** A deletion that stops after any of its steps is finished by the sweep, and so is one of thousands of notes. */

import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { deleteAccount } from '#functions/core/delete-account.ts';
import { finishDeletions } from '#functions/core/sweep.ts';
import { NOW } from '../support/clock.ts';
import { secretPost, STEP_MS, World } from '../support/deletion-world.ts';

const HOUR_MS = 60 * 60_000;
const FOREVER = Infinity;

let log: MockInstance<typeof console.error>;
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => log.mockRestore());

const noFeed = { posts: 0, cards: 0, owners: 0, seekers: 0, offers: 0 };
const gone = {
  account: false,
  tombstone: true,
  words: [],
  joined: false,
  notes: 0,
  rows: 0,
  feed: noFeed,
  unfinished: [],
};
const untouched = {
  account: true,
  tombstone: false,
  words: ['alice', 'liddell'],
  joined: true,
  notes: 3,
  rows: 3,
  // Two are open, and in three lists each: that of their day and those of two cells.
  feed: { posts: 3, cards: 6, owners: 1, seekers: 1, offers: 2 },
  unfinished: [],
};

/** Steps of a deletion that nothing disturbs. */
const STEPS = await (async () => {
  const world = new World();
  world.steps = 1000;
  await deleteAccount(world.services, 'alice', 'password', undefined);
  return 1000 - world.steps;
})();

describe('a deletion', () => {
  it.each(Array.from({ length: STEPS + 1 }, (_, i) => i))(
    'whose function dies after %i steps is not begun, or finished by the sweep',
    async (steps) => {
      const world = new World();
      world.steps = steps;
      await deleteAccount(world.services, 'alice', 'password', undefined).catch(() => undefined);
      world.steps = Infinity;
      const begun = world.deletions.size > 0;

      world.clock.time += HOUR_MS;
      await world.sweep();
      expect(world.left).toEqual(begun ? { ...gone, unfinished: ['alice'] } : untouched);
      world.clock.time += 2 * HOUR_MS;
      await world.sweep();

      expect(begun).toBe(steps >= 2);
      expect(world.left).toEqual(begun ? gone : untouched);
    },
  );

  it.each(Array.from({ length: STEPS + 1 }, (_, i) => i))(
    'is finished although a sweep dies after %i steps as well',
    async (steps) => {
      const world = new World();
      world.deletions.set('alice', { username: 'alice', at: NOW - 3 * HOUR_MS });
      world.steps = steps;
      await world.sweep();
      world.steps = Infinity;

      await world.sweep();
      await world.sweep();

      expect(world.left).toEqual(gone);
    },
  );

  it('of thousands of notes is accepted in time, and goes on from sweep to sweep', async () => {
    const world = new World();
    Object.assign(world, { notes: 9_000, rows: 2_000 });
    const began = world.clock.now();

    await deleteAccount(world.services, 'alice', 'password', undefined);
    expect(world.clock.now() - began).toBeLessThan(8_000);
    expect(world.left).toMatchObject({ account: false, tombstone: true });
    const counts = [world.notes];
    for (let sweeps = 0; sweeps < 10 && world.deletions.size > 0; sweeps++) {
      world.clock.time += HOUR_MS;
      await world.sweep(world.clock.now() + 5 * STEP_MS);
      counts.push(world.notes);
    }

    expect(counts[0]).toBeGreaterThan(0);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
    expect(world.left).toEqual(gone);
  });

  it('leaves of posts neither text nor place, only that their ids were used', async () => {
    const world = new World();

    await deleteAccount(world.services, 'alice', 'password', undefined);

    expect(world.feedText).toContain(secretPost(1).id);
    expect(world.feedText).not.toMatch(/Secret|latitude|38\.7/);
  });

  it('removes what was uploaded and not sent, and leaves to the sweep what a message may have', async () => {
    const world = new World();
    const { attachments, files } = world.uploads;
    for (const id of ['unsent', 'reserved']) {
      files.put(`incoming/${id}`, 'image/png', 'hello');
      const upload = { type: 'image/png', bytes: 5, name: 'secret.png', incoming: `incoming/${id}`, createdAt: NOW };
      await attachments.add({ owner: 'alice', id, ...upload }, NOW + HOUR_MS);
    }
    await attachments.reserve('alice', 'reserved', { holder: 'm#alice~bob#1', file: 'kept/1', after: 0, at: NOW }, 0);
    world.deletions.set('alice', { username: 'alice', at: NOW });

    await world.sweep();

    expect([...attachments.rows.values()].map(({ id }) => id)).toEqual(['reserved']);
    expect([...files.objects.keys()]).toEqual(['incoming/reserved']);
  });

  it('erases the notes where the bucket fails, and removes what was uploaded once it works', async () => {
    const world = new World();
    const { attachments, files } = world.uploads;
    files.put('incoming/1', 'image/png', 'hello');
    const upload = { type: 'image/png', bytes: 5, incoming: 'incoming/1', createdAt: NOW };
    await attachments.add({ owner: 'alice', id: '1', ...upload }, NOW + HOUR_MS);
    const { remove } = files;
    files.remove = () => Promise.reject(new Error('S3 does not answer.'));

    await deleteAccount(world.services, 'alice', 'password', undefined);

    expect([world.notes, world.rows]).toEqual([0, 0]);
    expect(world.deletions.size).toBe(1);
    files.remove = remove;
    world.clock.time += 3 * HOUR_MS;
    await world.sweep();
    expect(world.deletions.size).toBe(0);
  });

  it('removes many uploads at once, in the time that it has, and goes on from there', async () => {
    const world = new World();
    const { attachments, files } = world.uploads;
    for (let n = 0; n < 100; n++) {
      const upload = { type: 'image/png', bytes: 5, incoming: `incoming/${n}`, createdAt: NOW };
      await attachments.add({ owner: 'alice', id: `${n}`, ...upload }, NOW + HOUR_MS);
    }
    const removals: number[] = [];
    files.remove = async () => {
      await Promise.resolve();
      if (!removals.includes(world.clock.time)) world.clock.time += STEP_MS;
      removals.push(world.clock.time);
    };
    world.deletions.set('alice', { username: 'alice', at: NOW - 3 * HOUR_MS });

    await world.sweep(world.clock.now() + STEP_MS);

    expect(attachments.rows.size).toBe(75);
    expect(world.deletions.size).toBe(1);
    await world.sweep();
    expect(attachments.rows.size).toBe(0);
    expect(world.deletions.size).toBe(0);
  });

  it('erases once more what a late request published', async () => {
    const world = new World();
    await deleteAccount(world.services, 'alice', 'password', undefined);
    world.publish(secretPost(4));

    world.clock.time += 2 * HOUR_MS;
    await world.sweep();

    expect(world.left).toEqual(gone);
  });

  it('erases once more what a late consumer or a late send wrote', async () => {
    const world = new World();
    await deleteAccount(world.services, 'alice', 'password', undefined);
    world.clock.time += HOUR_MS;
    await world.sweep();
    Object.assign(world, { notes: 1, rows: 1 });

    world.clock.time += HOUR_MS;
    await world.sweep();

    expect(world.left).toEqual(gone);
  });

  it('that fails keeps no other from being finished, and is tried again', async () => {
    const world = new World();
    const names = Array.from({ length: 150 }, (_, i) => `p${String(i).padStart(3, '0')}`);
    for (const username of names) world.deletions.set(username, { username, at: NOW - 3 * HOUR_MS });
    const { services } = world;
    const failing = {
      ...services,
      users: { ...services.users, leaveTombstone: vi.fn<typeof services.users.leaveTombstone>() },
    };
    failing.users.leaveTombstone.mockImplementation(async (username) => {
      if (username === 'p000') throw new Error('Throttled');
    });

    expect(await finishDeletions(failing, FOREVER)).toBe(1);

    expect([...world.deletions.keys()]).toEqual(['p000']);
    expect(log).toHaveBeenCalledTimes(1);
    await world.sweep();
    expect(world.left.unfinished).toEqual([]);
  });
});

describe('a large deletion', () => {
  /** Stores in which the notes of `p0` need more time than any sweep has. */
  function given() {
    const world = new World();
    for (const username of ['p0', 'p1', 'p2']) world.deletions.set(username, { username, at: NOW - 3 * HOUR_MS });
    let worked = 0;
    const services = {
      ...world.services,
      log: {
        ...world.services.log,
        removeAll: async (conversation: string, until: number) => {
          while (conversation.startsWith('p0') && world.clock.now() < until) {
            worked += STEP_MS;
            await world.clock.sleep(STEP_MS);
          }
          return !conversation.startsWith('p0');
        },
      },
    };
    return { world, services, worked: () => worked };
  }

  it('keeps no other from being finished in the same sweep', async () => {
    const { world, services } = given();

    expect(await finishDeletions(services, world.clock.now() + 200_000)).toBe(0);

    expect([...world.deletions.keys()]).toEqual(['p0']);
  });

  it('goes on in the time that the others leave', async () => {
    const { world, services, worked } = given();

    await finishDeletions(services, world.clock.now() + 200_000);

    expect(worked()).toBeGreaterThan(180_000);
  });
});
