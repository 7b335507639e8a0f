/** Verifying the user pool's access tokens where no gateway does. */

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

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
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
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
    // The token is at fault, unless fetching the keys failed: jose's general error, its timeout, or an error of fetch.
    const keysFailed =
      !(error instanceof errors.JOSEError) || ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT'].includes(error.code);
    if (keysFailed) throw error;
    return undefined;
  }
}
