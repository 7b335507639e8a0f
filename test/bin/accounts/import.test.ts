/** Making accounts of an export, on a pool and a bucket in memory. */

import { describe, expect, it } from 'vitest';
import { importAccounts, type ImportingPool } from '#bin/accounts/import.ts';
import { indexOf, type ExportedAccount } from '#functions/core/account-export.ts';

const NOW = Date.UTC(2026, 10, 28, 12);

const account = (username: string, more: Partial<ExportedAccount> = {}): ExportedAccount => ({
  ...{ username, email: `${username}@example.com`, emailVerified: true, enabled: true, status: 'CONFIRMED' },
  ...{ groups: [], sub: `sub-${username}`, createdAt: 1, ...more },
});

/** An export of these accounts, and a pool whose acts are listed. */
function world(accounts: readonly ExportedAccount[], { day = '2026-11-28', deleted = [] as readonly string[] } = {}) {
  const list = `${day}/list.jsonl`;
  const index = (pool: string, count: number) => JSON.stringify({ pool, lists: [list], accounts: count });
  const objects = new Map([
    [indexOf(day), index('old', accounts.length)],
    [list, accounts.map((each) => `${JSON.stringify(each)}\n`).join('')],
  ]);
  const acts: string[] = [];
  const printed: string[] = [];
  const states = new Map<string, Awaited<ReturnType<ImportingPool['create']>>>();
  let now = NOW;
  const act = (what: string) => async (username: string, group?: string) => {
    acts.push([what, username, group].filter(Boolean).join(' '));
  };
  const services = {
    store: { read: async (name: string) => objects.get(name) },
    pool: {
      id: 'new',
      create: async ({ username }: ExportedAccount) => {
        const state = states.get(username) ?? 'created';
        acts.push(`${state} ${username}`);
        if (state === 'created') states.set(username, 'unfinished');
        return state;
      },
      disable: act('disable'),
      addToGroup: act('group'),
      setPassword: async (username: string) => {
        await act('password')(username);
        states.set(username, 'finished');
      },
    },
    users: {
      getMany: async (names: readonly string[]) =>
        names.map((username) => ({
          ...{ username, displayName: username, createdAt: 1 },
          ...(deleted.includes(username) && { deletedAt: 2 }),
        })),
    },
    sockets: {
      connections: {
        ...{ add: never, revoke: never, isRevoked: never, markEnded: never },
        markAllEnded: async (username: string) => {
          await act('sessions')(username);
          return [];
        },
        remove: async () => undefined,
      },
      gateway: { close: never },
      clock: { now: () => now, sleep: async (ms: number) => void (now += ms), random: () => 0 },
    },
    clock: { now: () => now, sleep: async (ms: number) => void (now += ms) },
    print: (line: string) => void printed.push(line),
  };
  const run = (chosen?: string) => importAccounts(services, { day: chosen, perSecond: 10 });
  return { run, services, objects, index, acts, printed, states, passed: () => now - NOW };
}

const never = (): never => {
  throw new Error('No import does this.');
};

describe('an import of accounts', () => {
  it('locks, groups and ends sessions before the password, which finishes an account', async () => {
    const { run, acts } = world([account('ann', { enabled: false, groups: ['admins'] })]);

    expect(await run()).toEqual({ made: 1, there: 0, gone: 0, failed: 0 });
    expect(acts).toEqual(['created ann', 'disable ann', 'group ann admins', 'sessions ann', 'password ann']);
  });

  it('goes on with an account that it left unfinished, and leaves a finished one alone', async () => {
    const { run, services, acts } = world([account('ann'), account('ben')]);
    const { setPassword } = services.pool;
    services.pool.setPassword = async (username) => {
      if (username === 'ben') throw new Error('TooManyRequests');
      await setPassword(username);
    };
    expect(await run()).toMatchObject({ made: 1, failed: 1 });
    services.pool.setPassword = setPassword;
    acts.length = 0;

    expect(await run()).toEqual({ made: 1, there: 1, gone: 0, failed: 0 });
    expect(acts).toEqual(['finished ann', 'unfinished ben', 'sessions ben', 'password ben']);
  });

  it('leaves out who has deleted the account since, and who never confirmed an address', async () => {
    const { run, acts } = world([account('ann'), account('ben', { status: 'UNCONFIRMED' }), account('cat')], {
      deleted: ['ann'],
    });

    expect(await run()).toEqual({ made: 1, there: 0, gone: 2, failed: 0 });
    expect(acts).toEqual(['created cat', 'sessions cat', 'password cat']);
  });

  it('names an account whose address another one has, and makes the others', async () => {
    const { run, printed, states } = world([account('ann'), account('ben')]);
    states.set('ann', 'taken');

    expect(await run()).toEqual({ made: 1, there: 0, gone: 0, failed: 1 });
    expect(printed).toContain('ann: another account has the address.');
    expect(printed.join()).not.toContain('@example.com');
  });

  it('takes the newest complete export, or that of a day', async () => {
    const { run, objects } = world([account('ann')], { day: '2026-11-25' });
    objects.set('2026-11-28/progress.json', '{}');

    expect(await run()).toMatchObject({ made: 1 });
    expect(await run('2026-11-25')).toMatchObject({ there: 1 });
    await expect(run('2026-11-28')).rejects.toThrow('There is no complete export of 2026-11-28.');
  });

  it('passes over exports of the new pool, which was exported half filled in the night', async () => {
    const { run, objects, index, printed } = world([account('ann'), account('ben')], { day: '2026-11-26' });
    objects.set(indexOf('2026-11-27'), index('new', 0)).set(indexOf('2026-11-28'), index('new', 1));

    expect(await run()).toMatchObject({ made: 2 });
    expect(printed).toContain('The export of 2026-11-26 has 2 account(s).');
    expect(await run('2026-11-28')).toMatchObject({ there: 2 });
    expect(printed).toContain('This export is of the present user pool.');
  });

  it('refuses an export that is much smaller than an earlier one, unless its day is given', async () => {
    const { run, objects, index } = world([account('ann')], { day: '2026-11-28' });
    objects.set(indexOf('2026-11-27'), index('old', 1)).set(indexOf('2026-11-26'), index('older', 12));

    await expect(run()).rejects.toThrow(
      'The export of 2026-11-28 has 1 account(s), but that of 2026-11-26 has 12. Choose a day with --day.',
    );
    expect(await run('2026-11-28')).toMatchObject({ made: 1 });
    objects.set(indexOf('2026-11-26'), index('older', 11));
    expect(await run()).toMatchObject({ there: 1 });
  });

  it('says so where there is no export, or one of its lists is gone', async () => {
    const { run, objects } = world([account('ann')]);
    objects.delete('2026-11-28/list.jsonl');
    await expect(run()).rejects.toThrow('The list 2026-11-28/list.jsonl of the export is missing.');
    objects.clear();
    await expect(run()).rejects.toThrow('There is no complete export of another user pool.');
  });

  it('makes no more accounts in a second than it is told', async () => {
    const { run, passed } = world(Array.from({ length: 250 }, (_, i) => account(`p${i}`)));

    expect(await run()).toMatchObject({ made: 250 });
    expect(passed()).toBeGreaterThanOrEqual(24_900);
  });

  it('makes as many as it is told, though sessions end with each', async () => {
    const { run, acts, passed } = world(Array.from({ length: 250 }, (_, i) => account(`p${i}`)));

    await run();

    expect(acts.filter((each) => each.startsWith('sessions'))).toHaveLength(250);
    expect(passed()).toBeLessThanOrEqual(25_000);
  });

  it('passes over accounts that are there at two and a half times the rate', async () => {
    const { run, passed } = world(Array.from({ length: 200 }, (_, i) => account(`p${i}`)));
    await run();
    const made = passed();

    expect(await run()).toMatchObject({ there: 200 });
    expect(passed() - made).toBe(8_000);
  });
});
