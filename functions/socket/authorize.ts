/**
 * Decides who may open a WebSocket, and passes on to the socket's later events who opened it.
 *
 * Who may not is denied by a policy, which the gateway answers with 403. Throwing "Unauthorized" would make it a 401,
 * but Lambda would count and log each expired token as a failure of the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */

import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { tokenOf } from '#contract/handshake.ts';
import { headerOf, isOwnOrigin } from '#contract/origin.ts';
import { accessTokenVerifier } from '../aws/access-token.ts';
import {
  DISTRIBUTION_PROOF_HEADER,
  HANDSHAKE_PROOF,
  NO_PROOF,
  SITE_ORIGIN,
  TOKEN_ISSUER,
  USER_POOL_CLIENT_ID,
  requireEnv,
} from '../aws/environment.ts';
import { distributionCheck } from '../aws/own-address.ts';
import { sourceAddress } from '../core/source-address.ts';

const verify = accessTokenVerifier(requireEnv(TOKEN_ISSUER), requireEnv(USER_POOL_CLIENT_ID));
const siteOrigin = requireEnv(SITE_ORIGIN);
const mayBeAnswered = distributionCheck();
const handshakeProof = requireEnv(HANDSHAKE_PROOF);

export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const start = Date.now();
  const { headers, methodArn } = event;
  const passes = mayBeAnswered(headers ?? {});
  const isOurs = passes && isOwnOrigin(headers ?? {}, siteOrigin);
  const caller = isOurs ? await verify(tokenOf(headers ?? {}) ?? '') : undefined;
  const outcome = caller ? 'ok' : isOurs ? 'bad-token' : passes ? 'foreign-origin' : 'past-distribution';
  // As the lines of the other outcomes of authentication: functions/core/authentication-log.ts.
  console.info({
    ...{ id: event.requestContext.requestId, operation: 'openSocket', outcome },
    ...(caller && { who: caller.account }),
    ...{ from: sourceOf(event), ms: Date.now() - start },
  });
  if (!caller) return policy('Deny', methodArn, 'stranger');
  return { ...policy('Allow', methodArn, caller.username), context: caller };
}

/** Returns the address that a handshake came from, as far as that can be believed. */
function sourceOf({ headers, requestContext }: APIGatewayRequestAuthorizerEvent): string {
  const peer = requestContext.identity.sourceIp;
  if (handshakeProof === NO_PROOF) return peer;
  const forwardedFor = headerOf(headers ?? {}, 'x-forwarded-for');
  return sourceAddress(
    { peer, forwardedFor, proof: headerOf(headers ?? {}, DISTRIBUTION_PROOF_HEADER) },
    handshakeProof,
  );
}

const policy = (Effect: 'Allow' | 'Deny', Resource: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});
