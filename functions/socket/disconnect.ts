/**
 * Removes a closed socket, and what it watched. The gateway calls this as a best effort: what is left over is removed
 * when a post finds the socket gone.
 */

import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { CONNECTIONS_TABLE, USERS_TABLE, WATCHERS_TABLE, requireEnv } from '../aws/environment.ts';
import { isRestoring } from '../aws/restoring.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';
import { usersTable } from '../aws/users-table.ts';
import { watchersTable } from '../aws/watchers-table.ts';
import { removeWatcher } from '../core/feed/watch.ts';

const connections = connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now);
const users = usersTable(requireEnv(USERS_TABLE));
const watchers = watchersTable(requireEnv(WATCHERS_TABLE), systemClock.now);

export async function handler(event: SocketEvent) {
  const { username, connectionId } = connectionOf(event);
  const [topics] = await Promise.all([
    connections.removeClosed(username, connectionId),
    isRestoring ? undefined : users.markSeen(username, systemClock.now()),
  ]);
  await removeWatcher(watchers, connectionId, topics);
  return { statusCode: 200 };
}
