/** Whether a client is let in: the authorizer of `$connect` decides first, then the function of `$connect`. */
import type { IncomingMessage } from 'node:http';
import type { ApiDefinition, RouteDefinition } from '../api-gateway/definition.ts';
import { failureLine, invokeWithin } from '../api-gateway/integration.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import { InvokeDenied, type Invoke } from '../lambda/invoke.ts';
import type { Connection } from './connection.ts';
import { connectEvent } from './event.ts';
import { refused, type Refusal } from './refusal.ts';
import { createRequestAuthorizer } from './request-authorizer.ts';

/** The subprotocol that `$connect` selects, or why the handshake fails with a status instead of 101. */
export type Admission = { readonly protocol: string | undefined } | { readonly refusal: Refusal };

/**
 * @param route of `$connect`; an API without one lets everyone in
 * @returns a function that notes on the connection what the authorizer says, and never rejects
 */
export function createAdmit(
  route: RouteDefinition | undefined,
  { api, invoke, log }: { api: ApiDefinition; invoke: Invoke; log: (line: string) => void },
): (connection: Connection, request: IncomingMessage) => Promise<Admission> {
  if (!route) return async () => ({ protocol: undefined });
  const authorize = route.authorizer && createRequestAuthorizer(route.authorizer, { api, invoke, log });

  return async (connection, request) => {
    const authorization = await authorize?.(connection, request);
    if (authorization && 'refusal' in authorization) return authorization;
    connection.authorizer = authorization?.context;
    try {
      const event = connectEvent(api, connection, request, gatewayId());
      return readAdmission(
        await invokeWithin(invoke, route.functionArn, event, `${api.arn}/${connection.stage}/$connect`, route.timeout),
      );
    } catch (error) {
      log(`$connect: ${failureLine(error)}`);
      // What clients of the cloud see: 500 where the gateway may not call the function, 502 where the function fails.
      return refused(error instanceof InvokeDenied ? 500 : 502, 'Internal server error');
    }
  };
}

/** 2xx lets the client in; any other status is the handshake's. */
function readAdmission(result: unknown): Admission {
  const { statusCode, headers = {} } = (result ?? {}) as {
    statusCode?: unknown;
    headers?: Readonly<Record<string, unknown>>;
  };
  const status = Number(statusCode ?? Number.NaN);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error('The function answered without a statusCode.');
  if (status > 299) return refused(status, status === 401 ? 'Unauthorized' : 'Forbidden');
  const [, protocol] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  return { protocol: typeof protocol === 'string' ? protocol : undefined };
}
