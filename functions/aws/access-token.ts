/** Verifying the user pool's access tokens where no gateway does it. */
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Checks signature, issuer, client, use and expiry, and answers whose token it is; rejects for any other token. */
export function accessTokenVerifier(issuer: string, clientId: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (token: string): Promise<{ readonly username: string; readonly session: string }> => {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], requiredClaims: ['exp'] });
    const { username, origin_jti: session, token_use: use, client_id: client } = payload;
    if (use !== 'access' || client !== clientId || typeof username !== 'string' || typeof session !== 'string') {
      throw new Error('This is not an access token of this application.');
    }
    return { username, session };
  };
}
