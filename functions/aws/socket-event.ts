/** Reading the WebSocket gateway's events. */

import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { Connection } from '../core/connection.ts';

interface Authorized {
  /** The authorizer's context: every value arrives as text. */
  readonly authorizer: { readonly username: string; readonly session: string; readonly issuedAt: string };
  readonly identity?: { readonly userAgent?: string };
}

export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly requestContext: APIGatewayProxyWebsocketEventV2['requestContext'] & Authorized;
};

/** Returns the socket of an event, with its person as the authorizer saw them when it was opened. */
export function connectionOf({ requestContext }: SocketEvent): Connection {
  const { authorizer, connectionId, connectedAt } = requestContext;
  return { username: authorizer.username, session: authorizer.session, connectionId, connectedAt };
}

/** Returns when the access token was issued that opened the socket, in epoch milliseconds. */
export const issuedAtOf = ({ requestContext }: SocketEvent): number => Number(requestContext.authorizer.issuedAt);
