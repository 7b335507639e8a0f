/** The function that serves users. */

import { userEndpoints } from '../api/handlers/users.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  MESSAGES_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  SCANNED_FROM,
  USERS_TABLE,
  USER_POOL_ID,
  requireEnv,
} from '../aws/environment.ts';
import { fileScans } from '../aws/file-scans.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { findAccount } from '../aws/find-account.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { nameIndex } from '../aws/name-index.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postOwners } from '../aws/post-owners.ts';
import { postsTable } from '../aws/posts-table.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

const services = {
  users: usersTable(requireEnv(USERS_TABLE)),
  names: nameIndex(requireEnv(USERS_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  posts: postsTable(requireEnv(POSTS_TABLE)),
  thanks: thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  scans: fileScans(requireEnv(FILES_BUCKET), requireEnv(SCANNED_FROM)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  accounts: { find: findAccount(requireEnv(USER_POOL_ID)) },
  clock: systemClock,
};

export const handler = throughDistribution(serve(userEndpoints(services), { person: personCheck(services.users) }));
