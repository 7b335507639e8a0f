/** The sweep removes accounts that nobody confirmed, and fails where any part of it did. */

import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import type { Accounts } from '#functions/core/ports.ts';
import { removeUnconfirmed, sweep } from '#functions/core/sweep.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { World } from '../support/deletion-world.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const HOUR_MS = 60 * 60_000;
const FOREVER = Infinity;

let log: MockInstance<typeof console.error>;
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => log.mockRestore());

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
