import { randomUUID } from 'node:crypto';
import { messageEndpoints } from '../api/handlers/messages.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { collections } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_PER_HOUR,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  MESSAGES_TO_LOAD,
  SENDS_PER_MINUTE,
  SEND_BURST,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { recipients } from '../aws/recipients.ts';
import { usersTable } from '../aws/users-table.ts';

const stores = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  recipients: recipients(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
};

const setting = (name: string): number => Number(requireEnv(name));
const [perMinute, perHour] = [setting(SENDS_PER_MINUTE), setting(CONVERSATIONS_PER_HOUR)];
const limits = {
  ...(perMinute > 0 && { sends: { perMinute, burst: setting(SEND_BURST) } }),
  ...(perHour > 0 && { conversations: { perHour, collections: collections(requireEnv(CONNECTIONS_TABLE)) } }),
};

export const handler = serve(messageEndpoints(stores, setting(MESSAGES_TO_LOAD), randomUUID, systemClock, limits));
