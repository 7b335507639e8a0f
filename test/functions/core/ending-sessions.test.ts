/** Every act that ends all sessions of a person, with each of its steps failing: what is ended nevertheless. */

import { describe, expect, it } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Tokens } from '#functions/core/account.ts';
import { disableAccount, resetTwoStep, signOutAccount } from '#functions/core/administration.ts';
import type { Connection } from '#functions/core/connection.ts';
import { deleteAccount } from '#functions/core/delete-account.ts';
import { afterReset, changePassword } from '#functions/core/passwords.ts';
import { endAllSessions, signOut } from '#functions/core/sessions.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { MemoryOffers } from '../support/memory-feed.ts';
import { MemoryThanks } from '../support/memory-thanks.ts';

const steps = ['sign out', 'mark', 'close', 'remove'] as const;
type Step = (typeof steps)[number];

const sockets: readonly Connection[] = ['desk', 'phone'].map((session) => ({
  username: 'alice',
  connectionId: session,
  session,
  connectedAt: NOW - 60_000,
}));
const tokens: Tokens = {
  accessToken: 'token',
  refreshToken: undefined,
  expiresIn: 600,
  username: 'alice',
  session: 'desk',
};

/** @param failing how often each step fails before it works */
function given(failing: Partial<Record<Step, number>> = {}) {
  const left = new Map(Object.entries(failing));
  const done: string[] = [];
  async function step<T>(name: Step, what: string, answer: T): Promise<T> {
    const failures = left.get(name) ?? 0;
    left.set(name, failures - 1);
    if (failures > 0) throw new Error(`${name} failed`);
    done.push(what);
    return answer;
  }
  const nothing = async () => undefined;
  const signOutEverywhere = () => step('sign out', 'signed out', undefined);
  const accounts = {
    signIn: async () => tokens,
    answerChallenge: async () => tokens,
    changePassword: nothing,
    resetPassword: nothing,
    refresh: async () => tokens,
    revoke: () => step('sign out', 'revoked', undefined),
    find: async () => ({ username: 'alice', confirmed: true, createdAt: NOW, email: 'alice@example.org' }),
    remove: async () => void done.push('account removed'),
    exists: async () => true,
    list: async () => ({ accounts: [], next: undefined }),
    disable: nothing,
    enable: nothing,
    turnOffSecondFactor: nothing,
    signOutEverywhere,
  };
  const services = {
    accounts,
    clock: manualClock(),
    ledger: { note: nothing },
    connections: {
      add: async () => sockets,
      remove: async (_: string, ids: readonly string[]) => step('remove', `removed ${ids.join(' ')}`, undefined),
      revoke: nothing,
      isRevoked: async () => false,
      markSecondFactor: nothing,
      markEnded: () => step('mark', 'marked', sockets),
      markAllEnded: () => step('mark', 'marked', sockets),
    },
    gateway: { close: (id: string) => step('close', `closed ${id}`, 'closed' as const) },
    users: { get: async () => undefined, leaveTombstone: nothing, update: async () => true },
    counters: { take: async () => true },
    deletions: { begin: nothing },
    conversations: { removeAll: async () => true },
    log: { removeAll: async () => true },
    posts: { removeOwner: nothing, list: async () => [] },
    offers: new MemoryOffers(),
    thanks: new MemoryThanks(),
    index: {},
    names: { remove: nothing, removeJoined: nothing },
    moderation: { addAct: nothing, getReport: nothing, resolveReport: nothing },
    newId: () => 'id',
  };
  return { services: services as typeof services & Services, done, left };
}

type Services = Parameters<typeof changePassword>[0] &
  Parameters<typeof deleteAccount>[0] &
  Parameters<typeof disableAccount>[0] &
  Parameters<typeof signOut>[0];

const acts: Readonly<Record<string, (services: Services) => Promise<unknown>>> = {
  'signing out everywhere': (services) => endAllSessions(services, 'alice'),
  'a new password': (services) => changePassword(services, 'alice', { password: 'old', newPassword: 'new' }),
  'a forgotten password': (services) => afterReset(services, 'alice@example.org'),
  'deleting the account': (services) => deleteAccount(services, 'alice', 'password', undefined),
  'an administrator signing out': (services) => signOutAccount(services, 'root', 'alice'),
  'an administrator resetting two-step sign-in': (services) => resetTwoStep(services, 'root', 'alice'),
  'an administrator disabling': (services) => disableAccount(services, 'root', 'alice'),
};
const names = Object.keys(acts);
const act = (name: string, services: Services) => acts[name]?.(services);
const all = ['signed out', 'marked', 'closed desk', 'closed phone', 'removed desk phone'];

describe.each(names)('%s', (name) => {
  it('signs out of the user pool first, marks, and closes last', async () => {
    const { services, done } = given();

    await act(name, services);

    expect(done.slice(0, all.length)).toEqual(all);
  });

  it.each(steps)('ends all of it although to %s fails at first', async (step) => {
    const { services, done } = given({ [step]: 2 });

    await act(name, services);

    expect(done.toSorted()).toEqual(expect.arrayContaining(all.toSorted()));
  });

  it.each(['close', 'remove'] as const)('has ended the sessions although to %s always fails', async (step) => {
    const { services, done } = given({ [step]: Infinity });

    await act(name, services);

    expect(done).toEqual(expect.arrayContaining(['signed out', 'marked']));
  });

  it.each([
    ['sign out', all.slice(1)],
    ['mark', ['signed out']],
  ] as const)('says so where to %s always fails, does all else, and can be repeated', async (step, rest) => {
    const { services, done, left } = given({ [step]: Infinity });

    await expect(act(name, services)).rejects.toThrow(`${step} failed`);
    const first = [...done];
    left.set(step, 0);
    done.length = 0;
    await act(name, services);

    expect(first).toEqual(rest);
    expect(done).toEqual(expect.arrayContaining(all));
  });
});

describe('signing out here', () => {
  const ofDesk = ['marked', 'revoked', 'closed desk', 'removed desk'];

  it('closes last, and does not fail because a socket cannot be closed', async () => {
    const { services, done } = given();
    const broken = given({ close: Infinity, remove: Infinity });

    await signOut(services, 'refresh token');
    await signOut(broken.services, 'refresh token');

    expect(done).toEqual(ofDesk);
    expect(broken.done).toEqual(['marked', 'revoked']);
  });

  it('closes the sockets although the token cannot be revoked, and says so', async () => {
    const { services, done } = given({ 'sign out': Infinity });

    await expect(signOut(services, 'refresh token')).rejects.toThrow('sign out failed');

    expect(done).toEqual(['marked', 'closed desk', 'removed desk']);
  });
});

it('does not repeat what is refused for good', async () => {
  const { services } = given();
  let calls = 0;
  services.accounts.signOutEverywhere = async () => {
    calls++;
    throw new Refusal('not-found', 'There is no such account.');
  };

  await expect(endAllSessions(services, 'alice')).rejects.toMatchObject({ code: 'not-found' });

  expect(calls).toBe(1);
});
