/** Signing up and confirming an address. */
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { CLIENT, PASSWORD, POOL, startUserPool } from './user-pool.ts';

const HOUR_MS = 60 * 60_000;
const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('signing up', () => {
  it('creates an unconfirmed account, mails a code, and returns the address with most of it hidden', async () => {
    const pool = await startUserPool();

    const output = await pool.signUp('alice', 'alice@example.com');

    expect(output.UserConfirmed).toBe(false);
    expect(output.CodeDeliveryDetails).toEqual({
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
    expect(user.UserAttributes).toContainEqual({ Name: 'sub', Value: output.UserSub });
  });

  it('refuses a name that is taken, in any case', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');

    await expect(pool.signUp('ALICE', 'other@example.com')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User already exists',
    });
  });

  it('lets one of two concurrent sign-ups with the same name succeed', async () => {
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
      'a name that looks like an address',
      'alice@example.com',
      'alice@example.com',
      PASSWORD,
      'InvalidParameterException',
      'email format',
    ],
    ['an invalid address', 'alice', 'nowhere', PASSWORD, 'InvalidParameterException', 'Invalid email address format.'],
  ])('refuses %s', async (_what, username, email, password, name, message) => {
    const pool = await startUserPool();

    await expect(pool.signUp(username, email, password)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });

    expect(pool.outbox.mails()).toEqual([]);
  });

  it('requires a password that conforms to the policy', async () => {
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

  it('refuses a missing address, attributes that the client may not write, and unknown clients', async () => {
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
  it('confirms the account and verifies its address', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');

    await pool.confirm('Alice');

    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: 'alice' }));
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('accepts a code once', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    await pool.confirm('alice');

    await expect(pool.confirm('alice')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('refuses a wrong code, and after five wrong ones even the right one for an hour', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    const code = pool.newestCode();
    for (let tries = 0; tries < 5; tries++) {
      await expect(pool.confirm('alice', wrong(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }

    await expect(pool.confirm('alice', code)).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.clock.now += HOUR_MS;
    await expect(pool.confirm('alice', code)).resolves.toBeDefined();
  });

  it('refuses a code after 24 hours', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    pool.clock.now += 24 * HOUR_MS;

    await expect(pool.confirm('alice')).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  it('treats an unknown name like an expired code, unless the client reveals who exists', async () => {
    const discreet = await startUserPool();
    const legacy = await startUserPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });

    await expect(discreet.confirm('nobody', '123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await expect(legacy.confirm('nobody', '123456')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('lets others sign up with a confirmed address, but not confirm it', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice', 'shared@example.com');
    await pool.confirm('alice');

    await pool.signUp('mallory', 'Shared@Example.com');

    expect(pool.outbox.mails()[0]?.to).toBe('Shared@Example.com');
    await expect(pool.confirm('mallory')).rejects.toMatchObject({ name: 'AliasExistsException' });
    const user = await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: 'mallory' }));
    expect(user.UserStatus).toBe('UNCONFIRMED');
  });

  it('gives an address to one of two accounts that confirm it at once', async () => {
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

describe('requesting another code', () => {
  const resend = (Username: string) => new ResendConfirmationCodeCommand({ ClientId: CLIENT, Username });

  it('mails a new code, and the old one becomes invalid', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    const first = pool.newestCode();

    await pool.sdk.send(resend('alice'));
    while (pool.newestCode() === first) await pool.sdk.send(resend('alice'));

    await expect(pool.confirm('alice', first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(pool.confirm('alice')).resolves.toBeDefined();
  });

  it('mails at most five codes per hour', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    for (let mails = 1; mails < 5; mails++) await pool.sdk.send(resend('alice'));

    await expect(pool.sdk.send(resend('alice'))).rejects.toMatchObject({ name: 'LimitExceededException' });
    pool.clock.now += HOUR_MS;
    await expect(pool.sdk.send(resend('alice'))).resolves.toBeDefined();
  });

  it('pretends to mail one for an unknown or confirmed name', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');
    await pool.confirm('alice');

    const outputs = [await pool.sdk.send(resend('alice')), await pool.sdk.send(resend('nobody'))];

    expect(outputs.map((output) => output.CodeDeliveryDetails?.DeliveryMedium)).toEqual(['EMAIL', 'EMAIL']);
    expect(pool.outbox.mails()).toHaveLength(1);
  });

  it('is refused for them if the client reveals who exists', async () => {
    const pool = await startUserPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await pool.signUp('alice');
    await pool.confirm('alice');

    const confirmed = { name: 'InvalidParameterException', message: 'User is already confirmed.' };
    await expect(pool.sdk.send(resend('alice'))).rejects.toMatchObject(confirmed);
    await expect(pool.sdk.send(resend('nobody'))).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
