/** Verifying the user pool's access tokens where no gateway does it. */

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

type Caller = {
  readonly username: string;
  readonly session: string;
  /** Epoch milliseconds, of a whole second. */
  readonly issuedAt: number;
};

/** Checks signature, issuer, client, use and expiry, and answers whose token it is; undefined for any other token. */
export function accessTokenVerifier(issuer: string, clientId: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (token: string): Promise<Caller | undefined> => {
    const payload = await claimsOf(token, keys, issuer);
    const { username, origin_jti: session, token_use: use, client_id: client, iat = 0 } = payload ?? {};
    const ours = use === 'access' && client === clientId && typeof username === 'string' && typeof session === 'string';
    return ours ? { username, session, issuedAt: iat * 1000 } : undefined;
  };
}

async function claimsOf(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload | undefined> {
  try {
    return (await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], requiredClaims: ['exp', 'iat'] })).payload;
  } catch (error) {
    // The token is at fault, unless it is the fetching of the keys: jose's own general error, its time-out, or fetch's error.
    const keysFailed =
      !(error instanceof errors.JOSEError) || ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT'].includes(error.code);
    if (keysFailed) throw error;
    return undefined;
  }
}
