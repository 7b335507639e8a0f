/** Writes a socket down before it is open, so that no message sent from then on misses it. Nothing is posted from here. */
import { SUBPROTOCOL } from '../api/handshake.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { CONNECTIONS_TABLE, requireEnv } from '../aws/environment.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';

const connections = connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now);

export async function handler(event: SocketEvent) {
  await connections.add(connectionOf(event));
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
}
