/** User pools as a whole: triggers, permissions, what is stored, and what is refused. */
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type JSONWebKeySet, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Authorize, ServiceError } from '#local/aws/service.ts';
import { FunctionError, type Invoke, InvokeDenied, type Invoker } from '#local/lambda/invoke.ts';
import { CLIENT, PASSWORD, POOL, POOL_ARN, memoryStore, startUserPool } from './user-pool.ts';

describe('triggers', () => {
  it("are invoked with Cognito's events, on behalf of the pool", async () => {
    const calls: { functionArn: string; event: unknown; invoker: Invoker | undefined }[] = [];
    const invoke: Invoke = async (functionArn, event, invoker) => {
      calls.push({ functionArn, event, invoker });
      return event;
    };
    const pool = await startUserPool({ invoke });

    const { UserSub } = await pool.signUp('Alice', 'alice@example.com');
    await pool.confirm('alice');

    const common = {
      version: '1',
      region: 'local',
      userPoolId: POOL,
      userName: 'alice',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: CLIENT },
    };
    expect(calls.map(({ event }) => event)).toEqual([
      {
        ...common,
        triggerSource: 'PreSignUp_SignUp',
        request: { userAttributes: { email: 'alice@example.com' }, validationData: null },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
      {
        ...common,
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: {
            sub: UserSub,
            'cognito:user_status': 'CONFIRMED',
            email: 'alice@example.com',
            email_verified: 'true',
          },
        },
        response: {},
      },
    ]);
    const asPool = { principal: 'cognito-idp.amazonaws.com', sourceArn: POOL_ARN };
    expect(calls.map(({ functionArn, invoker }) => [functionArn, invoker])).toEqual([
      ['arn:trigger', { ...asPool, route: 'PreSignUp' }],
      ['arn:trigger', { ...asPool, route: 'PostConfirmation' }],
    ]);
  });

  it('refuse a sign-up by throwing, and no account is created', async () => {
    const invoke: Invoke = async () => {
      throw new FunctionError('Error', 'This name belongs to somebody');
    };
    const pool = await startUserPool({ invoke });

    await expect(pool.signUp('alice')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error This name belongs to somebody.',
    });

    const alice = new AdminGetUserCommand({ UserPoolId: POOL, Username: 'alice' });
    await expect(pool.sdk.send(alice)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect(pool.outbox.mails()).toEqual([]);
  });

  it('may use the pool themselves, even on the account they are invoked for', async () => {
    let remove = async (): Promise<unknown> => undefined;
    const invoke: Invoke = async (_functionArn, event) => {
      await remove();
      return event;
    };
    const pool = await startUserPool({ invoke });
    await pool.signUp('alice', 'old@example.com');
    remove = () => pool.sdk.send(new AdminDeleteUserCommand({ UserPoolId: POOL, Username: 'alice' }));

    await expect(pool.signUp('alice', 'new@example.com')).resolves.toBeDefined();
  });

  it('leave an account confirmed when they fail after the confirmation', async () => {
    const invoke: Invoke = async (_functionArn, event) => {
      if ((event as { triggerSource: string }).triggerSource.startsWith('Post'))
        throw new FunctionError('Error', 'no table');
      return event;
    };
    const pool = await startUserPool({ invoke });
    await pool.signUp('alice');

    await expect(pool.confirm('alice')).rejects.toMatchObject({ name: 'UserLambdaValidationException' });

    await expect(pool.signIn('alice')).resolves.toBeDefined();
  });

  it('fail the sign-up when they may not be invoked, or return no event', async () => {
    const denied = await startUserPool({
      invoke: async () => {
        throw new InvokeDenied('no permission');
      },
    });
    const silent = await startUserPool({ invoke: async () => null });

    await expect(denied.signUp('alice')).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
    await expect(silent.signUp('alice')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});

describe("the caller's permissions", () => {
  it("are checked by the signed operations only, on the pool's ARN", async () => {
    const checked: string[] = [];
    const pool = await startUserPool({ authorize: (action, arn) => checked.push(`${action} ${arn}`) });
    const alice = { UserPoolId: POOL, Username: 'alice' };
    await pool.signUp('alice');
    await pool.confirm('alice');
    expect(checked).toEqual([]);

    const { RefreshToken } = await pool.signIn('alice');
    await pool.refresh(RefreshToken);
    await pool.sdk.send(new AdminGetUserCommand(alice));
    await pool.sdk.send(new AdminUserGlobalSignOutCommand(alice));
    await pool.sdk.send(new AdminDeleteUserCommand(alice));

    const actions = ['AdminInitiateAuth', 'AdminGetUser', 'AdminUserGlobalSignOut', 'AdminDeleteUser'];
    expect(checked).toEqual(actions.map((action) => `cognito-idp:${action} ${POOL_ARN}`));
  });

  it('must allow the action, or nothing changes', async () => {
    const authorize: Authorize = (action) => {
      if (action === 'cognito-idp:AdminDeleteUser')
        throw new ServiceError('AccessDeniedException', `not authorized to perform: ${action}`);
    };
    const pool = await startUserPool({ authorize });
    await pool.signUp('alice');
    const alice = { UserPoolId: POOL, Username: 'alice' };

    await expect(pool.sdk.send(new AdminDeleteUserCommand(alice))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });

    await expect(pool.sdk.send(new AdminGetUserCommand(alice))).resolves.toMatchObject({ Username: 'alice' });
  });

  it('allow to learn that a user does not exist', async () => {
    const { sdk } = await startUserPool();
    const nobody = { UserPoolId: POOL, Username: 'nobody' };

    const calls = [
      sdk.send(new AdminGetUserCommand(nobody)),
      sdk.send(new AdminDeleteUserCommand(nobody)),
      sdk.send(new AdminUserGlobalSignOutCommand(nobody)),
    ];

    for (const call of calls) await expect(call).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('the stored state', () => {
  it('survives a restart: accounts, sessions, mails and the signing key', async () => {
    const store = memoryStore();
    const before = await startUserPool({ store });
    await before.signUp('alice');
    await before.confirm('alice');
    const { AccessToken = '', RefreshToken } = await before.signIn('alice');

    const after = await startUserPool({ store });

    const keys = createLocalJWKSet(after.jwks(`/${POOL}/.well-known/jwks.json`) as JSONWebKeySet);
    await expect(jwtVerify(AccessToken, keys, { currentDate: new Date(before.clock.now) })).resolves.toBeDefined();
    await expect(after.refresh(RefreshToken)).resolves.toBeDefined();
    await expect(after.signIn('alice')).resolves.toBeDefined();
    expect(after.outbox.mails()).toEqual(before.outbox.mails());
  });

  it('has no password or refresh token in plain text, and a code only in the mail', async () => {
    const store = memoryStore();
    const pool = await startUserPool({ store });
    await pool.signUp('alice');
    const code = pool.newestCode();
    const atSignUp = [...store.dump].filter(([key]) => !key.startsWith('mail/')).map(([key, value]) => key + value);
    await pool.confirm('alice');
    const { RefreshToken = '' } = await pool.signIn('alice');
    const { RefreshToken: second = '' } = await pool.refresh(RefreshToken);

    const dump = [...store.dump].map(([key, value]) => key + value).join('\n');

    expect(dump).toContain('alice@example.com');
    for (const secret of [PASSWORD, RefreshToken, second]) expect(dump).not.toContain(secret);
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect(dump).not.toContain(Buffer.from(PASSWORD).toString(encoding));
      expect(dump).not.toContain(Buffer.from(second, 'base64url').subarray(32).toString(encoding));
    }
    expect(atSignUp.join('\n')).not.toContain(code);
  });
});

describe('the service', () => {
  it('has keys for its pools only', async () => {
    const pool = await startUserPool();

    expect(pool.jwks('/local_Other/.well-known/jwks.json')).toBeUndefined();
    expect(pool.jwks(`/${POOL}/.well-known/other`)).toBeUndefined();
    const [key] = (pool.jwks(`/${POOL}/.well-known/jwks.json`) as JSONWebKeySet).keys;
    expect(Object.keys(key ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('refuses an unknown operation by name', async () => {
    const { sdk } = await startUserPool();

    await expect(sdk.send(new DescribeUserPoolCommand({ UserPoolId: POOL }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('DescribeUserPool'),
    });
  });

  it('refuses a body that is no JSON object, and members of the wrong type', async () => {
    const { service } = await startUserPool();
    const request = (body: string) => ({
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: Buffer.from(body),
    });
    const refused = { type: 'SerializationException' };

    for (const body of ['', 'nonsense', '[]', '{"ClientId":1}']) {
      await expect(service(request(body), () => undefined)).rejects.toMatchObject(refused);
    }
  });

  it.each([
    ['MFA', { MfaConfiguration: 'ON' }, 'MfaConfiguration ON'],
    ['codes by text message', { EnabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] }, 'EnabledMfas SMS_MFA'],
    ['other triggers', { LambdaConfig: { PreTokenGeneration: 'arn:trigger' } }, 'LambdaConfig PreTokenGeneration'],
    ['phone numbers', { AliasAttributes: ['email', 'phone_number'] }, 'AliasAttributes phone_number'],
  ])('does not start with a pool that has %s', async (_what, pool, message) => {
    await expect(startUserPool({ pool })).rejects.toThrow(`${POOL}: the local user pool does not have ${message}.`);
  });

  it('refuses a client of another pool', async () => {
    const { sdk } = await startUserPool();
    const command = new AdminInitiateAuthCommand({
      UserPoolId: 'local_Other',
      ClientId: CLIENT,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    });

    await expect(sdk.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
