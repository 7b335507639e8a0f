import { randomUUID } from 'node:crypto';
import { adminEndpoints } from '../api/handlers/admin.ts';
import { serve } from '../api/router.ts';
import { accountDirectory } from '../aws/account-directory.ts';
import { systemClock } from '../aws/clock.ts';
import { MESSAGES_TABLE, MODERATION_TABLE, USERS_TABLE, USER_POOL_ID, requireEnv } from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { moderationTable } from '../aws/moderation-table.ts';
import { notifier } from '../aws/notifier.ts';
import { usersTable } from '../aws/users-table.ts';

const services = {
  accounts: accountDirectory(requireEnv(USER_POOL_ID)),
  users: usersTable(requireEnv(USERS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  moderation: moderationTable(requireEnv(MODERATION_TABLE), systemClock.now),
  sockets: notifier,
  newId: randomUUID,
};

export const handler = serve(adminEndpoints(services));
