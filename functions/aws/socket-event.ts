/** What the functions read of the WebSocket gateway's events. */

import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { Connection } from '../core/notify.ts';

interface Authorized {
  /** What the authorizer handed on: text, whatever it was. */
  readonly authorizer: { readonly username: string; readonly session: string; readonly issuedAt: string };
  readonly identity?: { readonly userAgent?: string };
}

export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly requestContext: APIGatewayProxyWebsocketEventV2['requestContext'] & Authorized;
};

/** Whose socket an event is of, as the authorizer said when it was opened. */
export function connectionOf({ requestContext }: SocketEvent): Connection {
  const { authorizer, connectionId, connectedAt } = requestContext;
  return { username: authorizer.username, session: authorizer.session, connectionId, connectedAt };
}

/** When the access token was issued with which the socket was opened, in epoch milliseconds. */
export const issuedAtOf = ({ requestContext }: SocketEvent): number => Number(requestContext.authorizer.issuedAt);
