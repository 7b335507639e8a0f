/** A deletion that stops after any of its steps is finished by the sweep, and so is one of thousands of notes. */

import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import type { Tokens } from '#functions/core/account.ts';
import { deleteAccount, type DeleteAccountServices } from '#functions/core/delete-account.ts';
import type { Accounts, Deletion } from '#functions/core/ports.ts';
import { finishDeletions, removeUnconfirmed, sweep, type SweepServices } from '#functions/core/sweep.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const HOUR_MS = 60 * 60_000;
const FOREVER = Infinity;
const STEP_ITEMS = 500;
const STEP_MS = 1000;

let log: MockInstance<typeof console.error>;
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => log.mockRestore());

/** What a person leaves, in stores whose calls all fail once `steps` of them were done: the function died. */
class World {
  readonly clock = manualClock();
  steps = Infinity;
  account = true;
  tombstone = false;
  /** By which the index of names finds the person. */
  words: readonly string[] = ['alice', 'liddell'];
  notes = 3;
  rows = 3;
  endedSessions = 0;
  readonly deletions = new Map<string, Deletion>();

  #do<T>(act: () => T): Promise<T> {
    if (this.steps-- <= 0) return Promise.reject(new Error('The function died.'));
    return Promise.resolve(act());
  }

  /** Removes as many items as there is time for. */
  async #removeAll(kind: 'notes' | 'rows', until: number): Promise<boolean> {
    do {
      await this.#do(() => (this[kind] -= Math.min(this[kind], STEP_ITEMS)));
      if (this[kind] > 0) await this.clock.sleep(STEP_MS);
    } while (this[kind] > 0 && this.clock.now() < until);
    return this[kind] === 0;
  }

  get services(): DeleteAccountServices & SweepServices {
    return {
      clock: this.clock,
      accounts: {
        signIn: () => this.#do(() => ({}) as Tokens),
        answerChallenge: () => this.#do(() => ({}) as Tokens),
        signOutEverywhere: () => this.#do(() => undefined),
        remove: () => this.#do(() => void (this.account = false)),
      },
      users: {
        get: async (username) => ({
          username,
          displayName: username,
          createdAt: 0,
          ...(this.tombstone ? { deletedAt: 1 } : { words: ['alice', 'liddell'] }),
        }),
        leaveTombstone: () => this.#do(() => void (this.tombstone = true)),
      },
      names: {
        remove: (_, words) => this.#do(() => void (this.words = this.words.filter((word) => !words.includes(word)))),
      },
      connections: {
        add: async () => undefined,
        remove: () => this.#do(() => undefined),
        markEnded: async () => [],
        markAllEnded: () => this.#do(() => (this.endedSessions++, [])),
        revoke: async () => undefined,
        isRevoked: async () => false,
        markSecondFactor: async () => undefined,
      },
      gateway: { close: async () => 'closed' },
      log: { removeAll: (_, until) => this.#removeAll('notes', until) },
      conversations: { removeAll: (_, until) => this.#removeAll('rows', until) },
      counters: { take: async () => true },
      deletions: {
        begin: (deletion) => this.#do(() => void this.deletions.set(deletion.username, deletion)),
        list: async ({ after = '', limit }) =>
          [...this.deletions.values()]
            .filter(({ username }) => username > after)
            .toSorted((one, other) => (one.username < other.username ? -1 : 1))
            .slice(0, limit),
        finish: (username) => this.#do(() => void this.deletions.delete(username)),
      },
    };
  }

  sweep(until = FOREVER): Promise<number> {
    return finishDeletions(this.services, until);
  }

  get left() {
    const { account, tombstone, words, notes, rows } = this;
    return { account, tombstone, words, notes, rows, unfinished: [...this.deletions.keys()] };
  }
}

const gone = { account: false, tombstone: true, words: [], notes: 0, rows: 0, unfinished: [] };
const untouched = {
  account: true,
  tombstone: false,
  words: ['alice', 'liddell'],
  notes: 3,
  rows: 3,
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

describe('unconfirmed accounts', () => {
  const DAY_MS = 24 * HOUR_MS;

  function given(ages: readonly number[], { confirmed = [] as readonly string[] } = {}) {
    const accounts = new Map(ages.map((age, i) => [`p${i}`, NOW - age]));
    const clock = manualClock();
    const removeOnce = vi.fn<Accounts['removeOnce']>(async (username) => void accounts.delete(username));
    const services = {
      clock,
      accounts: {
        listUnconfirmed: async (token = '0', limit: number) => {
          const all = [...accounts].map(([username, createdAt]) => ({ username, createdAt }));
          const start = Number(token);
          const end = start + limit;
          return { accounts: all.slice(start, end), next: end < all.length ? String(end) : undefined };
        },
        find: async (username: string) => ({
          username,
          confirmed: confirmed.includes(username),
          createdAt: accounts.get(username) ?? 0,
          email: '',
        }),
        removeOnce,
      },
      attempts: memoryAttempts().attempts,
    };
    return { accounts, clock, removeOnce, services };
  }

  it('older than a day are removed, and no others', async () => {
    const { accounts, services } = given([DAY_MS + 1, DAY_MS - 1000, 0, 3 * DAY_MS]);

    await removeUnconfirmed(services, FOREVER);

    expect([...accounts.keys()]).toEqual(['p1', 'p2']);
  });

  it('that were confirmed since they were listed are kept', async () => {
    const { accounts, services } = given([2 * DAY_MS, 2 * DAY_MS], { confirmed: ['p0'] });

    await removeUnconfirmed(services, FOREVER);

    expect([...accounts.keys()]).toEqual(['p0']);
  });

  it('are removed ten a second at most, for as long as there is time, and the others by the next sweep', async () => {
    const { accounts, clock, services } = given(Array.from({ length: 500 }, () => 2 * DAY_MS));

    await removeUnconfirmed(services, clock.now() + 10_000);
    expect(accounts.size).toBe(400);
    for (let sweeps = 0; sweeps < 10; sweeps++) await removeUnconfirmed(services, clock.now() + 10_000);

    expect(accounts.size).toBe(0);
  });

  it('of which one cannot be removed are removed but for this one', async () => {
    const { accounts, removeOnce, services } = given([2 * DAY_MS, 2 * DAY_MS]);
    removeOnce.mockRejectedValueOnce(new Error('Throttled'));

    expect(await removeUnconfirmed(services, FOREVER)).toBe(1);

    expect([...accounts.keys()]).toEqual(['p0']);
    expect(log).toHaveBeenCalledTimes(1);
  });

  const both = () => {
    const world = new World();
    const unconfirmed = given([2 * DAY_MS]);
    const services = {
      ...world.services,
      ...unconfirmed.services,
      accounts: { ...world.services.accounts, ...unconfirmed.services.accounts },
    };
    return { ...unconfirmed, services };
  };

  it('are removed although deletions cannot even be listed, and the sweep counts as failed', async () => {
    const { services, accounts } = both();
    const failing = { ...services, deletions: { ...services.deletions, list: () => Promise.reject(new Error()) } };

    await expect(sweep(failing, HOUR_MS, true)).rejects.toThrow('The sweep failed 1 times');

    expect(accounts.size).toBe(0);
  });

  it('that cannot be removed make the sweep count as failed', async () => {
    const { services, removeOnce } = both();
    removeOnce.mockRejectedValueOnce(new Error('Throttled'));

    await expect(sweep(services, HOUR_MS, true)).rejects.toThrow('The sweep failed');
    await expect(sweep(services, HOUR_MS, true)).resolves.toBeUndefined();
  });

  it('of a pool that others use stay', async () => {
    const { services, accounts } = both();

    await sweep(services, HOUR_MS, false);

    expect(accounts.size).toBe(1);
  });
});
