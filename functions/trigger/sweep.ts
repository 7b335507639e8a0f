/**
 * Called by a schedule. Finishes deletions, removes files that nothing holds, and accounts whose address was not
 * confirmed in time.
 */

import type { Context } from 'aws-lambda';
import { accountRemoval, unconfirmedAccounts } from '../aws/account-removal.ts';
import { attachmentRemoval } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { attemptCounters } from '../aws/counters.ts';
import { unfinishedDeletions } from '../aws/deletions.ts';
import { dueTasks, notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  LEDGER_TABLE,
  MESSAGES_TABLE,
  OWNS_USER_POOL,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  USERS_TABLE,
  WATCHERS_TABLE,
  USER_POOL_ID,
  requireEnv,
} from '../aws/environment.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { findAccount } from '../aws/find-account.ts';
import { socketGateway } from '../aws/gateway.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { nameIndex } from '../aws/name-index.ts';
import { postIndex } from '../aws/post-index.ts';
import { postOffers } from '../aws/post-offers.ts';
import { postsTable } from '../aws/posts-table.ts';
import { logRemoval, rowRemoval, thanksRemoval } from '../aws/removal.ts';
import { isRestoring } from '../aws/restoring.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { seekersTable } from '../aws/seekers.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { usersTable } from '../aws/users-table.ts';
import { sweep } from '../core/sweep.ts';

const poolId = requireEnv(USER_POOL_ID);
/** Unconfirmed accounts of somebody else's pool may be another application's. */
const ownsPool = requireEnv(OWNS_USER_POOL) === 'true';

const noted = notedTasks(requireEnv(ATTACHMENTS_TABLE));

const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  accounts: { ...accountRemoval(poolId), ...unconfirmedAccounts(poolId), find: findAccount(poolId) },
  users: usersTable(requireEnv(USERS_TABLE)),
  names: nameIndex(requireEnv(USERS_TABLE)),
  deletions: unfinishedDeletions(requireEnv(USERS_TABLE)),
  conversations: rowRemoval(requireEnv(CONVERSATIONS_TABLE)),
  log: { ...messagesTable(requireEnv(MESSAGES_TABLE)), ...logRemoval(requireEnv(MESSAGES_TABLE), noted) },
  attachmentRemoval: attachmentRemoval(requireEnv(ATTACHMENTS_TABLE)),
  dueTasks: { ...noted, ...dueTasks(requireEnv(ATTACHMENTS_TABLE)) },
  files: filesBucket(requireEnv(FILES_BUCKET)),
  posts: postsTable(requireEnv(POSTS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  seekers: seekersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  index: postIndex(requireEnv(POST_INDEX_TABLE), { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  thanks: {
    ...thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
    ...thanksRemoval(requireEnv(POST_INDEX_TABLE)),
  },
  attempts: attemptCounters(requireEnv(CONNECTIONS_TABLE)),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};

/** Time kept free at the end of an invocation, for the step under way. */
const MARGIN_MS = 30_000;

export async function handler(_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  if (isRestoring) return;
  await sweep(services, context.getRemainingTimeInMillis() - MARGIN_MS, ownsPool);
}
