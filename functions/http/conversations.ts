import { conversationEndpoints } from '../api/handlers/conversations.ts';
import { serve } from '../api/router.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import { CONNECTIONS_TABLE, CONVERSATIONS_TABLE, MESSAGES_TABLE, USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { countDropped, notifier } from '../aws/notifier.ts';
import { usersTable } from '../aws/users-table.ts';

const stores = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
};

export const handler = serve(
  conversationEndpoints(stores, notifier, counters(requireEnv(CONNECTIONS_TABLE)), countDropped),
);
