/** Signing in with a password. */
import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type JSONWebKeySet, createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { CLIENT, ISSUER, type Options, PASSWORD, POOL, startUserPool } from './user-pool.ts';

const MINUTE_MS = 60_000;

async function withAlice(options?: Options) {
  const pool = await startUserPool(options);
  await pool.signUp('alice', 'Alice@Example.com');
  await pool.confirm('alice');
  return pool;
}

describe('signing in', () => {
  it("returns tokens that the published keys verify, with the template's validity", async () => {
    const pool = await withAlice();

    const { AccessToken = '', IdToken = '', RefreshToken, ExpiresIn, TokenType } = await pool.signIn('alice');

    expect([ExpiresIn, TokenType]).toEqual([600, 'Bearer']);
    expect(RefreshToken).toMatch(/^[\w-]{80,}$/);
    const keys = createLocalJWKSet(pool.jwks(`/${POOL}/.well-known/jwks.json`) as JSONWebKeySet);
    const options = { issuer: ISSUER, algorithms: ['RS256'], currentDate: new Date(pool.clock.now) };
    const access = (await jwtVerify(AccessToken, keys, options)).payload;
    const id = (await jwtVerify(IdToken, keys, { ...options, audience: CLIENT })).payload;
    const seconds = pool.clock.now / 1000;
    expect(access).toMatchObject({
      token_use: 'access',
      client_id: CLIENT,
      username: 'alice',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: seconds,
      iat: seconds,
      exp: seconds + 600,
    });
    expect(access).not.toHaveProperty('aud');
    expect(id).toMatchObject({
      token_use: 'id',
      'cognito:username': 'alice',
      email: 'Alice@Example.com',
      email_verified: true,
      exp: seconds + 1200,
    });
    expect(id.sub).toBe(access.sub);
    expect(id.origin_jti).toBe(access.origin_jti);
    expect(id.jti).not.toBe(access.jti);
  });

  it('accepts the name or the confirmed address, in any case', async () => {
    const pool = await withAlice();

    for (const name of ['alice', 'ALICE', 'alice@example.com', 'ALICE@EXAMPLE.COM']) {
      const { AccessToken = '' } = await pool.signIn(name);
      expect(decodeJwt(AccessToken)['username']).toBe('alice');
    }
  });

  it('is case sensitive if the pool is', async () => {
    const pool = await withAlice({ pool: { UsernameConfiguration: { CaseSensitive: true } } });

    await expect(pool.signIn('ALICE')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('does not accept an unconfirmed address', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice', 'alice@example.com');

    await expect(pool.signIn('alice@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('gives the same response to a wrong password and an unknown name', async () => {
    const pool = await withAlice();
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

    await expect(pool.signIn('alice', 'wrong horse battery')).rejects.toMatchObject(refusal);
    await expect(pool.signIn('nobody')).rejects.toMatchObject(refusal);
  });

  it('reveals that a name is unknown if the client does', async () => {
    const pool = await startUserPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });

    await expect(pool.signIn('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('reveals only with the right password that the account is not confirmed', async () => {
    const pool = await startUserPool();
    await pool.signUp('alice');

    await expect(pool.signIn('alice')).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    await expect(pool.signIn('alice', 'wrong horse battery')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it.each(['alice', 'nobody'])(
    'locks a name after five wrong passwords, longer after each further one: %s',
    async (name) => {
      const pool = await withAlice();
      const tryWrong = () => pool.signIn(name, 'wrong horse battery');
      const incorrect = { message: 'Incorrect username or password.' };
      const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };
      for (let tries = 0; tries < 5; tries++) await expect(tryWrong()).rejects.toMatchObject(incorrect);

      await expect(pool.signIn(name)).rejects.toMatchObject(locked);
      pool.clock.now += 1000;
      await expect(tryWrong()).rejects.toMatchObject(incorrect);
      pool.clock.now += 1999;
      await expect(tryWrong()).rejects.toMatchObject(locked);
      pool.clock.now += 1;
      await expect(tryWrong()).rejects.toMatchObject(incorrect);
      pool.clock.now += 15 * MINUTE_MS;
      await expect(tryWrong()).rejects.toMatchObject(incorrect);
    },
  );

  it('forgets wrong passwords after the right one', async () => {
    const pool = await withAlice();
    const wrongFourTimes = async () => {
      for (let tries = 0; tries < 4; tries++)
        await expect(pool.signIn('alice', 'wrong horse battery')).rejects.toThrow('Incorrect');
    };

    await wrongFourTimes();
    await pool.signIn('alice');
    await wrongFourTimes();

    await expect(pool.signIn('alice')).resolves.toBeDefined();
  });

  it('refuses flows that the client does not allow, missing parameters, and unknown pools and clients', async () => {
    const { sdk } = await withAlice();
    const { sdk: without } = await startUserPool({ client: { ExplicitAuthFlows: [] } });
    const AuthParameters = { USERNAME: 'alice', PASSWORD };
    const request = {
      UserPoolId: POOL,
      ClientId: CLIENT,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters,
    } as const;
    const notEnabled = { name: 'InvalidParameterException', message: 'Auth flow not enabled for this client' };

    await expect(without.send(new AdminInitiateAuthCommand(request))).rejects.toMatchObject(notEnabled);
    await expect(
      sdk.send(new AdminInitiateAuthCommand({ ...request, AuthFlow: 'REFRESH_TOKEN_AUTH' })),
    ).rejects.toMatchObject(notEnabled);
    await expect(
      sdk.send(new AdminInitiateAuthCommand({ ...request, AuthParameters: { USERNAME: 'alice' } })),
    ).rejects.toThrow('PASSWORD');
    for (const other of [{ UserPoolId: 'local_Other' }, { ClientId: 'other' }]) {
      const command = new AdminInitiateAuthCommand({ ...request, ...other });
      await expect(sdk.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});
