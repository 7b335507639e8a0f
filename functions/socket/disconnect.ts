/**
 * Removes a closed socket. The gateway calls this as a best effort: a socket that is left over is removed when
 * a post finds it gone.
 */

import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { CONNECTIONS_TABLE, USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';
import { usersTable } from '../aws/users-table.ts';

const connections = connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now);
const users = usersTable(requireEnv(USERS_TABLE));

export async function handler(event: SocketEvent) {
  const { username, connectionId } = connectionOf(event);
  await Promise.all([connections.remove(username, [connectionId]), users.markSeen(username, systemClock.now())]);
  return { statusCode: 200 };
}
