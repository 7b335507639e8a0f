/** The function that serves accounts and the caller's own sessions. */

import { randomUUID } from 'node:crypto';
import { audited } from '../api/audit.ts';
import { accountEndpoints } from '../api/handlers/accounts.ts';
import { meEndpoints } from '../api/handlers/me.ts';
import { serve } from '../api/router.ts';
import { accessTokenVerifier } from '../aws/access-token.ts';
import { attachmentRemoval } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { attemptCounters, counters } from '../aws/counters.ts';
import { beginDeletion } from '../aws/deletions.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  LEDGER_TABLE,
  CONVERSATIONS_TABLE,
  DISTRIBUTION_PROOF_ARN,
  DISTRIBUTION_PROOF_HEADER,
  MAILS_PER_HOUR,
  MESSAGES_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  ROOT_SECRET_ARN,
  SITE_ORIGIN,
  TOKEN_ISSUER,
  USERS_TABLE,
  WATCHERS_TABLE,
  USER_POOL_CLIENT_ID,
  USER_POOL_ID,
  requireEnv,
  ATTACHMENTS_TABLE,
  FILES_BUCKET,
} from '../aws/environment.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { socketGateway } from '../aws/gateway.ts';
import { derivedKeys } from '../aws/keys.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { count } from '../aws/metrics.ts';
import { nameIndex } from '../aws/name-index.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postIndex } from '../aws/post-index.ts';
import { postOffers } from '../aws/post-offers.ts';
import { postsTable } from '../aws/posts-table.ts';
import { logRemoval, rowRemoval, thanksRemoval } from '../aws/removal.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { secret } from '../aws/secrets.ts';
import { seekersTable } from '../aws/seekers.ts';
import { thanksList } from '../aws/thanks-list.ts';
import { userPool } from '../aws/user-pool.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';
import { type Outcome, reportOutcome } from '../core/authentication-log.ts';
import { sourceAddress } from '../core/source-address.ts';

const issuer = requireEnv(TOKEN_ISSUER);
const clientId = requireEnv(USER_POOL_CLIENT_ID);
/** Made for the first token: few calls bring one, and the pool's keys are loaded by Node's `fetch`, which is large. */
let verifier: ReturnType<typeof accessTokenVerifier> | undefined;

// Somebody waits for a deletion: what a bucket that fails keeps from being removed, the sweep removes.
const files = filesBucket(requireEnv(FILES_BUCKET), 1);
const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  verify: (token: string) => (verifier ??= accessTokenVerifier(issuer, clientId))(token),
  accounts: userPool(requireEnv(USER_POOL_ID), clientId),
  users: usersTable(requireEnv(USERS_TABLE)),
  names: nameIndex(requireEnv(USERS_TABLE)),
  deletions: beginDeletion(requireEnv(USERS_TABLE)),
  conversations: rowRemoval(requireEnv(CONVERSATIONS_TABLE)),
  log: logRemoval(requireEnv(MESSAGES_TABLE), notedTasks(requireEnv(ATTACHMENTS_TABLE))),
  attachmentRemoval: attachmentRemoval(requireEnv(ATTACHMENTS_TABLE)),
  files,
  posts: postsTable(requireEnv(POSTS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  seekers: seekersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  index: postIndex(requireEnv(POST_INDEX_TABLE), { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  thanks: {
    ...thanksList(requireEnv(POST_INDEX_TABLE), systemClock.now),
    ...thanksRemoval(requireEnv(POST_INDEX_TABLE)),
  },
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  counters: counters(requireEnv(CONNECTIONS_TABLE)),
  attempts: attemptCounters(requireEnv(CONNECTIONS_TABLE)),
  // 0: no limit.
  mailsPerHour: Number(requireEnv(MAILS_PER_HOUR)) || undefined,
  countSent: () => count('Mails', 1, systemClock.now()),
  writeOutcome: (line: object) => console.info(line),
  countFailedSignIn: () => count('FailedSignIns', 1, systemClock.now()),
  keys: derivedKeys(requireEnv(ROOT_SECRET_ARN)),
  newId: randomUUID,
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};

const report = (outcome: Outcome) => reportOutcome(services, outcome);

export const handler = throughDistribution(
  serve([...audited(accountEndpoints(services), report), ...meEndpoints(services)], {
    person: personCheck(services.users),
    site: {
      origin: requireEnv(SITE_ORIGIN),
      proof: { header: DISTRIBUTION_PROOF_HEADER, expected: secret(requireEnv(DISTRIBUTION_PROOF_ARN)), sourceAddress },
    },
  }),
);
