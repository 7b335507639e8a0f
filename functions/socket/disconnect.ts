/** Forgets a closed socket. The gateway does its best to call this, and no more: what is left over is removed when it proves gone. */

import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { CONNECTIONS_TABLE, USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';
import { usersTable } from '../aws/users-table.ts';

const connections = connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now);
const users = usersTable(requireEnv(USERS_TABLE));

export async function handler(event: SocketEvent) {
  const connection = connectionOf(event);
  await Promise.all([connections.remove(connection), users.seen(connection.username, systemClock.now())]);
  return { statusCode: 200 };
}
