/** Verifying the user pool's access tokens where no gateway does it. */
import { createRemoteJWKSet, jwtVerify } from 'jose';

type Caller = {
  readonly username: string;
  readonly session: string;
  /** Epoch milliseconds, of a whole second. */
  readonly issuedAt: number;
};

/** Checks signature, issuer, client, use and expiry, and answers whose token it is; rejects for any other token. */
export function accessTokenVerifier(issuer: string, clientId: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (token: string): Promise<Caller> => {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], requiredClaims: ['exp', 'iat'] });
    const { username, origin_jti: session, token_use: use, client_id: client, iat = 0 } = payload;
    if (use !== 'access' || client !== clientId || typeof username !== 'string' || typeof session !== 'string') {
      throw new Error('This is not an access token of this application.');
    }
    return { username, session, issuedAt: iat * 1000 };
  };
}
