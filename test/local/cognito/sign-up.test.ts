import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { CLIENT, PASSWORD, POOL, startUserPool } from './user-pool.ts';

const HOUR = 60 * 60_000;
const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('signing up', () => {
  it('opens an unconfirmed account, mails a code and says where to without the whole address', async () => {
    const pool = await startUserPool();

    const answer = await pool.signUp('alice', 'alice@example.com');

    expect(answer.UserConfirmed).toBe(false);
    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    const { to, subject, text, code, at } = pool.outbox.mails()[0] ?? {};
    expect([to, subject, at]).toEqual(['alice@example.com', 'Your code', '2026-01-01T00:00:00.000Z']);
    expect(text).toBe(`Hello alice, your code is ${code}.\nNot you? Ignore this.`);
    expect(code).toMatch(/^[0-9]{6}$/);
    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: 'alice' }));
    expect(user).toMatchObject({
      Username: 'alice',
      UserStatus: 'UNCONFIRMED',
      UserCreateDate: new Date('2026-01-01T00:00:00Z'),
    });
    expect(user.UserAttributes).toContainEqual({ Name: 'sub', Value: answer.UserSub });
  });

  it('refuses a name that is taken, whatever its case', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');

    await expect(pool.signUp('ALICE', 'other@example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User already exists',
    });
  });

  it('lets one of two sign-ups with a name that come at once succeed', async () => {
    const pool = await startUserPool();

    const outcomes = await Promise.allSettled([
      pool.signUp('alice', 'a@example.com'),
      pool.signUp('alice', 'b@example.com'),
    ]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(pool.outbox.mails()).toHaveLength(1);
  });

  it.each([
    ['a short password', 'alice', 'alice@example.com', 'short', 'InvalidPasswordException', 'Password not long enough'],
    [
      'a password that begins with a space',
      'alice',
      'alice@example.com',
      ` ${PASSWORD}`,
      'InvalidParameterException',
      "'password'",
    ],
    ['a name with a space', 'al ice', 'alice@example.com', PASSWORD, 'InvalidParameterException', "'username'"],
    [
      'a name that reads as an address',
      'alice@example.com',
      'alice@example.com',
      PASSWORD,
      'InvalidParameterException',
      'email format',
    ],
    [
      'something that is no address',
      'alice',
      'nowhere',
      PASSWORD,
      'InvalidParameterException',
      'Invalid email address format.',
    ],
  ])('refuses %s', async (_what, username, email, password, name, message) => {
    const pool = await startUserPool();

    await expect(pool.signUp(username, email, password)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });

    expect(pool.outbox.mails()).toEqual([]);
  });

  it('asks of a password what the policy asks', async () => {
    const policy = { RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true };
    const pool = await startUserPool({ pool: { Policies: { PasswordPolicy: policy } } });

    for (const [password, missing] of [
      ['ABCDEFG1!', 'lowercase'],
      ['abcdefg1!', 'uppercase'],
      ['Abcdefgh!', 'numeric'],
      ['Abcdefgh1', 'symbol'],
    ] as const) {
      await expect(pool.signUp('alice', 'alice@example.com', password)).rejects.toThrow(
        `Password must have ${missing} characters`,
      );
    }
    await expect(pool.signUp('alice', 'alice@example.com', 'Abcdefg1!')).resolves.toMatchObject({
      UserConfirmed: false,
    });
  });

  it('refuses a missing address, attributes the client may not write, and clients that do not exist', async () => {
    const { sdk } = await startUserPool();
    const account = { ClientId: CLIENT, Username: 'alice', Password: PASSWORD };
    const verified = [
      { Name: 'email', Value: 'alice@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ];
    const withVerified = new SignUpCommand({ ...account, UserAttributes: verified });
    const withOtherClient = new SignUpCommand({ ...account, ClientId: 'other' });

    await expect(sdk.send(new SignUpCommand(account))).rejects.toThrow('email: The attribute is required');
    await expect(sdk.send(withVerified)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(sdk.send(withOtherClient)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('confirming', () => {
  it('makes the account confirmed and its address verified', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');

    await pool.confirm('Alice');

    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: 'alice' }));
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('takes a code once', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    await pool.confirm('alice');

    await expect(pool.confirm('alice')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('refuses a wrong code, and after five of them the right one too, for an hour', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    const code = pool.newestCode();
    for (let tries = 0; tries < 5; tries++) {
      await expect(pool.confirm('alice', wrong(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }

    await expect(pool.confirm('alice', code)).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.clock.now += HOUR;
    await expect(pool.confirm('alice', code)).resolves.toBeDefined();
  });

  it('refuses a code after 24 hours', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    pool.clock.now += 24 * HOUR;

    await expect(pool.confirm('alice')).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  it('answers for a name nobody has like for an expired code, unless the client says who exists', async () => {
    const discreet = await startUserPool();
    const legacy = await startUserPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });

    await expect(discreet.confirm('nobody', '123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await expect(legacy.confirm('nobody', '123456')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('lets anybody sign up with an address somebody has confirmed, and nobody else confirm it', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice', 'shared@example.com');
    await pool.confirm('alice');

    await pool.signUp('mallory', 'Shared@Example.com');

    expect(pool.outbox.mails()[0]?.to).toBe('Shared@Example.com');
    await expect(pool.confirm('mallory')).rejects.toMatchObject({ name: 'AliasExistsException' });
    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: 'mallory' }));
    expect(user.UserStatus).toBe('UNCONFIRMED');
  });

  it('gives an address to one of two who confirm it at once', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice', 'shared@example.com');
    const codeOfAlice = pool.newestCode();
    await pool.signUp('bob', 'shared@example.com');

    const outcomes = await Promise.allSettled([pool.confirm('alice', codeOfAlice), pool.confirm('bob')]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('never moves an address to another account', async () => {
    const { sdk } = await startUserPool();
    const command = new ConfirmSignUpCommand({
      ClientId: CLIENT,
      Username: 'alice',
      ConfirmationCode: '123456',
      ForceAliasCreation: true,
    });

    await expect(sdk.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('asking for another code', () => {
  const resend = (Username: string) => new ResendConfirmationCodeCommand({ ClientId: CLIENT, Username });

  it('mails a new one, and the one before no longer counts', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    const first = pool.newestCode();

    await pool.sdk.send(resend('alice'));
    while (pool.newestCode() === first) await pool.sdk.send(resend('alice'));

    await expect(pool.confirm('alice', first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(pool.confirm('alice')).resolves.toBeDefined();
  });

  it('mails at most five codes an hour', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    for (let mails = 1; mails < 5; mails++) await pool.sdk.send(resend('alice'));

    await expect(pool.sdk.send(resend('alice'))).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.clock.now += HOUR;
    await expect(pool.sdk.send(resend('alice'))).resolves.toBeDefined();
  });

  it('pretends to, for a name nobody has and for one that is confirmed', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    await pool.confirm('alice');

    const answers = [await pool.sdk.send(resend('alice')), await pool.sdk.send(resend('nobody'))];

    expect(answers.map((answer) => answer.CodeDeliveryDetails?.DeliveryMedium)).toEqual(['EMAIL', 'EMAIL']);
    expect(pool.outbox.mails()).toHaveLength(1);
  });

  it('says so where the client says who exists', async () => {
    const pool = await startUserPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await pool.signUp('alice');
    await pool.confirm('alice');

    const confirmed = { name: 'InvalidParameterException', message: 'User is already confirmed.' };
    await expect(pool.sdk.send(resend('alice'))).rejects.toMatchObject(confirmed);
    await expect(pool.sdk.send(resend('nobody'))).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
