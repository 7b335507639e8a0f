import { accountEndpoints } from '../api/handlers/accounts.ts';
import { meEndpoints } from '../api/handlers/me.ts';
import { serve } from '../api/router.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  USERS_TABLE,
  USER_POOL_CLIENT_ID,
  USER_POOL_ID,
  requireEnv,
} from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { notifier } from '../aws/notifier.ts';
import { userPool } from '../aws/user-pool.ts';
import { usersTable } from '../aws/users-table.ts';

const services = {
  accounts: userPool(requireEnv(USER_POOL_ID), requireEnv(USER_POOL_CLIENT_ID)),
  sockets: notifier,
  users: usersTable(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
};

export const handler = serve([
  ...accountEndpoints(services),
  ...meEndpoints(services, counters(requireEnv(CONNECTIONS_TABLE))),
]);
