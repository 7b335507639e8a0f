/** Administrative operations: disabling accounts, groups, creating accounts, listing them, and the roles they need. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ForgotPasswordCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import type { Invoke } from '#local/lambda/invoke.ts';
import { CLIENT, PASSWORD, POOL, POOL_ARN, startUserPool } from './user-pool.ts';

const alice = { UserPoolId: POOL, Username: 'alice' };
const disabled = { name: 'NotAuthorizedException', message: 'User is disabled.' };

async function signedIn() {
  const pool = await startUserPool();
  await pool.signUp('alice');
  await pool.confirm('alice');
  return { ...pool, tokens: await pool.signIn('alice') };
}

describe('a disabled account', () => {
  it('cannot sign in or refresh, and only the right password reveals that it is disabled', async () => {
    const { sdk, signIn, refresh, tokens } = await signedIn();

    await sdk.send(new AdminDisableUserCommand(alice));

    await expect(signIn('alice')).rejects.toMatchObject(disabled);
    await expect(signIn('alice', 'not the password')).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await sdk.send(new AdminGetUserCommand(alice))).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
  });

  it('can sign in again once it is enabled, but its old sessions stay ended', async () => {
    const { sdk, signIn, refresh, tokens } = await signedIn();
    await sdk.send(new AdminDisableUserCommand(alice));

    await sdk.send(new AdminEnableUserCommand(alice));

    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn('alice')).resolves.toBeDefined();
    expect(await sdk.send(new AdminGetUserCommand(alice))).toMatchObject({ Enabled: true });
  });
});

describe('a group', () => {
  const admins = new AdminAddUserToGroupCommand({ ...alice, GroupName: 'admins' });

  it('is in the tokens from the next refresh on', async () => {
    const { sdk, refresh, tokens } = await signedIn();

    await sdk.send(admins);
    await sdk.send(admins);
    const { AccessToken = '', IdToken = '' } = await refresh(tokens.RefreshToken);

    expect(decodeJwt(tokens.AccessToken ?? '')).not.toHaveProperty('cognito:groups');
    expect(decodeJwt(AccessToken)['cognito:groups']).toEqual(['admins']);
    expect(decodeJwt(IdToken)['cognito:groups']).toEqual(['admins']);
  });

  it('must be declared in the template', async () => {
    const { sdk } = await signedIn();

    const added = sdk.send(new AdminAddUserToGroupCommand({ ...alice, GroupName: 'owners' }));

    await expect(added).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Group not found.' });
  });
});

describe('an account that an administrator creates', () => {
  const verified = (email: string) => [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  const create = (Username: string, email = `${Username}@example.com`) =>
    new AdminCreateUserCommand({
      UserPoolId: POOL,
      Username,
      UserAttributes: verified(email),
      MessageAction: 'SUPPRESS',
    });
  const setPassword = (Permanent = true) =>
    new AdminSetUserPasswordCommand({ ...alice, Password: PASSWORD, Permanent });

  it('can sign in once it has a password, also by its address, and can reset the password', async () => {
    const { sdk, signIn, outbox } = await startUserPool();
    await sdk.send(create('alice'));
    await expect(signIn('alice')).rejects.toMatchObject({ name: 'NotAuthorizedException' });

    await sdk.send(setPassword());
    await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: 'alice' }));

    await expect(signIn('alice@example.com')).resolves.toBeDefined();
    expect(outbox.mails()).toMatchObject([{ to: 'alice@example.com' }]);
  });

  it('invokes the PreSignUp trigger', async () => {
    const sources: unknown[] = [];
    const invoke: Invoke = async (_functionArn, event) => {
      sources.push((event as { triggerSource: string }).triggerSource);
      return event;
    };
    const { sdk } = await startUserPool({ invoke });

    await sdk.send(create('alice'));

    expect(sources).toEqual(['PreSignUp_AdminCreateUser']);
  });

  it("cannot take another account's name or address", async () => {
    const { sdk } = await signedIn();

    await expect(sdk.send(create('alice', 'other@example.com'))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
    await expect(sdk.send(create('bob', 'alice@example.com'))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
  });

  it('gets no invitation and no temporary password: the local user pool has no challenges', async () => {
    const { sdk } = await startUserPool();
    const invited = new AdminCreateUserCommand({ ...alice, UserAttributes: verified('alice@example.com') });

    await expect(sdk.send(invited)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.send(setPassword(false))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.send(setPassword())).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is created in a pool that ListUserPools finds', async () => {
    const { sdk } = await startUserPool();

    expect((await sdk.send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools).toMatchObject([{ Id: POOL }]);
  });
});

describe('the list of users', () => {
  async function listed() {
    const pool = await startUserPool();
    for (const name of ['bob', 'alice', 'alan', 'carol']) await pool.signUp(name);
    await pool.confirm('carol');
    const list = (more: Partial<ListUsersCommandInput>) =>
      pool.sdk.send(new ListUsersCommand({ UserPoolId: POOL, ...more }));
    const names = async (more: Partial<ListUsersCommandInput>) =>
      ((await list(more)).Users ?? []).map(({ Username }) => Username);
    return { list, names };
  }

  it("has each user's state and attributes", async () => {
    const { list } = await listed();

    const { Users, PaginationToken } = await list({ Filter: 'username = "carol"' });

    expect(Users).toMatchObject([
      { Username: 'carol', Enabled: true, UserStatus: 'CONFIRMED', UserCreateDate: new Date('2026-01-01T00:00:00Z') },
    ]);
    expect(Users?.[0]?.Attributes).toContainEqual({ Name: 'email', Value: 'carol@example.com' });
    expect(PaginationToken).toBeUndefined();
  });

  it('can be filtered by user name and by status only', async () => {
    const { list, names } = await listed();

    expect(await names({})).toEqual(['alan', 'alice', 'bob', 'carol']);
    expect(await names({ Filter: 'username ^= "al"' })).toEqual(['alan', 'alice']);
    expect(await names({ Filter: 'cognito:user_status = "unconfirmed"' })).toEqual(['alan', 'alice', 'bob']);
    await expect(list({ Filter: 'email ^= "a"' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list({ Limit: 61 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('has pages', async () => {
    const { list, names } = await listed();

    const first = await list({ Limit: 3 });
    const token = first.PaginationToken ?? '';

    expect(first.Users).toHaveLength(3);
    expect(await names({ Limit: 3, PaginationToken: token })).toEqual(['carol']);
  });
});

describe('an operation on any account', () => {
  it('needs a role that allows it, and an existing account', async () => {
    const checked: string[] = [];
    const { sdk } = await startUserPool({
      authorize: (action, resource) => {
        checked.push(`${action} ${resource}`);
        if (action.endsWith('DisableUser')) throw new ServiceError('AccessDeniedException', 'No.');
      },
    });

    await expect(sdk.send(new AdminDisableUserCommand(alice))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(sdk.send(new AdminEnableUserCommand(alice))).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await sdk.send(new ListUsersCommand({ UserPoolId: POOL }));
    expect(checked).toEqual(
      ['AdminDisableUser', 'AdminEnableUser', 'ListUsers'].map((name) => `cognito-idp:${name} ${POOL_ARN}`),
    );
  });
});
