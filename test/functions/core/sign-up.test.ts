/** Signing up: names that are free, taken or abandoned. */

import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Accounts } from '#functions/core/ports.ts';
import { signUp } from '#functions/core/sign-up.ts';
import { NOW, manualClock } from '../support/clock.ts';

const HOUR = 60 * 60_000;
const credentials = { username: 'alice', email: 'alice@example.org', password: 'correct horse battery' };
const taken = new Refusal('name-taken', 'Choose another name.');

function keeper() {
  const accounts = {
    signUp: vi.fn<Accounts['signUp']>().mockResolvedValue(undefined),
    find: vi.fn<Accounts['find']>(),
    remove: vi.fn<Accounts['remove']>().mockResolvedValue(undefined),
  } satisfies Partial<Accounts>;
  return accounts;
}

const account = (age: number, confirmed = false) => ({
  username: 'alice',
  confirmed,
  createdAt: NOW - age,
  email: 'somebody@example.org',
});

describe('signing up', () => {
  it('signs up once where the name is free', async () => {
    const accounts = keeper();

    await signUp({ accounts, clock: manualClock() }, credentials);

    expect(accounts.signUp).toHaveBeenCalledExactlyOnceWith(credentials);
    expect(accounts.find).not.toHaveBeenCalled();
  });

  it('frees a name whose address was not confirmed within a day', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValueOnce(taken);
    accounts.find.mockResolvedValue(account(24 * HOUR + 1));

    await signUp({ accounts, clock: manualClock() }, credentials);

    expect(accounts.remove).toHaveBeenCalledExactlyOnceWith('alice');
    expect(accounts.signUp).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['confirmed, however old', account(1000 * HOUR, true)],
    ['unconfirmed, and no older than a day', account(24 * HOUR)],
  ])('refuses a name whose account is %s', async (_, found) => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockResolvedValue(found);

    await expect(signUp({ accounts, clock: manualClock() }, credentials)).rejects.toBe(taken);
    expect(accounts.remove).not.toHaveBeenCalled();
  });

  it('refuses the name of a deleted person, which has no account', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockRejectedValue(new Refusal('no-session', 'There is no such account.'));

    await expect(signUp({ accounts, clock: manualClock() }, credentials)).rejects.toBe(taken);
    expect(accounts.remove).not.toHaveBeenCalled();
  });

  it('fails where the account of the name could not be read', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockRejectedValue(new Error('Cognito is away'));

    await expect(signUp({ accounts, clock: manualClock() }, credentials)).rejects.toThrow('Cognito is away');
    expect(accounts.remove).not.toHaveBeenCalled();
  });

  it('throws every other refusal, and frees nothing', async () => {
    const accounts = keeper();
    const weak = new Refusal('invalid', 'Choose a different password.');
    accounts.signUp.mockRejectedValue(weak);

    await expect(signUp({ accounts, clock: manualClock() }, credentials)).rejects.toBe(weak);
    expect(accounts.find).not.toHaveBeenCalled();
  });
});
