/** The nightly export of accounts, on a pool and a bucket in memory. */

import { describe, expect, it } from 'vitest';
import {
  exportAccounts,
  indexOf,
  type ExportIndex,
  type ExportedAccount,
  type ExportedPool,
} from '#functions/core/account-export.ts';

const START = Date.UTC(2026, 10, 28, 0, 10);
const PAGE = 60;

const account = (i: number): Omit<ExportedAccount, 'groups'> => ({
  username: `person${i}`,
  email: `person${i}@example.com`,
  emailVerified: true,
  enabled: i % 7 !== 0,
  status: 'CONFIRMED',
  sub: `sub-${i}`,
  createdAt: i,
});

/** A pool of so many people; its tokens are positions. */
function world(people: number) {
  const objects = new Map<string, string>();
  let now = START;
  let ids = 0;
  const reads: (string | undefined)[] = [];
  const pool: ExportedPool = {
    id: 'pool',
    page: async (token) => {
      reads.push(token);
      const from = Number(token ?? 0);
      const to = Math.min(people, from + PAGE);
      return {
        accounts: Array.from({ length: to - from }, (_, i) => account(from + i)),
        next: to < people ? String(to) : undefined,
      };
    },
    groups: async () => new Map([['admins', new Set(['person3'])]]),
  };
  const services = {
    pool,
    store: {
      read: async (name: string) => objects.get(name),
      write: async (name: string, text: string) => void objects.set(name, text),
    },
    clock: { now: () => now, sleep: async (ms: number) => void (now += ms) },
    newId: () => `list${++ids}`,
  };
  const exported = (day = '2026-11-28'): ExportedAccount[] => {
    const index = JSON.parse(objects.get(indexOf(day)) ?? '') as ExportIndex;
    return index.lists.flatMap((name) =>
      (objects.get(name) ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ExportedAccount),
    );
  };
  return {
    services,
    objects,
    reads,
    exported,
    pass: (ms: number) => void (now += ms),
    now: () => now,
  };
}

const names = (accounts: readonly { readonly username: string }[]) => accounts.map(({ username }) => username);
const everybody = (people: number) => Array.from({ length: people }, (_, i) => `person${i}`);

describe('the export of accounts', () => {
  it('has everybody once, with state, address and groups, at ten pages a second at most', async () => {
    const { services, exported, now } = world(13_000);

    const result = await exportAccounts(services, START + 3_600_000);

    expect(result).toEqual({ accounts: 13_000, complete: true });
    expect(names(exported())).toEqual(everybody(13_000));
    expect(exported()[3]).toEqual({ ...account(3), groups: ['admins'] });
    expect(exported()[7]).toEqual({ ...account(7), groups: [], enabled: false });
    const pages = Math.ceil(13_000 / PAGE);
    expect(now() - START).toBeGreaterThanOrEqual((pages - 1) * 100);
  });

  it('of an empty pool is complete', async () => {
    const { services, exported } = world(0);

    expect(await exportAccounts(services, START + 60_000)).toEqual({ accounts: 0, complete: true });
    expect(exported()).toEqual([]);
  });

  it('is made once a day, and anew on the next', async () => {
    const { services, reads, exported, pass } = world(100);
    await exportAccounts(services, START + 60_000);
    const read = reads.length;

    const again = await exportAccounts(services, START + 60_000);
    expect(again).toEqual({ accounts: 100, complete: true });
    expect(reads).toHaveLength(read);

    pass(24 * 3_600_000);
    await exportAccounts(services, START + 25 * 3_600_000);
    expect(names(exported('2026-11-29'))).toEqual(everybody(100));
  });

  it('goes on where an earlier run ran out of time, and counts as an export only then', async () => {
    const { services, objects, reads, exported, pass, now } = world(20_000);

    const first = await exportAccounts(services, now() + 10_000);
    expect(first.complete).toBe(false);
    expect(objects.has(indexOf('2026-11-28'))).toBe(false);
    const read = reads.length;
    pass(30 * 60_000);
    const second = await exportAccounts(services, now() + 3_600_000);

    expect(second).toEqual({ accounts: 20_000, complete: true });
    expect(reads[read]).toBe(String(first.accounts));
    expect(names(exported())).toEqual(everybody(20_000));
  });

  it('begins anew where the place that it came to has expired', async () => {
    const { services, exported, pass, now } = world(1_000);
    const first = await exportAccounts(services, now() + 500);
    pass(2 * 3_600_000);
    const { page } = services.pool;
    const expired = String(first.accounts);
    let isRefused = false;
    const forgetful: ExportedPool = {
      ...services.pool,
      page: async (token) => {
        if (isRefused || token !== expired) return page(token);
        isRefused = true;
        return undefined;
      },
    };

    const result = await exportAccounts({ ...services, pool: forgetful }, now() + 3_600_000);

    expect(result).toEqual({ accounts: 1_000, complete: true });
    expect(names(exported())).toEqual(everybody(1_000));
  });

  it('says of which pool it is, and never goes on in another one', async () => {
    const { services, objects, reads, exported, now } = world(1_000);
    await exportAccounts({ ...services, pool: { ...services.pool, id: 'lost' } }, now() + 500);
    expect(objects.get('2026-11-28/progress.json')).toContain('"pool":"lost"');
    const read = reads.length;

    await exportAccounts(services, now() + 3_600_000);

    expect(reads[read]).toBeUndefined();
    expect(JSON.parse(objects.get(indexOf('2026-11-28')) ?? '')).toMatchObject({ pool: 'pool', accounts: 1_000 });
    expect(names(exported())).toEqual(everybody(1_000));
  });

  it('of a lost pool stays on the day of a new one', async () => {
    const { services, objects, now } = world(100);
    await exportAccounts({ ...services, pool: { ...services.pool, id: 'lost' } }, now() + 60_000);
    const index = objects.get(indexOf('2026-11-28'));

    await exportAccounts(services, now() + 60_000);

    expect(index).toContain('"pool":"lost"');
    expect(objects.get(indexOf('2026-11-28'))).toBe(index);
  });

  it('stays whole where two runs write at once', async () => {
    const { services, exported } = world(7_000);

    await Promise.all([exportAccounts(services, START + 3_600_000), exportAccounts(services, START + 3_600_000)]);

    expect(names(exported())).toEqual(everybody(7_000));
  });
});
