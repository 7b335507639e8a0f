import { randomUUID } from 'node:crypto';
import { safetyEndpoints } from '../api/handlers/safety.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { moderationTable } from '../aws/moderation-table.ts';
import { usersTable } from '../aws/users-table.ts';

const stores = {
  users: usersTable(requireEnv(USERS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  moderation: moderationTable(requireEnv(MODERATION_TABLE), systemClock.now),
};

export const handler = serve(
  safetyEndpoints(stores, counters(requireEnv(CONNECTIONS_TABLE)), randomUUID, systemClock.now),
);
