/** What the functions read of the WebSocket gateway's events. */
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { Connection } from '../core/notify.ts';

interface Authorized {
  readonly authorizer: { readonly username: string; readonly session: string };
}

export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly requestContext: APIGatewayProxyWebsocketEventV2['requestContext'] & Authorized;
};

/** Whose socket an event is of, as the authorizer said when it was opened. */
export function connectionOf({ requestContext }: SocketEvent): Connection {
  const { authorizer, connectionId, connectedAt } = requestContext;
  return { username: authorizer.username, session: authorizer.session, connectionId, connectedAt };
}
