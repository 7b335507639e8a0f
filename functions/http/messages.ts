import { randomUUID } from 'node:crypto';
import { messageEndpoints } from '../api/handlers/messages.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { CONVERSATIONS_TABLE, MESSAGES_TABLE, MESSAGES_TO_LOAD, USERS_TABLE, requireEnv } from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { recipients } from '../aws/recipients.ts';
import { usersTable } from '../aws/users-table.ts';

const stores = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  recipients: recipients(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
};

export const handler = serve(messageEndpoints(stores, Number(requireEnv(MESSAGES_TO_LOAD)), randomUUID, systemClock));
