/**
 * Tells people by push what the queue says. A job that fails comes again, and a text that is none is passed over.
 *
 * While a restore is under way, jobs are dropped. Nothing can be noted then, and without its note a job would come
 * again after its push was posted, and tell its devices once more. What it tells may be undone, too.
 */

import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  POSTS_TABLE,
  PUSH_ORIGINS,
  PUSH_QUEUE_URL,
  ROOT_SECRET_ARN,
  SITE_ORIGIN,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { derivedKeys } from '../aws/keys.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { pushMetrics } from '../aws/metrics.ts';
import { postReader } from '../aws/post-reader.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { pushQueue } from '../aws/push-queue.ts';
import { pushService } from '../aws/push-service.ts';
import { readOnce } from '../aws/read-once.ts';
import { isRestoring } from '../aws/restoring.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { toldSearches } from '../aws/told-searches.ts';
import { toldNotes } from '../aws/told.ts';
import { usersTable } from '../aws/users-table.ts';
import { vapidAuthorization, vapidKey } from '../aws/vapid.ts';
import { pushAddresses } from '../core/push/hosts.ts';
import { jobIn } from '../core/push/job.ts';
import { tell } from '../core/push/tell.ts';

const keys = derivedKeys(requireEnv(ROOT_SECRET_ARN));
const siteOrigin = requireEnv(SITE_ORIGIN);
const services = {
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  users: usersTable(requireEnv(USERS_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  posts: postReader(requireEnv(POSTS_TABLE)),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  toldSearches: toldSearches(requireEnv(CONNECTIONS_TABLE)),
  told: toldNotes(requireEnv(CONVERSATIONS_TABLE), requireEnv(CONNECTIONS_TABLE)),
  queue: pushQueue(requireEnv(PUSH_QUEUE_URL)),
  push: pushService(readOnce(async () => vapidAuthorization(await vapidKey(keys), siteOrigin))),
  isPushAddress: pushAddresses(requireEnv(PUSH_ORIGINS)),
  keys,
  clock: systemClock,
  metrics: pushMetrics,
};

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  if (isRestoring) {
    console.info(`${Records.length} job(s) were dropped: a restore is under way.`);
    return { batchItemFailures: [] };
  }
  const failed = await Promise.all(Records.map(failureOf));
  return { batchItemFailures: failed.flat() };
}

async function failureOf({ messageId, body }: SQSRecord): Promise<readonly { readonly itemIdentifier: string }[]> {
  const job = jobIn(body);
  if (!job) {
    console.error(`The message ${messageId} holds no job.`);
    return [];
  }
  try {
    await tell(services, job);
    return [];
  } catch (error) {
    console.error('A job failed and will come again.', error);
    return [{ itemIdentifier: messageId }];
  }
}
