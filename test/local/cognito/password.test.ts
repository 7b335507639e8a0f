/** Forgotten passwords and changes of passwords. */
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

const HOUR_MS = 60 * 60_000;
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

const wrongFor = (code: string): string => (code === '111111' ? '222222' : '111111');

describe('a forgotten password', () => {
  it('is reset with the mailed code, by name or by address', async () => {
    const { outbox, signIn, forgot, reset } = await confirmed();

    const { CodeDeliveryDetails } = await forgot('alice@example.com');
    await reset();

    expect(CodeDeliveryDetails).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' });
    expect(outbox.mails()[0]).toMatchObject({ to: 'alice@example.com', subject: 'Your code' });
    await expect(signIn('alice')).rejects.toMatchObject(denied);
    await expect(signIn('alice', NEW)).resolves.toBeDefined();
  });

  it('accepts a code once', async () => {
    const { forgot, reset, newestCode } = await confirmed();
    await forgot();
    await reset();

    await expect(reset(newestCode(), 'a third phrase altogether')).rejects.toMatchObject(expired);
  });

  it('accepts only the newest code, for one hour', async () => {
    const { clock, forgot, reset, newestCode } = await confirmed();
    await forgot();
    const first = newestCode();
    await forgot();
    await expect(reset(first)).rejects.toMatchObject(wrong);
    clock.now += HOUR_MS;

    await expect(reset()).rejects.toMatchObject(expired);
  });

  it('allows five attempts at a code per hour', async () => {
    const { forgot, reset, newestCode, signIn } = await confirmed();
    await forgot();
    for (let i = 0; i < 5; i++) await expect(reset(wrongFor(newestCode()))).rejects.toMatchObject(wrong);

    await expect(reset()).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(signIn('alice')).resolves.toBeDefined();
  });

  it('mails at most five codes per hour', async () => {
    const { clock, forgot } = await confirmed();
    for (let i = 0; i < 5; i++) await forgot();

    await expect(forgot()).rejects.toMatchObject({ name: 'LimitExceededException' });
    clock.now += HOUR_MS;
    await expect(forgot()).resolves.toBeDefined();
  });

  it('must conform to the policy, and a violation does not use up the code', async () => {
    const { forgot, reset, newestCode } = await confirmed();
    await forgot();

    await expect(reset(newestCode(), 'too short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(reset()).resolves.toBeDefined();
  });

  it('gets the same response for an unknown name, and no mail', async () => {
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

  it('is refused for an unknown name if the client reveals who exists', async () => {
    const { forgot, reset } = await confirmed({ client: { PreventUserExistenceErrors: 'LEGACY' } });

    await expect(forgot('mallory')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(reset('123456', NEW, 'mallory')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is not reset by the code that confirms an address, or for an unconfirmed address', async () => {
    const { signUp, forgot, reset, newestCode, confirm } = await confirmed();
    await signUp('bob');
    const code = newestCode();

    await expect(forgot('bob')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(reset(code, NEW, 'bob')).rejects.toMatchObject(expired);
    await expect(confirm('bob', code)).resolves.toBeDefined();
  });

  it('is not reset for a disabled account', async () => {
    const { sdk, forgot, reset } = await confirmed();
    await forgot();

    await sdk.send(new AdminDisableUserCommand({ UserPoolId: POOL, Username: 'alice' }));

    await expect(forgot()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'User is disabled.' });
    await expect(reset()).rejects.toMatchObject(expired);
  });

  it('invokes the PostConfirmation trigger after the reset', async () => {
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

describe('a known password', () => {
  it('is changed with a valid access token and the old password', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');

    await change(AccessToken);

    await expect(signIn('alice')).rejects.toMatchObject(denied);
    await expect(signIn('alice', NEW)).resolves.toBeDefined();
  });

  it('stays if the old password is wrong, which counts as an attempt', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');
    for (let i = 0; i < 5; i++) await expect(change(AccessToken, 'not the password')).rejects.toMatchObject(denied);

    await expect(change(AccessToken)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
  });

  it('stays if the new password violates the policy', async () => {
    const { signIn, change } = await confirmed();
    const { AccessToken } = await signIn('alice');

    await expect(change(AccessToken, PASSWORD, 'too short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await expect(signIn('alice')).resolves.toBeDefined();
  });

  it('is not changed with an expired, revoked, malformed or ID token', async () => {
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
    clock.now += HOUR_MS;
    await expect(change(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
