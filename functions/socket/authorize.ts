/**
 * Decides who may open a WebSocket, and passes on to the socket's later events who opened it.
 *
 * Who may not is denied by a policy, which the gateway answers with 403. Throwing "Unauthorized" would make it a 401,
 * but Lambda would count and log each expired token as a failure of the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */

import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { tokenOf } from '#contract/handshake.ts';
import { isOwnOrigin } from '#contract/origin.ts';
import { accessTokenVerifier } from '../aws/access-token.ts';
import { SITE_ORIGIN, TOKEN_ISSUER, USER_POOL_CLIENT_ID, requireEnv } from '../aws/environment.ts';
import { distributionCheck } from '../aws/own-address.ts';

const verify = accessTokenVerifier(requireEnv(TOKEN_ISSUER), requireEnv(USER_POOL_CLIENT_ID));
const siteOrigin = requireEnv(SITE_ORIGIN);
const mayBeAnswered = distributionCheck();

export async function handler({
  headers,
  methodArn,
}: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const isOurs = mayBeAnswered(headers ?? {}) && isOwnOrigin(headers ?? {}, siteOrigin);
  const caller = isOurs ? await verify(tokenOf(headers ?? {}) ?? '') : undefined;
  if (!caller) return policy('Deny', methodArn, 'stranger');
  return { ...policy('Allow', methodArn, caller.username), context: caller };
}

const policy = (Effect: 'Allow' | 'Deny', Resource: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});
