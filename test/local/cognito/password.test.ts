import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Invoke } from '#local/lambda/invoke.ts';
import { CLIENT, type Options, PASSWORD, POOL, startUserPool } from './user-pool.ts';

const HOUR = 60 * 60_000;
const NEW = 'quite another phrase';
const wrong = { name: 'CodeMismatchException' };
const expired = { name: 'ExpiredCodeException' };
const denied = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

async function confirmed(options?: Options) {
  const pool = await startUserPool(options);
  await pool.signUp('alice');
  await pool.confirm('alice');
  return {
    ...pool,
    forgot: (Username = 'alice') => pool.sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username })),
    reset: (ConfirmationCode = pool.newestCode(), Password = NEW, Username = 'alice') =>
      pool.sdk.send(new ConfirmForgotPasswordCommand({ ClientId: CLIENT, Username, ConfirmationCode, Password })),
    change: (AccessToken = '', PreviousPassword = PASSWORD, ProposedPassword = NEW) =>
      pool.sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword })),
  };
}

const otherThan = (code: string): string => (code === '111111' ? '222222' : '111111');

describe('a forgotten password', () => {
  it('is replaced with the mailed code, by name or by address', async () => {
    const { outbox, signIn, forgot, reset } = await confirmed();

    const { CodeDeliveryDetails } = await forgot('alice@example.com');
    await reset();

    expect(CodeDeliveryDetails).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' });
    expect(outbox.mails()[0]).toMatchObject({ to: 'alice@example.com', subject: 'Your code' });
    await expect(signIn('alice')).rejects.toMatchObject(denied);
    await expect(signIn('alice', NEW)).resolves.toBeDefined();
  });

  it('takes its code once', async () => {
    const { forgot, reset, newestCode } = await confirmed();
    await forgot();
    await reset();

    await expect(reset(newestCode(), 'a third phrase altogether')).rejects.toMatchObject(expired);
  });

  it('takes its code for an hour, and only the newest', async () => {
    const { clock, forgot, reset, newestCode } = await confirmed();
    await forgot();
    const first = newestCode();
    await forgot();
    await expect(reset(first)).rejects.toMatchObject(wrong);
    clock.now += HOUR;

    await expect(reset()).rejects.toMatchObject(expired);
  });

  it('lets a code be guessed five times in an hour', async () => {
    const { forgot, reset, newestCode, signIn } = await confirmed();
    await forgot();
    for (let i = 0; i < 5; i++) await expect(reset(otherThan(newestCode()))).rejects.toMatchObject(wrong);

    await expect(reset()).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(signIn('alice')).resolves.toBeDefined();
  });

  it('mails five codes in an hour at most', async () => {
    const { clock, forgot } = await confirmed();
    for (let i = 0; i < 5; i++) await forgot();

    await expect(forgot()).rejects.toMatchObject({ name: 'LimitExceededException' });
    clock.now += HOUR;
    await expect(forgot()).resolves.toBeDefined();
  });

  it('keeps to the rules of passwords, and keeps the code when they are broken', async () => {
    const { forgot, reset, newestCode } = await confirmed();
    await forgot();

    await expect(reset(newestCode(), 'too short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(reset()).resolves.toBeDefined();
  });

  it('answers alike for a name that nobody has, and mails nothing', async () => {
    const { outbox, forgot, reset } = await confirmed();
    const mailed = outbox.mails().length;

    expect((await forgot('mallory')).CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'm***@y***',
    });
    await expect(reset('123456', NEW, 'mallory')).rejects.toMatchObject(expired);
    expect(outbox.mails()).toHaveLength(mailed);
  });

  it('says so where the client hides nothing', async () => {
    const { forgot, reset } = await confirmed({ client: { PreventUserExistenceErrors: 'LEGACY' } });

    await expect(forgot('mallory')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(reset('123456', NEW, 'mallory')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is not replaced by the code that confirms an address, nor for an address that is not confirmed', async () => {
    const { signUp, forgot, reset, newestCode, confirm } = await confirmed();
    await signUp('bob');
    const code = newestCode();

    await expect(forgot('bob')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(reset(code, NEW, 'bob')).rejects.toMatchObject(expired);
    await expect(confirm('bob', code)).resolves.toBeDefined();
  });

  it('is not replaced for somebody who was disabled', async () => {
    const { sdk, forgot, reset } = await confirmed();
    await forgot();

    await sdk.send(new AdminDisableUserCommand({ UserPoolId: POOL, Username: 'alice' }));

    await expect(forgot()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'User is disabled.' });
    await expect(reset()).rejects.toMatchObject(expired);
  });

  it('is announced to the trigger when it was replaced', async () => {
    const sources: unknown[] = [];
    const invoke: Invoke = async (_functionArn, event) => {
      sources.push((event as { triggerSource: string }).triggerSource);
      return event;
    };
    const { forgot, reset } = await confirmed({ invoke });
    await forgot();

    await reset();

    expect(sources.at(-1)).toBe('PostConfirmation_ConfirmForgotPassword');
  });
});

describe('a password that is known', () => {
  it('is changed with the token of a session, and the old one', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');

    await change(AccessToken);

    await expect(signIn('alice')).rejects.toMatchObject(denied);
    await expect(signIn('alice', NEW)).resolves.toBeDefined();
  });

  it('stays where the old one is wrong, which counts as a guess', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');
    for (let i = 0; i < 5; i++) await expect(change(AccessToken, 'not the password')).rejects.toMatchObject(denied);

    await expect(change(AccessToken)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
  });

  it('stays where the new one breaks the rules', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');

    await expect(change(AccessToken, PASSWORD, 'too short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await expect(signIn('alice')).resolves.toBeDefined();
  });

  it('is not changed with a token that is past, revoked, of another kind or none', async () => {
    const { sdk, clock, signIn, change } = await confirmed();
    const { AccessToken: revoked } = await signIn('alice');
    await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: POOL, Username: 'alice' }));
    const { AccessToken, IdToken } = await signIn('alice');

    await expect(change(revoked)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    for (const token of [IdToken, 'nonsense', `${AccessToken}x`]) {
      await expect(change(token)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid Access Token',
      });
    }
    clock.now += HOUR;
    await expect(change(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
