/** Signing up and confirming: names that are free, taken or abandoned. */

import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Accounts, Users } from '#functions/core/ports.ts';
import { confirm, signUp } from '#functions/core/sign-up.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const credentials = {
  username: 'alice',
  email: 'alice@example.org',
  password: 'correct horse battery',
  addressIsTaken: false,
  language: 'en' as const,
};
const taken = new Refusal('name-taken', 'Choose another name.');

function keeper() {
  const accounts = {
    signUp: vi.fn<Accounts['signUp']>().mockResolvedValue(undefined),
    find: vi.fn<Accounts['find']>(),
    confirm: vi.fn<Accounts['confirm']>().mockResolvedValue(undefined),
    removeOnce: vi.fn<Accounts['removeOnce']>().mockResolvedValue(undefined),
  } satisfies Partial<Accounts>;
  return accounts;
}

const servicesWith = (accounts: ReturnType<typeof keeper>) => ({
  accounts,
  users: { get: vi.fn<Users['get']>().mockResolvedValue(undefined) },
  attempts: memoryAttempts().attempts,
  clock: manualClock(),
});

const account = (age: number, confirmed = false) => ({
  username: 'alice',
  confirmed,
  createdAt: NOW - age,
  email: 'somebody@example.org',
});

describe('signing up', () => {
  it('signs up once where the name is free', async () => {
    const accounts = keeper();

    await signUp(servicesWith(accounts), credentials);

    expect(accounts.signUp).toHaveBeenCalledExactlyOnceWith(credentials);
    expect(accounts.find).not.toHaveBeenCalled();
  });

  it.each([
    ['somebody has', {}],
    ['a deleted person had', { deletedAt: 1 }],
  ])('refuses a name that %s before it asks the user pool, whose trigger could only fail', async (_, more) => {
    const accounts = keeper();
    const services = servicesWith(accounts);
    services.users.get.mockResolvedValue({ username: 'alice', displayName: 'Alice', createdAt: 0, ...more });

    await expect(signUp(services, credentials)).rejects.toMatchObject({ code: 'name-taken' });
    expect(accounts.signUp).not.toHaveBeenCalled();
  });

  it('frees a name whose address was not confirmed within a day', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValueOnce(taken);
    accounts.find.mockResolvedValue(account(24 * HOUR + 1));

    await signUp(servicesWith(accounts), credentials);

    expect(accounts.removeOnce).toHaveBeenCalledExactlyOnceWith('alice');
    expect(accounts.signUp).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['confirmed, however old', account(1000 * HOUR, true)],
    ['unconfirmed, and no older than a day', account(24 * HOUR)],
  ])('refuses a name whose account is %s', async (_, found) => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockResolvedValue(found);

    await expect(signUp(servicesWith(accounts), credentials)).rejects.toBe(taken);
    expect(accounts.removeOnce).not.toHaveBeenCalled();
  });

  it('refuses the name of a deleted person, which has no account', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockRejectedValue(new Refusal('no-session', 'There is no such account.'));

    await expect(signUp(servicesWith(accounts), credentials)).rejects.toBe(taken);
    expect(accounts.removeOnce).not.toHaveBeenCalled();
  });

  it('fails where the account of the name could not be read', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockRejectedValue(new Error('Cognito is away'));

    await expect(signUp(servicesWith(accounts), credentials)).rejects.toThrow('Cognito is away');
    expect(accounts.removeOnce).not.toHaveBeenCalled();
  });

  it('refuses a name that another function is freeing, and for as long as that one may live', async () => {
    const accounts = keeper();
    const services = servicesWith(accounts);
    accounts.find.mockResolvedValue(account(25 * HOUR));
    accounts.signUp.mockRejectedValueOnce(taken).mockResolvedValueOnce().mockRejectedValue(taken);
    await signUp(services, credentials);

    await expect(signUp(services, credentials)).rejects.toBe(taken);
    services.clock.time += 9 * MINUTE;
    await expect(signUp(services, credentials)).rejects.toBe(taken);

    expect(accounts.removeOnce).toHaveBeenCalledTimes(1);
  });

  it('refuses a name that somebody else took anew since it was looked at', async () => {
    const accounts = keeper();
    accounts.signUp.mockRejectedValue(taken);
    accounts.find.mockResolvedValueOnce(account(25 * HOUR)).mockResolvedValueOnce(account(0));

    await expect(signUp(servicesWith(accounts), credentials)).rejects.toBe(taken);
    expect(accounts.removeOnce).not.toHaveBeenCalled();
  });

  it('throws every other refusal, and frees nothing', async () => {
    const accounts = keeper();
    const weak = new Refusal('invalid', 'Choose a different password.');
    accounts.signUp.mockRejectedValue(weak);

    await expect(signUp(servicesWith(accounts), credentials)).rejects.toBe(weak);
    expect(accounts.find).not.toHaveBeenCalled();
  });
});

describe('confirming', () => {
  const wrong = new Refusal('wrong-code', 'Check the code.');

  it.each([
    ['a new one', account(0)],
    ['one that cannot be removed for five more minutes', account(24 * HOUR - 5 * MINUTE)],
  ])('an account confirms %s by its code', async (_, found) => {
    const accounts = keeper();
    accounts.find.mockResolvedValue(found);

    await confirm(servicesWith(accounts), 'alice', '123456', true);

    expect(accounts.confirm).toHaveBeenCalledExactlyOnceWith('alice', '123456');
  });

  it.each([24 * HOUR - 5 * MINUTE + 1, 24 * HOUR, 100 * HOUR])(
    'an account of %i ms is refused, since it may be removed meanwhile',
    async (age) => {
      const accounts = keeper();
      accounts.find.mockResolvedValue(account(age));

      const late = confirm(servicesWith(accounts), 'alice', '123456', true);

      await expect(late).rejects.toMatchObject({
        code: 'wrong-code',
        message: expect.stringContaining('Sign up again'),
      });
      expect(accounts.confirm).not.toHaveBeenCalled();
    },
  );

  it('once more succeeds on the same device, whose first answer may have been lost', async () => {
    const accounts = keeper();
    accounts.find.mockResolvedValue(account(100 * HOUR, true));
    accounts.confirm.mockRejectedValue(wrong);

    await confirm(servicesWith(accounts), 'alice', '123456', true);

    await expect(confirm(servicesWith(accounts), 'alice', '123456', false)).rejects.toBe(wrong);
  });

  it('a name that nobody has fails as at the user pool', async () => {
    const accounts = keeper();
    accounts.find.mockRejectedValue(new Refusal('no-session', 'There is no such account.'));
    accounts.confirm.mockRejectedValue(wrong);

    await expect(confirm(servicesWith(accounts), 'alice', '123456', false)).rejects.toBe(wrong);
    expect(accounts.confirm).toHaveBeenCalledTimes(1);
  });

  it('fails where the account could not be read', async () => {
    const accounts = keeper();
    accounts.find.mockRejectedValue(new Error('Cognito is away'));

    await expect(confirm(servicesWith(accounts), 'alice', '123456', true)).rejects.toThrow('Cognito is away');
  });
});
