/** The tables by the environment variables that hold their names: each table of the stack, and no other. */
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  LEDGER_TABLE,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  USERS_TABLE,
  WATCHERS_TABLE,
} from './environment.ts';
import {
  attachmentsTable,
  connectionsTable,
  conversationsTable,
  ledgerTable,
  messagesTable,
  moderationTable,
  postIndexTable,
  postsTable,
  usersTable,
  watchersTable,
  type KeySchema,
} from './tables.ts';

export const tablesByVariable = {
  [USERS_TABLE]: usersTable,
  [CONNECTIONS_TABLE]: connectionsTable,
  [MESSAGES_TABLE]: messagesTable,
  [CONVERSATIONS_TABLE]: conversationsTable,
  [MODERATION_TABLE]: moderationTable,
  [POSTS_TABLE]: postsTable,
  [POST_INDEX_TABLE]: postIndexTable,
  [WATCHERS_TABLE]: watchersTable,
  [LEDGER_TABLE]: ledgerTable,
  [ATTACHMENTS_TABLE]: attachmentsTable,
} as const satisfies Readonly<Record<string, KeySchema>>;

export type TableVariable = keyof typeof tablesByVariable;
