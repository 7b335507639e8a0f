/** The function that serves administrators. */

import { randomUUID } from 'node:crypto';
import { adminEndpoints } from '../api/handlers/admin.ts';
import { serve } from '../api/router.ts';
import { accountDirectory } from '../aws/account-directory.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  EVIDENCE_DAYS,
  FILES_BUCKET,
  LEDGER_TABLE,
  LOG_GENERATION,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  SCANNED_FROM,
  USERS_TABLE,
  USER_POOL_ID,
  requireEnv,
} from '../aws/environment.ts';
import { fileScans } from '../aws/file-scans.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { socketGateway } from '../aws/gateway.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { moderationTable } from '../aws/moderation-table.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postIndex } from '../aws/post-index.ts';
import { postOffers } from '../aws/post-offers.ts';
import { remainingPeople } from '../aws/post-owners.ts';
import { postsTable } from '../aws/posts-table.ts';
import { reportedPosts } from '../aws/reported-posts.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { usersTable } from '../aws/users-table.ts';
import { administratorCheck } from '../core/acting.ts';

const MS_PER_DAY = 24 * 60 * 60_000;

const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  accounts: accountDirectory(requireEnv(USER_POOL_ID)),
  users: usersTable(requireEnv(USERS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE), Number(requireEnv(LOG_GENERATION))),
  dueTasks: notedTasks(requireEnv(ATTACHMENTS_TABLE)),
  posts: postsTable(requireEnv(POSTS_TABLE)),
  index: postIndex(requireEnv(POST_INDEX_TABLE), { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  owners: { remaining: remainingPeople(requireEnv(USERS_TABLE)) },
  thanks: thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
  moderation: moderationTable(requireEnv(MODERATION_TABLE), systemClock.now),
  reportedPosts: reportedPosts(requireEnv(MODERATION_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  scans: fileScans(requireEnv(FILES_BUCKET), requireEnv(SCANNED_FROM)),
  evidenceLastsMs: EVIDENCE_DAYS * MS_PER_DAY,
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
  newId: randomUUID,
};

export const handler = throughDistribution(
  serve(adminEndpoints(services), { administrator: administratorCheck(services) }),
);
