/** The WebSocket API's events. */

import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { SocketEvent } from '#functions/aws/socket-event.ts';
import { NOW } from './clock.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:111122223333:socket-api/live/$connect';

/** Who connected to the gateway in a handshake. */
export const PEER = '192.0.2.1';

/** A handshake with these headers. */
export function handshake(headers: Readonly<Record<string, string>>): APIGatewayRequestAuthorizerEvent {
  const event = {
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    headers: { Host: 'sockets.example', Upgrade: 'websocket', ...headers },
    multiValueHeaders: {},
    requestContext: {
      ...{ routeKey: '$connect', eventType: 'CONNECT', connectionId: 'socket-1', connectedAt: NOW },
      ...{ requestId: 'request-id', identity: { sourceIp: PEER } },
    },
  };
  return event as unknown as APIGatewayRequestAuthorizerEvent;
}

/** An event of alice's socket, open for a minute; a frame where there is a body. */
export function socketEvent(routeKey: '$connect' | '$disconnect' | '$default', body?: string): SocketEvent {
  return {
    requestContext: {
      routeKey,
      messageId: 'message-id',
      eventType: ({ $connect: 'CONNECT', $disconnect: 'DISCONNECT', $default: 'MESSAGE' } as const)[routeKey],
      extendedRequestId: 'extended-request-id',
      requestTime: new Date(NOW).toUTCString(),
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: NOW - 60_000,
      requestTimeEpoch: NOW,
      requestId: 'request-id',
      domainName: 'sockets.example',
      connectionId: 'socket-1',
      apiId: 'socket-api',
      authorizer: { username: 'alice', session: 'session-of-alice', issuedAt: String(NOW - 90_678) },
      identity: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    },
    isBase64Encoded: false,
    ...(body !== undefined && { body }),
  };
}
