/** Posting frames to WebSockets and closing them, through the gateway's management API. */

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Gateway, SocketFinder } from '../core/ports.ts';
import { clientConfiguration } from './client-configuration.ts';
import { withPlainConfiguration } from './plain-configuration.ts';

const CLOSE_ATTEMPTS = 3;

/**
 * A connection that went stale while the function slept is reset at its first request. A close is tried again, since it
 * is the same a second time, and so are posts where the caller has no retries of its own.
 * @param endpoint address of the WebSocket API's stage, over https
 * @param postAttempts how often a post is tried; with 1 the caller decides how often and how long to retry
 */
export function socketGateway(endpoint: string, postAttempts: 1 | 3 = 1): Gateway {
  const clientOf = (maxAttempts: number) =>
    withPlainConfiguration(
      new ApiGatewayManagementApiClient({ ...clientConfiguration, endpoint, maxAttempts, cacheMiddleware: true }),
    );
  const closing = clientOf(CLOSE_ATTEMPTS);
  const posting = postAttempts === CLOSE_ATTEMPTS ? closing : clientOf(postAttempts);

  return {
    async post(connectionId, frame) {
      try {
        await posting.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }));
        return 'sent';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        if (error instanceof LimitExceededException) return 'throttled';
        throw error;
      }
    },

    async close(connectionId) {
      try {
        await closing.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
        return 'closed';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        throw error;
      }
    },
  };
}

/** In a function of its own, so that only the bundle that needs it has the command. */
export function socketFinder(endpoint: string): SocketFinder {
  const client = new ApiGatewayManagementApiClient({ ...clientConfiguration, endpoint });
  return {
    async isGone(connectionId) {
      try {
        await client.send(new GetConnectionCommand({ ConnectionId: connectionId }));
        return false;
      } catch (error) {
        if (error instanceof GoneException) return true;
        throw error;
      }
    },
  };
}
