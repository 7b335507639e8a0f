/** Verifying the user pool's access tokens where no gateway does. */

import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { issuerKeys } from './issuer-keys.ts';

type Caller = {
  readonly username: string;
  readonly session: string;
  /** The account's random id in the user pool, by which log lines name a person. */
  readonly account: string;
  /** Epoch milliseconds; a whole second. */
  readonly issuedAt: number;
};

/**
 * Returns a function that checks a token's signature, issuer, client, use and expiry. It returns undefined for
 * any other token.
 */
export function accessTokenVerifier(issuer: string, clientId: string) {
  const keys = issuerKeys(issuer);
  return async (token: string): Promise<Caller | undefined> => {
    const payload = await claimsOf(token, keys, issuer);
    const {
      username,
      sub: account = '',
      origin_jti: session,
      token_use: use,
      client_id: client,
      iat = 0,
    } = payload ?? {};
    const ours = use === 'access' && client === clientId && typeof username === 'string' && typeof session === 'string';
    return ours ? { username, session, account, issuedAt: iat * 1000 } : undefined;
  };
}

async function claimsOf(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload | undefined> {
  try {
    return (await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], requiredClaims: ['exp', 'iat'] })).payload;
  } catch (error) {
    // The token is at fault, unless the keys could not be fetched, or are none.
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSInvalid) throw error;
    return undefined;
  }
}
