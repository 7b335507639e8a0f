/** Profiles and accounts after a restore, on a pool and tables in memory. Time passes only where something waits. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reconcileAccounts, type AccountServices } from '#bin/restore/accounts.ts';
import { lastingOf } from '#bin/restore/lasting.ts';
import { initialOf } from '#contract/user-name.ts';

const NOON = Date.parse('2026-11-24T12:00:00.400Z');
const namesOf = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => `ann${first + i}`);

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

async function* pageOf<T>(...items: readonly T[]): AsyncGenerator<readonly T[]> {
  yield items;
}

/** Compares these accounts with these profiles. */
async function reconciling(
  accounts: readonly string[],
  profiles: readonly string[],
  deletesOrphans = false,
  createdBefore = Infinity,
) {
  const signedOut: string[] = [];
  const deleted: string[] = [];
  const lines: string[] = [];
  const done = async (): Promise<undefined> => undefined;
  const services = {
    accounts: { remove: done, signOutEverywhere: async (name: string) => void signedOut.push(name) },
    users: {
      get: async (username: string) => ({ username, displayName: username, createdAt: 0, words: [] }),
      ...{ create: done, update: done },
      leaveTombstone: async (name: string) => void deleted.push(name),
    },
    names: { add: done, remove: done, addJoined: done, removeJoined: done, noteInitials: done },
    deletions: { begin: done },
    connections: { markAllEnded: async () => [], remove: done },
    gateway: { close: done },
    clock: {
      now: () => Date.now(),
      sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      random: () => 0,
    },
    pool: () => pageOf(...accounts.map((Username) => ({ Username, Enabled: true, UserStatus: 'CONFIRMED' as const }))),
  } as unknown as AccountServices;
  const reconciled = reconcileAccounts(services, {
    profiles: pageOf(...profiles.map((username) => ({ username, initial: initialOf(username), createdAt: NOON }))),
    lasting: lastingOf([]),
    endsSessions: true,
    deletesOrphans,
    createdBefore,
    print: (line) => lines.push(line),
  });
  await vi.runAllTimersAsync();
  await reconciled;
  return { signedOut, deleted, said: lines.join('\n') };
}

describe('accounts', () => {
  it('are signed out 25 a second, although each waits for the next second', async () => {
    const names = namesOf(1, 250);

    const { signedOut } = await reconciling(names, names);

    expect(new Set(signedOut)).toEqual(new Set(names));
    const seconds = Math.round((Date.now() - NOON) / 1000);
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThanOrEqual(11);
  });
});

describe('profiles without an account', () => {
  const [accounts, profiles] = [namesOf(1, 20), namesOf(1, 21)];

  it('are listed and stay: an import may bring their accounts back', async () => {
    const { deleted, said } = await reconciling(accounts, profiles);

    expect(deleted).toEqual([]);
    expect(said).toContain('1 of 21 profiles have no account');
    expect(said).toContain('ann21');
  });

  it('are deleted where that was asked for', async () => {
    const { deleted } = await reconciling(accounts, profiles, true);

    expect(deleted).toEqual(['ann21']);
  });

  it('stay where they may be newer than the list of accounts', async () => {
    expect((await reconciling(accounts, profiles, true, NOON)).deleted).toEqual([]);
    expect((await reconciling(accounts, profiles, true, NOON + 1)).deleted).toEqual(['ann21']);
  });

  it('stay where they are more than a tenth, also where it was asked for', async () => {
    const { deleted, said } = await reconciling(namesOf(1, 10), profiles, true);

    expect(deleted).toEqual([]);
    expect(said).toContain('11 of 21 profiles');
  });
});
