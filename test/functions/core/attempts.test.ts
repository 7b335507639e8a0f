/** How often passwords and codes may be guessed: by strangers together, and by each known device. */
import { describe, expect, it } from 'vitest';
import { Refusal, type RefusalCode } from '#contract/refusal.ts';
import { CODE, FAILURES_MAX, PASSWORD, accountOf, attempt, hashedName } from '#functions/core/attempts.ts';
import { type Keys, deriveKey } from '#functions/core/keys.ts';
import { DEVICE_LIFETIME_MS, deviceCookie, knownDevice } from '#functions/core/known-device.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const MINUTE = 60_000;
const keys: Keys = async (purpose) => deriveKey('root', purpose);

function world() {
  const { attempts, counts } = memoryAttempts();
  const clock = manualClock();
  const services = { attempts, keys, newId: () => 'some-id', clock };
  /** The names at which attempts were made. */
  const reached: string[] = [];
  const guess = async (code: RefusalCode | undefined, device?: string, account = 'alice', secret = PASSWORD) => {
    try {
      await attempt(services, secret, { account, name: account, device }, async (name) => {
        reached.push(name);
        if (name !== account) throw new Refusal('wrong-credentials', '');
        if (code) throw new Refusal(code, '');
      });
      return 'done';
    } catch (error) {
      return error instanceof Refusal ? error.code : 'failed';
    }
  };
  return { clock, counts, guess, reached };
}

const times = <T>(count: number, act: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, act));

describe('a password', () => {
  it('is guessed by strangers four times, one after another or at once, and by no fifth at Cognito', async () => {
    const { guess, reached } = world();

    const answers = await times(12, () => guess('wrong-credentials'));

    expect(new Set(answers)).toEqual(new Set(['wrong-credentials']));
    expect(reached.filter((name) => name === 'alice')).toHaveLength(FAILURES_MAX);
  });

  it('is then refused to strangers even if it is right, and not to a known device', async () => {
    const { guess } = world();
    await times(9, () => guess('wrong-credentials'));

    expect(await guess(undefined)).toBe('wrong-credentials');
    expect(await guess(undefined, 'phone')).toBe('done');
  });

  it('is guessed by each known device four times, which takes nothing from the others', async () => {
    const { guess } = world();

    const phone = await times(6, () => guess('wrong-credentials', 'phone'));

    expect(phone.filter((code) => code === 'too-many-requests')).toHaveLength(2);
    expect([await guess(undefined, 'desk'), await guess(undefined)]).toEqual(['done', 'done']);
  });

  it('can be tried again a minute after Cognito has forgotten the last try, which reached it later', async () => {
    const { guess, clock } = world();
    await times(3, () => guess('wrong-credentials'));
    clock.time += 14 * MINUTE;
    await guess('wrong-credentials');
    clock.time += 15 * MINUTE + 30_000;
    const tooEarly = await guess(undefined);
    clock.time += 31_000;

    expect([tooEarly, await guess(undefined)]).toEqual(['wrong-credentials', 'done']);
  });

  it('is not used up by success, nor by what is no wrong password', async () => {
    const { guess } = world();

    for (let i = 0; i < 9; i++)
      for (const code of [undefined, 'unconfirmed', 'invalid', 'too-many-requests'] as const)
        expect(await guess(code)).toBe(code ?? 'done');
  });

  it('does not give the failures of others back with a success', async () => {
    const { guess } = world();
    await times(3, () => guess('wrong-credentials'));

    await guess(undefined);

    expect(await guess('wrong-credentials')).toBe('wrong-credentials');
    expect(await guess(undefined)).toBe('wrong-credentials');
  });

  it('is refused by the same work: the attempt is made at a name that nobody has', async () => {
    const { guess, reached, counts } = world();

    const known = await times(6, () => guess('wrong-credentials', undefined, 'alice'));
    const nobody = await times(6, () => guess('wrong-credentials', undefined, 'nobody'));

    expect(nobody).toEqual(known);
    expect(reached.filter((name) => name === 'nobody-some-id')).toHaveLength(4);
    expect([...counts.keys()].join()).not.toMatch(/alice|nobody/);
  });
});

it('codes are counted apart from passwords, for a minute longer than Cognito’s hour', async () => {
  const { guess, clock } = world();
  await times(4, () => guess('wrong-code', undefined, 'alice', CODE));

  expect(await guess(undefined, undefined, 'alice', PASSWORD)).toBe('done');
  expect(await guess(undefined, undefined, 'alice', CODE)).not.toBe('done');
  clock.time += 60 * MINUTE + 30_000;
  expect(await guess(undefined, undefined, 'alice', CODE)).not.toBe('done');
  clock.time += 31_000;
  expect(await guess(undefined, undefined, 'alice', CODE)).toBe('done');
});

describe('the account of a name', () => {
  const find = async (name: string) => {
    if (name !== 'Alice@Example.org') throw new Refusal('no-session', '');
    return { username: 'alice', confirmed: true, createdAt: NOW, email: 'alice@example.org' };
  };

  it('is the same by user name and by address, in any case, and the name itself where there is none', async () => {
    const names = ['alice', 'ALICE', 'Alice@Example.org', 'Other@example.org'];

    expect(await Promise.all(names.map((name) => accountOf({ find }, name)))).toEqual([
      'alice',
      'alice',
      'alice',
      'other@example.org',
    ]);
  });

  it('is hashed with a key of its own', async () => {
    expect(await hashedName(keys, 'alice')).toMatch(/^[\w-]{22}$/);
    expect(await hashedName(keys, 'alice')).not.toBe(await hashedName(keys, 'alicf'));
  });
});

describe('the cookie of a device', () => {
  const cookie = () => deviceCookie(keys, 'alice', 'phone-1', NOW + DEVICE_LIFETIME_MS);

  it('names the device to the account it was made for, until it expires', async () => {
    expect(await knownDevice(keys, 'alice', await cookie(), NOW)).toBe('phone-1');
    expect(await knownDevice(keys, 'bob', await cookie(), NOW)).toBeUndefined();
    expect(await knownDevice(keys, 'alice', await cookie(), NOW + DEVICE_LIFETIME_MS)).toBeUndefined();
  });

  it('cannot be made without the key, nor changed', async () => {
    const [id = '', expires = '', signature = ''] = (await cookie()).split('.');
    const other: Keys = async (purpose) => deriveKey('another root', purpose);
    const forged = [
      undefined,
      '',
      'phone-1',
      `${id}.${expires}`,
      `${id}.${expires}.`,
      `phone-2.${expires}.${signature}`,
      `${id}.${expires}0.${signature}`,
      `${id}.${expires}.${'A'.repeat(43)}`,
      `${await cookie()}x`,
      await deviceCookie(other, 'alice', 'phone-1', NOW + DEVICE_LIFETIME_MS),
    ];

    for (const text of forged) expect(await knownDevice(keys, 'alice', text, NOW)).toBeUndefined();
  });
});
