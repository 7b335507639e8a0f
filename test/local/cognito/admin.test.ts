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
  it('neither signs in nor refreshes, and its owner is told so only with the right password', async () => {
    const { sdk, signIn, refresh, tokens } = await signedIn();

    await sdk.send(new AdminDisableUserCommand(alice));

    await expect(signIn('alice')).rejects.toMatchObject(disabled);
    await expect(signIn('alice', 'not the password')).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await sdk.send(new AdminGetUserCommand(alice))).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
  });

  it('signs in again once it is enabled, and none of its sessions comes back', async () => {
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

  it('is in every token from the next refresh on', async () => {
    const { sdk, refresh, tokens } = await signedIn();

    await sdk.send(admins);
    await sdk.send(admins);
    const { AccessToken = '', IdToken = '' } = await refresh(tokens.RefreshToken);

    expect(decodeJwt(tokens.AccessToken ?? '')).not.toHaveProperty('cognito:groups');
    expect(decodeJwt(AccessToken)['cognito:groups']).toEqual(['admins']);
    expect(decodeJwt(IdToken)['cognito:groups']).toEqual(['admins']);
  });

  it('has to be one of the template', async () => {
    const { sdk } = await signedIn();

    const added = sdk.send(new AdminAddUserToGroupCommand({ ...alice, GroupName: 'owners' }));

    await expect(added).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Group not found.' });
  });
});

describe('an account that an administrator makes', () => {
  const verified = (email: string) => [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  const make = (Username: string, email = `${Username}@example.com`) =>
    new AdminCreateUserCommand({
      UserPoolId: POOL,
      Username,
      UserAttributes: verified(email),
      MessageAction: 'SUPPRESS',
    });
  const setPassword = (Permanent = true) =>
    new AdminSetUserPasswordCommand({ ...alice, Password: PASSWORD, Permanent });

  it('signs in once it has a password, by its address as well, and may have another one mailed', async () => {
    const { sdk, signIn, outbox } = await startUserPool();
    await sdk.send(make('alice'));
    await expect(signIn('alice')).rejects.toMatchObject({ name: 'NotAuthorizedException' });

    await sdk.send(setPassword());
    await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: 'alice' }));

    await expect(signIn('alice@example.com')).resolves.toBeDefined();
    expect(outbox.mails()).toMatchObject([{ to: 'alice@example.com' }]);
  });

  it('is announced to the trigger, which may refuse it', async () => {
    const sources: unknown[] = [];
    const invoke: Invoke = async (_functionArn, event) => {
      sources.push((event as { triggerSource: string }).triggerSource);
      return event;
    };
    const { sdk } = await startUserPool({ invoke });

    await sdk.send(make('alice'));

    expect(sources).toEqual(['PreSignUp_AdminCreateUser']);
  });

  it("takes nobody's name or address", async () => {
    const { sdk } = await signedIn();

    await expect(sdk.send(make('alice', 'other@example.com'))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
    await expect(sdk.send(make('bob', 'alice@example.com'))).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('is neither invited nor given a password for once: the local user pool has no challenges', async () => {
    const { sdk } = await startUserPool();
    const invited = new AdminCreateUserCommand({ ...alice, UserAttributes: verified('alice@example.com') });

    await expect(sdk.send(invited)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.send(setPassword(false))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.send(setPassword())).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('is made in a pool that can be found', async () => {
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

  it('says what is known of each', async () => {
    const { list } = await listed();

    const { Users, PaginationToken } = await list({ Filter: 'username = "carol"' });

    expect(Users).toMatchObject([
      { Username: 'carol', Enabled: true, UserStatus: 'CONFIRMED', UserCreateDate: new Date('2026-01-01T00:00:00Z') },
    ]);
    expect(Users?.[0]?.Attributes).toContainEqual({ Name: 'email', Value: 'carol@example.com' });
    expect(PaginationToken).toBeUndefined();
  });

  it('is narrowed by how names begin, and by nothing else', async () => {
    const { list, names } = await listed();

    expect(await names({})).toEqual(['alan', 'alice', 'bob', 'carol']);
    expect(await names({ Filter: 'username ^= "al"' })).toEqual(['alan', 'alice']);
    await expect(list({ Filter: 'email ^= "a"' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list({ Limit: 61 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('comes in pages', async () => {
    const { list, names } = await listed();

    const first = await list({ Limit: 3 });
    const token = first.PaginationToken ?? '';

    expect(first.Users).toHaveLength(3);
    expect(await names({ Limit: 3, PaginationToken: token })).toEqual(['carol']);
  });
});

describe('an operation on any account', () => {
  it('needs a role that allows it, and an account', async () => {
    const asked: string[] = [];
    const { sdk } = await startUserPool({
      authorize: (action, resource) => {
        asked.push(`${action} ${resource}`);
        if (action.endsWith('DisableUser')) throw new ServiceError('AccessDeniedException', 'No.');
      },
    });

    await expect(sdk.send(new AdminDisableUserCommand(alice))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(sdk.send(new AdminEnableUserCommand(alice))).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await sdk.send(new ListUsersCommand({ UserPoolId: POOL }));
    expect(asked).toEqual(
      ['AdminDisableUser', 'AdminEnableUser', 'ListUsers'].map((name) => `cognito-idp:${name} ${POOL_ARN}`),
    );
  });
});
