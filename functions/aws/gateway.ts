/** Posting frames to WebSockets, through the gateway's management API. */

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Gateway } from '../core/notify.ts';
import { clientConfiguration } from './clients.ts';

export interface SocketGateway extends Gateway {
  /** Closes a socket. `gone`: it is closed already, or not open yet. */
  close(connectionId: string): Promise<'closed' | 'gone'>;
}

/** @param endpoint address of the WebSocket API's stage, over https */
export function socketGateway(endpoint: string): SocketGateway {
  // One attempt: whoever posts decides how often and how long to try again.
  const client = new ApiGatewayManagementApiClient({ ...clientConfiguration, endpoint, maxAttempts: 1 });

  return {
    async post(connectionId, frame) {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }));
        return 'sent';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        if (error instanceof LimitExceededException) return 'throttled';
        throw error;
      }
    },

    async close(connectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
        return 'closed';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        throw error;
      }
    },
  };
}
