/** Receives the frames that clients send. */

import { receiveFrame } from '../api/handlers/frames.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  USERS_TABLE,
  WATCHERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { socketGateway } from '../aws/gateway.ts';
import { inboxMarks } from '../aws/inbox-index.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { frameMetrics } from '../aws/metrics.ts';
import { sights } from '../aws/sights.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';
import { usersTable } from '../aws/users-table.ts';
import { watchersTable } from '../aws/watchers-table.ts';
import { uselessFrames } from '../core/useless-frames.ts';

const services = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  inboxIndex: inboxMarks(requireEnv(CONVERSATIONS_TABLE)),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  sights: sights(requireEnv(CONNECTIONS_TABLE)),
  watchers: watchersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  countUseless: uselessFrames(counters(requireEnv(CONNECTIONS_TABLE))),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT), 3),
  clock: systemClock,
  metrics: frameMetrics,
};

export async function handler(event: SocketEvent) {
  await receiveFrame(services, connectionOf(event), event.body ?? '');
  return { statusCode: 200 };
}
