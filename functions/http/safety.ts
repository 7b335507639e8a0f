/** The function that serves blocking and reporting. */

import { randomUUID } from 'node:crypto';
import { safetyEndpoints } from '../api/handlers/safety.ts';
import { serve } from '../api/router.ts';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { counters } from '../aws/counters.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  LEDGER_TABLE,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { inboxMarks } from '../aws/inbox-index.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { moderationTable } from '../aws/moderation-table.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postIndex } from '../aws/post-index.ts';
import { postOwners } from '../aws/post-owners.ts';
import { postsTable } from '../aws/posts-table.ts';
import { reportedPosts } from '../aws/reported-posts.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  users: usersTable(requireEnv(USERS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  inboxIndex: inboxMarks(requireEnv(CONVERSATIONS_TABLE)),
  posts: postsTable(requireEnv(POSTS_TABLE)),
  index: postIndex(requireEnv(POST_INDEX_TABLE), { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  thanks: thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
  moderation: moderationTable(requireEnv(MODERATION_TABLE), systemClock.now),
  reportedPosts: reportedPosts(requireEnv(MODERATION_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  clock: systemClock,
  newId: randomUUID,
};

export const handler = throughDistribution(serve(safetyEndpoints(services), { person: personCheck(services.users) }));
