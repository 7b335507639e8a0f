/** The JWT authorizer of an HTTP API. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resource } from '../api-gateway/hand-made-stack.ts';
import { startHttpApi } from './gateway.ts';

const SCOPE = 'aws.cognito.signin.user.admin';
const AUDIENCE = 'client';

let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
let foreign: { publicKey: CryptoKey; privateKey: CryptoKey };

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  foreign = await generateKeyPair('RS256');
});

/** Starts a server with a user pool's keys and an API that requires its access tokens. Signs such tokens. */
async function startWithAuthorizer() {
  let fetches = 0;
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const pool = createServer((_, response) => {
    fetches += 1;
    response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => pool.once('listening', resolve));
  onTestFinished(() => {
    pool.closeAllConnections();
    pool.close();
  });
  const issuer = `http://127.0.0.1:${(pool.address() as AddressInfo).port}/eu-central-1_pool`;

  const authorized = { AuthorizationType: 'JWT', AuthorizerId: 'person' };
  const { url, calls, lines } = await startHttpApi({
    routes: {
      'GET /mine': { ...authorized, AuthorizationScopes: [SCOPE] },
      'GET /any-token': authorized,
      'GET /open': { AuthorizationType: 'NONE' },
    },
    more: [
      resource('AWS::ApiGatewayV2::Authorizer', 'Person', {
        ApiId: 'api',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuer, Audience: [AUDIENCE] },
      }),
    ],
  });

  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    exp: now + 600,
    iat: now,
    client_id: AUDIENCE,
    scope: `openid ${SCOPE}`,
    username: 'alice',
  };
  const sign = (changed: object = {}, key: CryptoKey | Uint8Array = keys.privateKey, alg = 'RS256'): Promise<string> =>
    new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg, kid: jwk.kid }).sign(key);
  const renameKey = (kid: string): void => void (jwk.kid = kid);
  const get = (path: string, authorization?: string): Promise<Response> =>
    fetch(url + path, authorization === undefined ? {} : { headers: { authorization } });
  return { get, sign, renameKey, claims, now, calls, lines, fetches: () => fetches, stopPool: () => pool.close() };
}

describe('the JWT authorizer', () => {
  it('accepts a token of the issuer, and passes its claims to the function as strings', async () => {
    const { get, sign, claims, calls } = await startWithAuthorizer();
    const token = await sign({ 'cognito:groups': ['admins', 'staff'], email_verified: true });

    const { status } = await get('/mine', `Bearer ${token}`);

    expect(status).toBe(200);
    expect(calls[0]?.event.requestContext.authorizer.jwt).toEqual({
      claims: {
        iss: claims.iss,
        exp: String(claims.exp),
        iat: String(claims.iat),
        client_id: AUDIENCE,
        scope: claims.scope,
        username: 'alice',
        'cognito:groups': '[admins staff]',
        email_verified: 'true',
      },
      scopes: [SCOPE],
    });
  });

  it('verifies the signature of a token once, and refuses it from the second on in which it expires', async () => {
    const { get, sign, now } = await startWithAuthorizer();
    const token = await sign({ exp: now + 60 });
    const verify = vi.spyOn(crypto.subtle, 'verify');
    onTestFinished(() => {
      verify.mockRestore();
      vi.useRealTimers();
    });

    expect((await get('/mine', `Bearer ${token}`)).status).toBe(200);
    expect((await get('/mine', `Bearer ${token}`)).status).toBe(200);
    expect(verify).toHaveBeenCalledTimes(1);
    vi.useFakeTimers({ toFake: ['Date'], now: (now + 60) * 1000 });
    const { status, headers } = await get('/mine', `Bearer ${token}`);

    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('the token has expired')]);
  });

  it('compares the audience with aud if the token has it, and with client_id otherwise', async () => {
    const { get, sign } = await startWithAuthorizer();

    const statuses = await Promise.all(
      [{ aud: AUDIENCE, client_id: 'other' }, { aud: ['x', AUDIENCE] }, { aud: 'other' }, { client_id: 'other' }].map(
        async (changed) => (await get('/mine', `Bearer ${await sign(changed)}`)).status,
      ),
    );

    expect(statuses).toEqual([200, 200, 401, 401]);
  });

  it('refuses any invalid token with 401, and does not invoke the function', async () => {
    const { get, sign, claims, now, calls } = await startWithAuthorizer();
    const hmac = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    const tokens = [
      '',
      'Bearer ',
      'Bearer not.a.token',
      `Bearer ${await sign({ exp: now - 1 })}`,
      `Bearer ${await sign({ exp: undefined })}`,
      `Bearer ${await sign({ nbf: now + 60 })}`,
      `Bearer ${await sign({ iat: now + 60 })}`,
      `Bearer ${await sign({ iss: 'https://elsewhere.example' })}`,
      `Bearer ${await sign({}, foreign.privateKey)}`,
      `Bearer ${await sign({}, hmac, 'HS256')}`,
      `Bearer ${new UnsecuredJWT(claims).encode()}`,
      `Basic ${await sign()}`,
    ];

    const responses = await Promise.all([get('/mine'), ...tokens.map((token) => get('/mine', token))]);

    expect(responses.map(({ status }) => status)).toEqual(Array.from(responses, () => 401));
    expect(await responses[4]?.text()).toBe('{"message":"Unauthorized"}');
    expect(responses[0]?.headers.get('www-authenticate')).toBe('Bearer');
    expect(responses[4]?.headers.get('www-authenticate')).toContain('the token has expired');
    expect(calls).toEqual([]);
  });

  it("refuses a token without the route's scope with 403", async () => {
    const { get, sign } = await startWithAuthorizer();
    const idToken = `Bearer ${await sign({ aud: AUDIENCE, scope: undefined, client_id: undefined })}`;

    const scoped = await get('/mine', idToken);
    const unscoped = await get('/any-token', idToken);

    expect([scoped.status, await scoped.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(unscoped.status).toBe(200);
  });

  it('does not run on a route without it', async () => {
    const { get, calls } = await startWithAuthorizer();

    const { status } = await get('/open', 'Bearer rubbish');

    expect(status).toBe(200);
    expect(calls[0]?.event.requestContext).not.toHaveProperty('authorizer');
  });

  it('reads the keys once for many tokens', async () => {
    const { get, sign, fetches } = await startWithAuthorizer();

    for (let i = 0; i < 5; i += 1) await get('/mine', `Bearer ${await sign({ jti: String(i) })}`);

    expect(fetches()).toBe(1);
  });

  it('reads the keys again for a token of a new key, but not for every unknown one', async () => {
    const { get, sign, fetches, renameKey } = await startWithAuthorizer();
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    await get('/mine', `Bearer ${await sign()}`);
    renameKey('two');

    const early = await get('/mine', `Bearer ${await sign({ jti: '1' })}`);
    vi.advanceTimersByTime(30_000);
    const late = await get('/mine', `Bearer ${await sign({ jti: '2' })}`);
    renameKey('three');
    const unknown = await get('/mine', `Bearer ${await sign({ jti: '3' })}`);

    expect([early.status, late.status, unknown.status]).toEqual([401, 200, 401]);
    expect(fetches()).toBe(2);
  });

  it('answers 500 when the keys cannot be read, since the token may be valid', async () => {
    const { get, sign, stopPool, lines } = await startWithAuthorizer();
    stopPool();

    const { status } = await get('/mine', `Bearer ${await sign()}`);

    expect(status).toBe(500);
    expect(lines.join()).toContain('cannot be read');
  });
});
