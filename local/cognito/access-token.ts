/** Access tokens as input of the operations that a signed-in person calls. */
import { decodeJwt } from 'jose';
import { ServiceError } from '../aws/service.ts';
import type { UserPools } from './operation.ts';

/**
 * Verifies an access token.
 * @returns the client, account and session that it was issued for
 * @throws {ServiceError} NotAuthorizedException
 */
export async function readAccessToken(pools: UserPools, token: string) {
  try {
    const client = pools.clients.find(({ id }) => id === decodeJwt(token)['client_id']);
    if (client) {
      const {
        token_use: use,
        username,
        sub = '',
        origin_jti: session,
      } = await pools.signer(client.pool).verify(token, pools.now());
      if (use === 'access') return { client, username: String(username), sub, session: String(session) };
    }
  } catch {
    // Refused below, like an ID token.
  }
  throw new ServiceError('NotAuthorizedException', 'Invalid Access Token');
}
