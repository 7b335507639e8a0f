/** The user pools' signing keys, which are generated at the first start, and the tokens signed with them. */
import { createPrivateKey, createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { type JWTPayload, SignJWT, calculateJwkThumbprint, jwtVerify } from 'jose';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Account } from './accounts.ts';
import type { Session } from './sessions.ts';
import type { ClientSettings, PoolSettings } from './settings.ts';

type Claims = Record<string, string | number | boolean | readonly string[]>;

export interface Signer {
  /** The content of `/.well-known/jwks.json`. */
  readonly publicKeys: { readonly keys: readonly object[] };
  sign(claims: Claims): Promise<string>;
  /**
   * Returns the claims of a token that this pool signed. Rejects any other token.
   * @param now epoch milliseconds at which the token must be valid
   */
  verify(token: string, now: number): Promise<JWTPayload>;
}

export async function openSigner(store: KeyValueStore, pool: PoolSettings): Promise<Signer> {
  const stored = await store.get<string>(`key/${pool.id}`);
  const pem = stored ?? (await makeKey());
  if (stored === undefined) await store.put(`key/${pool.id}`, pem);
  const key = createPrivateKey(pem);
  const publicKey = createPublicKey(key);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  return {
    publicKeys: { keys: [{ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }] },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(key),
    verify: async (token, now) =>
      (await jwtVerify(token, publicKey, { issuer: pool.issuer, algorithms: ['RS256'], currentDate: new Date(now) }))
        .payload,
  };
}

async function makeKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * Signs an access token and an ID token with Cognito's claims.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export async function signTokens(
  signer: Signer,
  client: ClientSettings,
  account: Account,
  session: Session,
  now: number,
) {
  const issuedAt = Math.floor(now / 1000);
  const common = {
    sub: account.sub,
    iss: client.pool.issuer,
    origin_jti: session.id,
    event_id: randomUUID(),
    auth_time: Math.floor(session.signedInAt / 1000),
    iat: issuedAt,
  };
  const { email, email_verified } = account.attributes;
  const groups = account.groups?.length ? { 'cognito:groups': account.groups } : {};
  const [accessToken, idToken] = await Promise.all([
    signer.sign({
      ...common,
      client_id: client.id,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      exp: issuedAt + client.validitySeconds.access,
      jti: randomUUID(),
      username: account.username,
      ...groups,
    }),
    signer.sign({
      ...common,
      aud: client.id,
      token_use: 'id',
      exp: issuedAt + client.validitySeconds.id,
      jti: randomUUID(),
      'cognito:username': account.username,
      ...groups,
      ...(email !== undefined && { email, email_verified: email_verified === 'true' }),
    }),
  ]);
  return { AccessToken: accessToken, ExpiresIn: client.validitySeconds.access, IdToken: idToken, TokenType: 'Bearer' };
}
