/** A client with a secret: operations that need no signature prove that they know it. */
import { createHmac } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { CLIENT, PASSWORD, POOL, POOL_ARN, memoryStore, startUserPool } from './user-pool.ts';

const missing = {
  name: 'NotAuthorizedException',
  message: `Client ${CLIENT} is configured with secret but SECRET_HASH was not received`,
};
const wrong = { name: 'NotAuthorizedException', message: `Unable to verify secret hash for client ${CLIENT}` };
const wrongSecret = { name: 'NotAuthorizedException', message: `Unable to verify secret for client ${CLIENT}` };

async function withSecret(store = memoryStore()) {
  const checked: string[] = [];
  const pool = await startUserPool({
    client: { GenerateSecret: true },
    store,
    authorize: (action, arn) => checked.push(`${action} ${arn}`),
  });
  const describing = new DescribeUserPoolClientCommand({ UserPoolId: POOL, ClientId: CLIENT });
  const { UserPoolClient } = await pool.sdk.send(describing);
  const secret = UserPoolClient?.ClientSecret ?? '';
  const hash = (username: string) => createHmac('sha256', secret).update(`${username}${CLIENT}`).digest('base64');
  return { ...pool, checked, secret, hash };
}
type Pool = Awaited<ReturnType<typeof withSecret>>;
type Send = (pool: Pool, Username: string, SecretHash?: string) => Promise<unknown>;

const flow = { UserPoolId: POOL, ClientId: CLIENT, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' } as const;
const signIn: Send = ({ sdk }, USERNAME, SECRET_HASH) =>
  sdk.send(
    new AdminInitiateAuthCommand({
      ...flow,
      AuthParameters: { USERNAME, PASSWORD, ...(SECRET_HASH !== undefined && { SECRET_HASH }) },
    }),
  );
const signUp: Send = ({ sdk }, Username, SecretHash) =>
  sdk.send(
    new SignUpCommand({
      ClientId: CLIENT,
      Username,
      SecretHash,
      Password: PASSWORD,
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    }),
  );
const confirm: Send = ({ sdk, newestCode }, Username, SecretHash) =>
  sdk.send(new ConfirmSignUpCommand({ ClientId: CLIENT, Username, SecretHash, ConfirmationCode: newestCode() }));
const resend: Send = ({ sdk }, Username, SecretHash) =>
  sdk.send(new ResendConfirmationCodeCommand({ ClientId: CLIENT, Username, SecretHash }));
const forgot: Send = ({ sdk }, Username, SecretHash) =>
  sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username, SecretHash }));
const reset: Send = ({ sdk, newestCode }, Username, SecretHash) =>
  sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId: CLIENT,
      Username,
      SecretHash,
      Password: PASSWORD,
      ConfirmationCode: newestCode(),
    }),
  );

/** Every operation on a user, in an order in which each succeeds. */
const steps: readonly (readonly [string, Send])[] = [
  ['alice', signUp],
  ['Alice', resend],
  ['alice', confirm],
  ['alice@example.com', forgot],
  ['ALICE@example.com', reset],
  ['Alice@Example.com', signIn],
];

describe('an operation on a user', () => {
  it('needs the hash over the name as the request gives it, be it an address', async () => {
    const pool = await withSecret();

    for (const [name, send] of steps) {
      await expect(send(pool, name)).rejects.toMatchObject(missing);
      for (const other of [pool.hash('bob'), pool.hash(name.toUpperCase() + name), 'nonsense', pool.secret])
        await expect(send(pool, name, other)).rejects.toMatchObject(wrong);
      await expect(send(pool, name, pool.hash(name))).resolves.toBeDefined();
    }
    await expect(signIn(pool, 'alice', pool.hash('alice@example.com'))).rejects.toMatchObject(wrong);
  });
});

describe('an operation on a refresh token', () => {
  it('needs the secret itself', async () => {
    const pool = await withSecret();
    for (const [name, send] of steps) await send(pool, name, pool.hash(name));
    const AuthParameters = { USERNAME: 'alice', PASSWORD, SECRET_HASH: pool.hash('alice') };
    const { AuthenticationResult } = await pool.sdk.send(new AdminInitiateAuthCommand({ ...flow, AuthParameters }));
    const { RefreshToken } = AuthenticationResult ?? {};
    const refresh = (ClientSecret?: string) =>
      pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, ClientSecret, RefreshToken }));
    const revoke = (ClientSecret?: string) =>
      pool.sdk.send(new RevokeTokenCommand({ ClientId: CLIENT, ClientSecret, Token: RefreshToken }));

    for (const send of [refresh, revoke])
      for (const other of [undefined, 'nonsense', pool.hash('alice')])
        await expect(send(other)).rejects.toMatchObject(wrongSecret);

    await expect(refresh(pool.secret)).resolves.toBeDefined();
    await expect(revoke(pool.secret)).resolves.toBeDefined();
  });
});

describe('the secret', () => {
  it('is read by those whom their role allows', async () => {
    const { checked, secret, lines } = await withSecret();

    expect(secret).toMatch(/^\w{50}$/);
    expect(checked).toEqual([`cognito-idp:DescribeUserPoolClient ${POOL_ARN}`]);
    expect(lines.join()).not.toContain(secret);
  });

  it('stays the same over a restart, and comes to a data folder that has none', async () => {
    const store = memoryStore();
    await startUserPool({ store });

    const [first, second] = [await withSecret(store), await withSecret(store)];

    expect(second.secret).toBe(first.secret);
    expect((await withSecret()).secret).not.toBe(first.secret);
  });

  it('is neither there nor asked for where the template gives the client none', async () => {
    const { sdk, signUp: signUpWithout } = await startUserPool();

    const { UserPoolClient } = await sdk.send(
      new DescribeUserPoolClientCommand({ UserPoolId: POOL, ClientId: CLIENT }),
    );

    expect(UserPoolClient).not.toHaveProperty('ClientSecret');
    await expect(signUpWithout('alice')).resolves.toBeDefined();
  });
});
