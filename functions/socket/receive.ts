/** Takes the frames that clients send. */

import { receiveFrame } from '../api/handlers/frames.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import { CONNECTIONS_TABLE, CONVERSATIONS_TABLE, MESSAGES_TABLE, USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { countDropped, countIgnored, notifier } from '../aws/notifier.ts';
import { connectionOf, type SocketEvent } from '../aws/socket-event.ts';
import { usersTable } from '../aws/users-table.ts';

const stores = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
};
const services = {
  stores,
  notifier,
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  count: { dropped: countDropped, ignored: countIgnored },
};

export async function handler(event: SocketEvent) {
  await receiveFrame(services, connectionOf(event), event.body ?? '');
  return { statusCode: 200 };
}
