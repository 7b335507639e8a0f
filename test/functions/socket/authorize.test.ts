/** Who may open a WebSocket. */

import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { NOW } from '../support/clock.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { PEER, handshake } from '../support/socket.ts';

stubEnvironment();
const fetching = vi.fn<(url: string) => Promise<unknown>>();
vi.doMock('#functions/aws/get-json.ts', () => ({ getJson: fetching }));
const { handler } = await import('#functions/socket/authorize.ts');

const { TOKEN_ISSUER, SITE_ORIGIN } = environment;
const ours = await generateKeyPair('RS256');
const foreign = await generateKeyPair('RS256');
const keySet = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'our-key', alg: 'RS256', use: 'sig' }] };

fetching.mockResolvedValue(keySet);

const CLAIMS = {
  sub: '5f3c',
  iss: TOKEN_ISSUER,
  client_id: 'client-id',
  token_use: 'access',
  scope: 'aws.cognito.signin.user.admin',
  username: 'alice',
  origin_jti: 'session-of-alice',
  iat: Math.floor(NOW / 1000),
  exp: NOW / 1000 + 600,
};

/** A token of alice's, with these claims changed, or removed where undefined. */
const tokenWith = (claims: Record<string, unknown> = {}, key = ours.privateKey): Promise<string> =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'our-key' }).sign(key);

const asking = async (token: string, headers: Record<string, string> = { Origin: SITE_ORIGIN }) =>
  handler(handshake({ 'Sec-WebSocket-Protocol': `message-center.v1, bearer.${token}`, ...headers }));

const allowed = {
  principalId: 'alice',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: handshake({}).methodArn }],
  },
  context: { username: 'alice', session: 'session-of-alice', account: '5f3c', issuedAt: NOW - (NOW % 1000) },
};

const denied = {
  principalId: 'stranger',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: handshake({}).methodArn }],
  },
};

describe('a WebSocket', () => {
  it('may be opened by the page with an access token, and every later event says who opened it', async () => {
    expect(await asking(await tokenWith())).toEqual(allowed);
    expect(fetching).toHaveBeenCalledWith(`${TOKEN_ISSUER}/.well-known/jwks.json`);
  });

  it('may be opened by a native client, which has no origin', async () => {
    expect(await asking(await tokenWith(), {})).toEqual(allowed);
  });

  it.each(['https://evil.example', 'null', 'http://site.example', `${SITE_ORIGIN}.evil.example`])(
    'is denied to a page of the origin %s, whatever its token',
    async (Origin) => {
      expect(await asking(await tokenWith(), { Origin })).toEqual(denied);
      expect(await asking('no token', { Origin })).toEqual(denied);
    },
  );
});

describe('a WebSocket is denied by a policy, since Lambda would log a thrown error,', () => {
  it.each<[string, Record<string, unknown>]>([
    ['has expired', { exp: NOW / 1000 - 1 }],
    ['never expires', { exp: undefined }],
    ['does not say since when it is valid', { iat: undefined }],
    ['is not valid yet', { nbf: NOW / 1000 + 60 }],
    ['is of another pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_other' }],
    ['is of another application', { client_id: 'other-client' }],
    ['is an ID token', { token_use: 'id', client_id: undefined, aud: 'client-id' }],
    ['is an ID token that looks like ours', { token_use: 'id' }],
    ['names nobody', { username: undefined }],
    ['belongs to no session', { origin_jti: undefined }],
  ])('when its token %s', async (_, claims) => {
    expect(await asking(await tokenWith(claims))).toEqual(denied);
  });

  it('when its token is signed with another key, or not at all', async () => {
    const hmac = new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', kid: 'our-key' })
      .sign(Buffer.from(JSON.stringify(keySet)));
    const tokens = [await tokenWith({}, foreign.privateKey), new UnsecuredJWT(CLAIMS).encode(), await hmac];

    for (const token of tokens) expect(await asking(token)).toEqual(denied);
  });

  it('when a claim was changed after it was signed', async () => {
    const [header, , signature] = (await tokenWith()).split('.');
    const changed = Buffer.from(JSON.stringify({ ...CLAIMS, username: 'bob' })).toString('base64url');

    expect(await asking([header, changed, signature].join('.'))).toEqual(denied);
  });

  it('when it has no token, or one anywhere but among the subprotocols', async () => {
    const token = await tokenWith();
    const handshakes = [
      {},
      { Authorization: `Bearer ${token}` },
      { 'Sec-WebSocket-Protocol': `bearer.${token}` },
      { 'Sec-WebSocket-Protocol': 'message-center.v1' },
    ];

    for (const headers of handshakes) expect(await handler(handshake(headers))).toEqual(denied);
  });
});

describe('the line of a handshake in the log', () => {
  const lines = vi.spyOn(console, 'info').mockReturnValue();
  const throughSite = {
    'X-Distribution-Proof': environment.HANDSHAKE_PROOF,
    'X-Forwarded-For': '10.0.0.1, 198.51.100.7',
  };

  it.each([
    ['through the distribution, the address that it saw', throughSite, '198.51.100.7'],
    ['past it, the address that connected, whatever a header says', { 'X-Forwarded-For': '198.51.100.7' }, PEER],
    ['with a made-up proof, too', { ...throughSite, 'X-Distribution-Proof': 'made up' }, PEER],
  ])('has the source address: %s', async (_, headers, from) => {
    await asking(await tokenWith(), { Origin: SITE_ORIGIN, ...headers });

    const line = { id: 'request-id', operation: 'openSocket', outcome: 'ok', who: '5f3c', from };
    expect(lines).toHaveBeenLastCalledWith({ ...line, ms: expect.any(Number) });
  });

  it('says why it was denied, and names nobody then', async () => {
    lines.mockClear();
    await asking('no token');
    expect(lines).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: 'bad-token', from: PEER }));
    await asking(await tokenWith(), { Origin: 'https://evil.example' });
    expect(lines).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: 'foreign-origin', from: PEER }));
    expect(JSON.stringify(lines.mock.calls)).not.toMatch(/who|alice|5f3c/);
  });
});

describe('an outage of the user pool', () => {
  it.each([
    ['out of reach', () => Promise.reject(new Error('connect ECONNREFUSED'))],
    ['answering without keys', async () => ({ message: 'moved' })],
  ])("%s is not the token's fault", async (_, outage) => {
    vi.resetModules();
    const fresh = await import('#functions/socket/authorize.ts');
    fetching.mockImplementation(outage);
    const token = await tokenWith();

    const opening = fresh.handler(handshake({ 'Sec-WebSocket-Protocol': `message-center.v1, bearer.${token}` }));

    await expect(opening).rejects.toBeInstanceOf(Error);
  });
});
