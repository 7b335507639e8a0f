/** Counts the handshakes and messages of connections, and the lines of the access log. */
import type { ApiDefinition } from '../api-gateway/definition.ts';
import { type Access, createCountAccess } from '../usage/gateway-usage.ts';
import type { Account, Meter } from '../usage/meter.ts';
import type { Connection } from './connection.ts';

type SocketAccess = Pick<Access, 'requestId' | 'routeKey' | 'eventType' | 'status' | 'integrationErrorMessage'>;

/** @returns a function that counts an event. `start` is the `performance.now()` at which the event began. */
export function createCountEvent(
  api: ApiDefinition,
  meter: Meter,
): (connection: Connection, start: number, access: SocketAccess) => Account {
  const countAccess = createCountAccess(api, meter);
  return ({ id, stage, authorizer }, start, access) =>
    countAccess({
      ...access,
      ...(authorizer && { authorizer }),
      stage,
      connectionId: id,
      integrationLatency: performance.now() - start,
    });
}
