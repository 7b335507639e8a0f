/** Decides who may open a WebSocket, and passes on to the socket's later events who opened it. */

import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { tokenOf } from '#contract/handshake.ts';
import { isOwnOrigin } from '#contract/origin.ts';
import { accessTokenVerifier } from '../aws/access-token.ts';
import { SITE_ORIGIN, TOKEN_ISSUER, USER_POOL_CLIENT_ID, requireEnv } from '../aws/environment.ts';

const verify = accessTokenVerifier(requireEnv(TOKEN_ISSUER), requireEnv(USER_POOL_CLIENT_ID));
const siteOrigin = requireEnv(SITE_ORIGIN);

export async function handler({
  headers,
  methodArn,
}: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  if (!isOwnOrigin(headers ?? {}, siteOrigin)) return policy('Deny', methodArn, 'stranger');
  const caller = await verify(tokenOf(headers ?? {}) ?? '');
  // The gateway answers 401 to exactly this message.
  if (!caller) throw new Error('Unauthorized');
  return { ...policy('Allow', methodArn, caller.username), context: caller };
}

const policy = (Effect: 'Allow' | 'Deny', Resource: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});
