/** Who may act: what the checks ask for, and whom they refuse. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Standing } from '#functions/core/account.ts';
import { administratorCheck, isActive, personCheck, type Caller } from '#functions/core/acting.ts';
import type { Users } from '#functions/core/ports.ts';
import type { User } from '#functions/core/user.ts';

const chief: User = { username: 'chief', displayName: 'chief', createdAt: 0 };
const caller: Caller = { username: 'chief', session: 'one', issuedAt: 1_000, groups: ['admins'] };

const get = vi.fn<Users['get']>();
const isEnded = vi.fn<(username: string, session: string, issuedAt: number) => Promise<boolean>>();
const hasSecondFactor = vi.fn<(username: string, session: string) => Promise<boolean>>();
const standing = vi.fn<(username: string) => Promise<Standing | undefined>>();
const checkAdministrator = administratorCheck({
  users: { get },
  connections: { isEnded, hasSecondFactor },
  accounts: { standing },
});

const chiefNow: Standing = { enabled: true, secondFactor: true, groups: ['testers', 'admins'] };

beforeEach(() => {
  get.mockReset().mockResolvedValue(chief);
  isEnded.mockReset().mockResolvedValue(false);
  hasSecondFactor.mockReset().mockResolvedValue(true);
  standing.mockReset().mockResolvedValue(chiefNow);
});

describe('a person', () => {
  it.each<[who: string, profile: User | undefined, active: boolean]>([
    ['has a profile', chief, true],
    ['has none yet', undefined, true],
    ['is disabled', { ...chief, disabledAt: 0 }, false],
    ['was deleted', { ...chief, deletedAt: 0 }, false],
  ])('who %s is active or not', async (_, profile, active) => {
    get.mockResolvedValue(profile);

    const [outcome] = await Promise.allSettled([personCheck({ get })(caller)]);

    expect(isActive(profile)).toBe(active);
    expect(outcome).toMatchObject(active ? { status: 'fulfilled' } : { reason: { code: 'no-session' } });
    expect(get).toHaveBeenCalledExactlyOnceWith('chief', 'strong');
  });
});

describe('an administrator', () => {
  it('acts while everything holds that the token says', async () => {
    await checkAdministrator(caller);

    expect(get).toHaveBeenCalledExactlyOnceWith('chief', 'strong');
    expect(isEnded).toHaveBeenCalledExactlyOnceWith('chief', 'one', 1_000);
  });

  it.each<[state: string, arrange: () => unknown, code: string]>([
    ['disabled', () => get.mockResolvedValue({ ...chief, disabledAt: 1 }), 'no-session'],
    ['deleted', () => get.mockResolvedValue({ ...chief, deletedAt: 1 }), 'no-session'],
    ['signed out', () => isEnded.mockResolvedValue(true), 'no-session'],
    [
      'disabled in the user pool alone',
      () => standing.mockResolvedValue({ enabled: false, groups: ['admins'] }),
      'no-session',
    ],
    ['without an account', () => standing.mockResolvedValue(undefined), 'no-session'],
    ['in a session without the factor', () => hasSecondFactor.mockResolvedValue(false), 'second-factor-needed'],
    [
      'without a factor now',
      () => standing.mockResolvedValue({ ...chiefNow, secondFactor: false }),
      'second-factor-needed',
    ],
    ['out of the group', () => standing.mockResolvedValue({ enabled: true, groups: ['testers'] }), 'not-found'],
  ])('who is %s is refused', async (_, arrange, code) => {
    arrange();

    await expect(checkAdministrator(caller)).rejects.toMatchObject({ code });
  });

  it.each([[[]], [['testers', 'admins-of-another', 'admin']]])(
    'whose token has the groups %j is none, and nothing is asked for',
    async (groups) => {
      await expect(checkAdministrator({ ...caller, groups })).rejects.toMatchObject({ code: 'not-found' });

      for (const asked of [get, isEnded, hasSecondFactor, standing]) expect(asked).not.toHaveBeenCalled();
    },
  );
});
