/** Mails that strangers request: how many one mailbox gets, how many one network requests, and what that tells. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import { type Keys, deriveKey } from '#functions/core/keys.ts';
import {
  MAILS_TO_MAILBOX,
  type MailServices,
  countMailFrom,
  mailCodeAgain,
  mailNewAccount,
  mailPasswordCode,
  mailboxOf,
} from '#functions/core/mails.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { memoryAttempts } from '../support/memory-attempts.ts';

const HOUR = 60 * 60_000;
const keys: Keys = async (purpose) => deriveKey('root', purpose);
const ALICE = { username: 'alice', confirmed: true, createdAt: NOW, email: 'alice@example.org' };
/** Signed up, with the address of Alice. */
const MALLORY = { username: 'mallory', confirmed: false, createdAt: NOW, email: 'Alice@Example.org' };
const password = 'correct horse battery';

function world(mailsPerHour?: number) {
  const clock = manualClock();
  const { attempts, counts } = memoryAttempts();
  const perHour = new Map<string, number>();
  /** The calls of the user pool, in order. */
  const calls: string[] = [];
  let sent = 0;
  const services: MailServices = {
    accounts: {
      find: async (name) => {
        calls.push(`find ${name}`);
        const lower = name.toLowerCase();
        const found = [ALICE, MALLORY].find(
          ({ username, confirmed, email }) => username === lower || (confirmed && email.toLowerCase() === lower),
        );
        if (!found) throw new Refusal('no-session', '');
        return found;
      },
      signUp: async ({ username, addressIsTaken, language }) => {
        calls.push(`sign-up ${username} ${addressIsTaken} ${language}`);
        if (username === 'taken') throw new Refusal('name-taken', '');
      },
      resendCode: async (name, language, addressIsTaken) => {
        calls.push(`resend ${name} ${addressIsTaken} ${language}`);
        if (name !== 'mallory') throw new Refusal('wrong-code', '');
      },
      forgotPassword: async (name, language) => {
        calls.push(`forgot ${name} ${language}`);
        if (![ALICE.username, ALICE.email].includes(name)) throw new Refusal('wrong-code', '');
      },
      removeOnce: async () => undefined,
    },
    users: { get: async () => undefined },
    countSent: () => (sent += 1),
    attempts,
    counters: {
      take: async (counter, limit) => {
        const taken = perHour.get(counter) ?? 0;
        if (taken < limit) perHour.set(counter, taken + 1);
        return taken < limit;
      },
    },
    mailsPerHour,
    keys,
    newId: () => 'some-id',
    clock,
  };
  const signUp = (username: string, email: string) =>
    mailNewAccount(services, { username, email, password }, 'tr').then(
      () => 'mailed',
      (error: unknown) => (error instanceof Refusal ? error.code : 'failed'),
    );
  return { sent: () => sent, services, clock, calls, counts, perHour, signUp };
}

const times = async (count: number, act: (i: number) => Promise<unknown>): Promise<unknown[]> => {
  const answers = [];
  for (let i = 0; i < count; i++) answers.push(await act(i));
  return answers;
};
const MANY = MAILS_TO_MAILBOX + 2;

describe('a mailbox', () => {
  it.each(['alice@example.org', 'nobody@example.org'])(
    'gets five codes for new accounts, whatever their names; then sign-ups are refused (%s)',
    async (email) => {
      const { signUp, calls } = world();

      const answers = await times(MANY, (i) => signUp(`name${i}`, email));

      expect(answers).toEqual([...Array(MAILS_TO_MAILBOX).fill('mailed'), 'too-many-requests', 'too-many-requests']);
      expect(calls.filter((call) => call.startsWith('sign-up'))).toHaveLength(MAILS_TO_MAILBOX);
    },
  );

  it('is one under all its spellings', async () => {
    const { signUp } = world();
    const spellings = ['al.ice@example.org', 'alice+1@example.org', 'ALICE+2@Example.org', 'a.l.i.c.e@example.org'];

    await times(4, (i) => signUp(`name${i}`, spellings[i] ?? ''));

    expect([await signUp('fifth', 'alice@example.org'), await signUp('sixth', 'alice@example.org')]).toEqual([
      'mailed',
      'too-many-requests',
    ]);
    expect(await signUp('other', 'alice@example.com')).toBe('mailed');
  });

  it('is mailed again an hour after the last mail', async () => {
    const { signUp, clock } = world();
    await times(MANY, (i) => signUp(`name${i}`, ALICE.email));
    clock.time += HOUR - 1000;
    const tooEarly = await signUp('early', ALICE.email);
    clock.time += 2000;

    expect([tooEarly, await signUp('late', ALICE.email)]).toEqual(['too-many-requests', 'mailed']);
  });

  it('is not used up by names that are taken, which mail nothing', async () => {
    const { signUp } = world();

    expect(new Set(await times(20, () => signUp('taken', 'new@example.org')))).toEqual(new Set(['name-taken']));
    expect(await signUp('free', 'new@example.org')).toBe('mailed');
  });

  it('gets five codes for new passwords, by name and address together, and silence after that', async () => {
    const { services, calls } = world();

    await times(4, () => mailPasswordCode(services, 'alice', 'tr'));
    await times(MANY, () => mailPasswordCode(services, 'alice@example.org', 'tr'));

    expect(calls.filter((call) => call.startsWith('forgot alice'))).toHaveLength(MAILS_TO_MAILBOX);
  });

  it('is counted for the operator where a mail is sent, and not for a name that nobody has', async () => {
    const { services, sent } = world();

    await mailNewAccount(services, { username: 'bob', email: 'bob@example.org', password }, 'tr');
    await mailPasswordCode(services, 'alice', 'tr');
    await mailCodeAgain(services, 'mallory', 'tr');
    await mailPasswordCode(services, 'nobody', 'tr');
    await mailNewAccount(services, { username: 'taken', email: 'bob@example.org', password }, 'tr').catch(
      () => undefined,
    );

    expect(sent()).toBe(3);
  });

  it('gets five codes again for an account that is not confirmed', async () => {
    const { services, calls } = world();

    await times(MANY, () => mailCodeAgain(services, 'mallory', 'tr'));

    expect(calls.filter((call) => call.startsWith('resend mallory'))).toHaveLength(MAILS_TO_MAILBOX);
  });

  it('counts each purpose by itself: no count tells which address belongs to a name', async () => {
    const { services, signUp, calls } = world();
    await times(MANY, () => mailCodeAgain(services, 'mallory', 'tr'));
    await times(MANY, () => mailPasswordCode(services, 'alice', 'tr'));

    expect(await signUp('somebody', ALICE.email)).toBe('mailed');
    await times(MANY, (i) => signUp(`name${i}`, MALLORY.email));
    expect(calls.filter((call) => call.startsWith('forgot alice'))).toHaveLength(MAILS_TO_MAILBOX);
  });

  it.each([
    ['a new password', mailPasswordCode, 'alice', 'nobody'],
    ['another code', mailCodeAgain, 'mallory', 'nobody'],
  ])('makes the same calls for %s whether or not there is an account, within the limit and beyond', async (...row) => {
    const [, mail, known, unknown] = row;
    const kindsOf = async (name: string) => {
      const { services, calls, counts } = world();
      await times(MANY, () => mail(services, name, 'en'));
      return { calls: calls.map((call) => call.split(' ')[0]), counts: counts.size };
    };

    expect(await kindsOf(unknown)).toEqual(await kindsOf(known));
  });

  it('is named in no counter', async () => {
    const { services, signUp, counts } = world();
    await signUp('new', ALICE.email);
    await mailPasswordCode(services, 'alice', 'tr');

    expect([...counts.keys()].join()).not.toMatch(/alice|example|new/);
  });
});

describe('the owner of an address', () => {
  it('is told by the mail to a new account with it, and by its repetitions', async () => {
    const { services, signUp, calls } = world();

    await signUp('mallory2', 'ALICE@example.org');
    await signUp('bob', 'bob@example.org');
    await mailCodeAgain(services, 'mallory', 'tr');

    expect(calls.filter((call) => !call.startsWith('find'))).toEqual([
      'sign-up mallory2 true tr',
      'sign-up bob false tr',
      'resend mallory true tr',
    ]);
  });

  it('is looked up at every sign-up, so that a known address takes as long', async () => {
    const { signUp, calls } = world();

    await signUp('one', ALICE.email);
    await signUp('two', 'nobody@example.org');

    expect(calls.map((call) => call.split(' ')[0])).toEqual(['find', 'sign-up', 'find', 'sign-up']);
  });
});

describe('a network', () => {
  const from = (address: string) => async () => address;
  const ask = (services: MailServices, address: string) =>
    countMailFrom(services, from(address)).then(
      () => 'counted',
      (error: unknown) => error,
    );

  it('requests as many mails an hour as the setting says, and is told when it may go on', async () => {
    const { services, clock } = world(2);
    await times(2, () => ask(services, '203.0.113.7'));

    expect(await ask(services, '203.0.113.7')).toMatchObject({
      code: 'too-many-requests',
      retryAfter: Math.ceil((HOUR - (NOW % HOUR)) / 1000),
    });
    expect(await ask(services, '203.0.113.8')).toBe('counted');
    clock.time += HOUR;
    expect(await ask(services, '203.0.113.7')).toBe('counted');
  });

  it('is a /64 of IPv6', async () => {
    const { services, perHour } = world(2);
    await times(2, (i) => ask(services, `2001:db8:1:2:${i}::1`));

    expect(await ask(services, '2001:db8:1:2::9')).toMatchObject({ code: 'too-many-requests' });
    expect(await ask(services, '2001:db8:1:3::9')).toBe('counted');
    expect([...perHour.keys()].join()).not.toMatch(/2001|db8/);
  });

  it('has no limit, and is not even looked at, where the setting is 0', async () => {
    const { services, perHour } = world();

    await countMailFrom(services, () => Promise.reject(new Error('asked')));

    expect(perHour.size).toBe(0);
  });
});

it.each([
  ['Al.Ice+shop@Example.org', 'alice@example.org'],
  ['+tag@example.org', '+tag@example.org'],
  ['a@b@example.org', 'a@b@example.org'],
  ['Alice', 'alice'],
])('the mailbox of %s is %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});
