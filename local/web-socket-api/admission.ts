/** Decides whether a client may connect: first the authorizer of `$connect`, then the function of `$connect`. */
import type { IncomingMessage } from 'node:http';
import type { ApiDefinition, RouteDefinition } from '../api-gateway/definition.ts';
import { failureLine, invokeWithin } from '../api-gateway/integration.ts';
import { InvokeDenied, type Invoke } from '../lambda/invoke.ts';
import type { Connection } from './connection.ts';
import { connectEvent } from './event.ts';
import type { Refusal } from './refusal.ts';
import { createRequestAuthorizer } from './request-authorizer.ts';

/** The subprotocol that `$connect` selects, or the status with which the handshake fails. */
export type Admission = { readonly protocol: string | undefined } | { readonly refusal: Refusal };

/**
 * @param route the `$connect` route. An API without one accepts every client.
 * @returns a function that stores the authorizer's context on the connection. It never rejects.
 */
export function createAdmit(
  route: RouteDefinition | undefined,
  { api, invoke, log }: { api: ApiDefinition; invoke: Invoke; log: (line: string) => void },
): (connection: Connection, request: IncomingMessage, requestId: string) => Promise<Admission> {
  if (!route) return async () => ({ protocol: undefined });
  const authorize = route.authorizer && createRequestAuthorizer(route.authorizer, { api, invoke, log });

  return async (connection, request, requestId) => {
    const authorization = await authorize?.(connection, request, requestId);
    if (authorization && 'refusal' in authorization) return authorization;
    connection.authorizer = authorization?.context;
    try {
      const event = connectEvent(api, connection, request, requestId);
      return readAdmission(
        await invokeWithin(
          invoke,
          route.functionArn,
          event,
          { sourceArn: `${api.arn}/${connection.stage}/$connect`, route: '$connect' },
          route.integrationTimeoutMs,
        ),
      );
    } catch (error) {
      log(`$connect: ${failureLine(error)}`);
      // As in the cloud: 500 if the gateway may not invoke the function, 502 if the function fails.
      return refusedByFunction(error instanceof InvokeDenied ? 500 : 502, 'Internal server error');
    }
  };
}

const refusedByFunction = (statusCode: number, message: string) => ({
  refusal: { statusCode, message, byIntegration: true },
});

/** Reads the function's result: 2xx accepts the client, any other status becomes the handshake's. */
function readAdmission(result: unknown): Admission {
  const { statusCode, headers = {} } = (result ?? {}) as {
    statusCode?: unknown;
    headers?: Readonly<Record<string, unknown>>;
  };
  const status = Number(statusCode ?? Number.NaN);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error('The function returned no statusCode. It must return { statusCode: 200 } to accept the client.');
  if (status > 299) return refusedByFunction(status, status === 401 ? 'Unauthorized' : 'Forbidden');
  const [, protocol] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  return { protocol: typeof protocol === 'string' ? protocol : undefined };
}
