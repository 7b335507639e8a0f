/** The function that serves posts. */

import { forYouEndpoints } from '../api/handlers/for-you.ts';
import { postEndpoints } from '../api/handlers/posts.ts';
import { thanksEndpoints } from '../api/handlers/thanks.ts';
import { serve } from '../api/router.ts';
import { attachmentsTable } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { counters, distinctCounters } from '../aws/counters.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_TABLE,
  LEDGER_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  OPEN_POSTS,
  POSTS_PER_DAY,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  USERS_TABLE,
  WATCHERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { newFileKey } from '../aws/file-keys.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postIndex } from '../aws/post-index.ts';
import { postOffers } from '../aws/post-offers.ts';
import { postOwners } from '../aws/post-owners.ts';
import { postsTable } from '../aws/posts-table.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { seekersTable } from '../aws/seekers.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

/** Returns a limit; 0 stands for none. */
const limitIn = (variable: string): number | undefined => Number(requireEnv(variable)) || undefined;

const [postsPerDay, openPosts] = [limitIn(POSTS_PER_DAY), limitIn(OPEN_POSTS)];

const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  posts: postsTable(requireEnv(POSTS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  seekers: seekersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  index: postIndex(requireEnv(POST_INDEX_TABLE), { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  thanks: thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  distinctCounters: distinctCounters(requireEnv(CONNECTIONS_TABLE)),
  attachments: attachmentsTable(requireEnv(ATTACHMENTS_TABLE)),
  dueTasks: notedTasks(requireEnv(ATTACHMENTS_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  newKey: newFileKey,
  clock: systemClock,
  postLimits: { ...(postsPerDay !== undefined && { postsPerDay }), ...(openPosts !== undefined && { openPosts }) },
};

export const handler = throughDistribution(
  serve([...postEndpoints(services), ...thanksEndpoints(services), ...forYouEndpoints(services)], {
    person: personCheck(usersTable(requireEnv(USERS_TABLE))),
  }),
);
