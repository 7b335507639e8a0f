/** The function that serves conversations. */

import { randomUUID } from 'node:crypto';
import { conversationEndpoints } from '../api/handlers/conversations.ts';
import { serve } from '../api/router.ts';
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
  requireEnv,
} from '../aws/environment.ts';
import { socketGateway } from '../aws/gateway.ts';
import { inboxIndex } from '../aws/inbox-index.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { frameMetrics } from '../aws/metrics.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

const services = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  inboxIndex: inboxIndex(requireEnv(CONVERSATIONS_TABLE)),
  newId: randomUUID,
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
  metrics: frameMetrics,
};

export const handler = throughDistribution(
  serve(conversationEndpoints(services), { person: personCheck(services.users) }),
);
