/**
 * Stores a socket before it is open, so that no message sent from then on misses it. It cannot be posted to
 * from here yet.
 */

import { SUBPROTOCOL } from '#contract/handshake.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { CONNECTIONS_ENDPOINT, CONNECTIONS_TABLE, requireEnv } from '../aws/environment.ts';
import { socketFinder, socketGateway } from '../aws/gateway.ts';
import { connectionOf, issuedAtOf, type SocketEvent } from '../aws/socket-event.ts';
import { deviceOf } from '../core/device.ts';
import { openSocket } from '../core/sessions.ts';

const services = {
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  finder: socketFinder(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};

export async function handler(event: SocketEvent) {
  const device = deviceOf(event.requestContext.identity?.userAgent);
  const opening = await openSocket(services, { ...connectionOf(event), device }, issuedAtOf(event));
  switch (opening) {
    case 'open':
      return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
    case 'ended':
      return { statusCode: 401 };
    case 'full':
      return { statusCode: 429 };
  }
}
