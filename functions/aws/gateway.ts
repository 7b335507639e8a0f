/** Posting frames to WebSockets and closing them, through the gateway's management API. */

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Gateway } from '../core/ports.ts';
import { clientConfiguration } from './client-configuration.ts';

/** @param endpoint address of the WebSocket API's stage, over https */
export function socketGateway(endpoint: string): Gateway {
  // One attempt: the caller decides how often and how long to retry.
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
