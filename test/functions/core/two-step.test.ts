/** Two-step sign-in: codes, marks of sessions, and what a failure leaves behind. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import type { Tokens } from '#functions/core/account.ts';
import { CodeNeeded, signInWithCode, startTwoStep, turnOffTwoStep, turnOnTwoStep } from '#functions/core/two-step.ts';
import { manualClock } from '../support/clock.ts';

const done: string[] = [];
const told =
  <T>(act: string, answer: T) =>
  async (): Promise<T> => {
    done.push(act);
    return answer;
  };
const tokensOf = (session: string): Tokens => ({
  accessToken: `access of ${session}`,
  refreshToken: `refresh of ${session}`,
  expiresIn: 600,
  username: 'alice',
  session,
});
const challenge = { username: 'alice', session: 'challenge' };
const wrongCode = new Refusal('wrong-code', 'Another one.');
const wrongPassword = new Refusal('wrong-credentials', 'Another one.');

const accounts = {
  signIn: vi.fn<(name: string, password: string) => Promise<Tokens>>(),
  answerChallenge: vi.fn<() => Promise<Tokens>>(),
  find: vi.fn<
    () => Promise<{ username: string; confirmed: boolean; createdAt: number; email: string; secondFactor: boolean }>
  >(),
  revoke: told('revoked', undefined),
  signOutEverywhere: told('all ended', undefined),
  startSecondFactor: told('secret made', 'SECRET'),
  verifySecondFactor: vi.fn<() => Promise<void>>(),
  setSecondFactor: vi.fn<(username: string, on: boolean) => Promise<void>>(),
};
const connections = {
  markSecondFactor: async (_: string, session: string) => void done.push(`marked ${session}`),
  add: async () => [],
  remove: async () => undefined,
  markEnded: async () => [],
  markAllEnded: async () => [],
  revoke: async () => undefined,
  isRevoked: async () => false,
};
const take = vi.fn<(counter: string) => Promise<boolean>>();
const services = {
  accounts,
  connections,
  counters: { take },
  gateway: { close: async () => 'closed' as const },
  clock: manualClock(),
};
const given = { accessToken: 'token', password: 'password', code: '123456' };

beforeEach(() => {
  done.length = 0;
  take.mockReset().mockResolvedValue(true);
  accounts.signIn.mockReset().mockResolvedValue(tokensOf('plain'));
  accounts.answerChallenge.mockReset().mockResolvedValue(tokensOf('two-step'));
  accounts.find
    .mockReset()
    .mockResolvedValue({ username: 'alice', confirmed: true, createdAt: 0, email: '', secondFactor: false });
  accounts.verifySecondFactor.mockReset().mockImplementation(told('verified', undefined));
  accounts.setSecondFactor
    .mockReset()
    .mockImplementation(async (_, on) => void done.push(`turned ${on ? 'on' : 'off'}`));
});

describe('signing in', () => {
  it('takes no code where two-step sign-in is off, and marks nothing', async () => {
    expect(await signInWithCode(services, 'alice', 'password', '123456')).toEqual(tokensOf('plain'));
    expect(done).toEqual([]);
    expect(take).not.toHaveBeenCalled();
  });

  it('asks for a code where it is on', async () => {
    accounts.signIn.mockRejectedValue(new CodeNeeded(challenge));

    await expect(signInWithCode(services, 'alice', 'password', undefined)).rejects.toMatchObject({
      code: 'code-needed',
    });
    expect(accounts.answerChallenge).not.toHaveBeenCalled();
  });

  it('with the code marks the session', async () => {
    accounts.signIn.mockRejectedValue(new CodeNeeded(challenge));

    const tokens = await signInWithCode(services, 'Alice@example.org', 'password', '123456');

    expect(tokens).toEqual({ ...tokensOf('two-step'), secondFactor: true });
    expect(accounts.answerChallenge).toHaveBeenCalledExactlyOnceWith(challenge, '123456');
    expect(done).toEqual(['marked two-step']);
  });

  it('with a wrong code marks nothing', async () => {
    accounts.signIn.mockRejectedValue(new CodeNeeded(challenge));
    accounts.answerChallenge.mockRejectedValue(wrongCode);

    await expect(signInWithCode(services, 'alice', 'password', '123456')).rejects.toBe(wrongCode);
    expect(done).toEqual([]);
  });

  it('counts codes by the person, whichever of their names is given, and tries none beyond the limit', async () => {
    accounts.signIn.mockRejectedValue(new CodeNeeded(challenge));
    take.mockResolvedValue(false);

    await expect(signInWithCode(services, 'alice@example.org', 'password', '123456')).rejects.toMatchObject({
      code: 'too-many-requests',
    });
    expect(take.mock.calls[0]?.[0]).toMatch(/^codes#alice#/);
    expect(accounts.answerChallenge).not.toHaveBeenCalled();
  });
});

describe('turning it on', () => {
  it('ends every session after the factor is on, and starts none', async () => {
    await turnOnTwoStep(services, 'alice', given);

    expect(done).toEqual(['verified', 'turned on', 'all ended']);
  });

  it('leaves no session without a code, whenever somebody signs in with the password meanwhile', async () => {
    const sessions = new Set(['the owner']);
    let isOn = false;
    let count = 0;
    const signIn = async (): Promise<Tokens> => {
      if (isOn) throw new CodeNeeded(challenge);
      const session = `session ${++count}`;
      sessions.add(session);
      return tokensOf(session);
    };
    accounts.signIn.mockImplementation(signIn);
    accounts.verifySecondFactor.mockImplementation(async () => void (await signIn()));
    accounts.setSecondFactor.mockImplementation(async (_, on) => {
      await signIn();
      isOn = on;
      await signIn().catch(() => undefined);
    });
    const signOutEverywhere = async (): Promise<undefined> => {
      sessions.clear();
      await signIn().catch(() => undefined);
    };
    const clock = { ...manualClock(), sleep: async () => void (await signIn().catch(() => undefined)) };

    await turnOnTwoStep({ ...services, clock, accounts: { ...accounts, signOutEverywhere } }, 'alice', given);

    expect(count).toBeGreaterThan(2);
    expect([...sessions]).toEqual([]);
  });

  it.each([
    ['a wrong password', () => accounts.signIn.mockRejectedValue(wrongPassword), 'wrong-credentials', []],
    ['a wrong code', () => accounts.verifySecondFactor.mockRejectedValue(wrongCode), 'wrong-code', ['revoked']],
    ['too many codes', () => take.mockResolvedValue(false), 'too-many-requests', ['revoked']],
    ['a factor that is on', () => accounts.signIn.mockRejectedValue(new CodeNeeded(challenge)), 'two-step-on', []],
  ])('with %s changes nothing, and ends no session but its own proof', async (_, arrange, code, left) => {
    arrange();

    await expect(turnOnTwoStep(services, 'alice', given)).rejects.toMatchObject({ code });
    expect(done).toEqual(left);
  });

  it('begins with a secret, unless it is on: a stolen session must not replace the app', async () => {
    expect(await startTwoStep(services, 'alice', 'token')).toBe('SECRET');

    accounts.find.mockResolvedValue({
      username: 'alice',
      confirmed: true,
      createdAt: 0,
      email: '',
      secondFactor: true,
    });
    await expect(startTwoStep(services, 'alice', 'token')).rejects.toMatchObject({ code: 'two-step-on' });
    expect(done).toEqual(['secret made']);
  });
});

describe('turning it off', () => {
  it('takes the password and a code, and leaves no session of its own', async () => {
    accounts.signIn.mockRejectedValue(new CodeNeeded(challenge));

    await turnOffTwoStep(services, 'alice', 'password', '123456');

    expect(done).toEqual(['marked two-step', 'turned off', 'revoked']);
  });

  it('does nothing where it is off', async () => {
    await turnOffTwoStep(services, 'alice', 'password', '123456');

    expect(done).toEqual(['revoked']);
  });
});
