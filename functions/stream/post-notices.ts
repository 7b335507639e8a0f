/**
 * Consumes the stream of posts, beside the consumer that projects them. It tells people that there are new ones, and
 * those concerned that the outcome of a post may have changed. It collects records for some seconds, so many posts make
 * one notice. A notice never fails a batch: a client that misses one finds the posts, or the outcome, at its next read.
 * What is told by push is queued, and where the queue does not take it, the record comes again.
 *
 * Watchers are told of new posts only, not of their changes: how many a person publishes is limited more than how often
 * they change one.
 */

import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import {
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  PUSH_QUEUE_URL,
  USERS_TABLE,
  WATCHERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { socketGateway } from '../aws/gateway.ts';
import { frameMetrics } from '../aws/metrics.ts';
import { postOffers } from '../aws/post-offers.ts';
import { postOwners } from '../aws/post-owners.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { pushQueue } from '../aws/push-queue.ts';
import { searchesTable } from '../aws/searches-table.ts';
import { seekersTable } from '../aws/seekers.ts';
import { postOf } from '../aws/stream-record.ts';
import { toldSearches } from '../aws/told-searches.ts';
import { watchersTable } from '../aws/watchers-table.ts';
import { announceOutcomes } from '../core/feed/announce-outcomes.ts';
import { announcePosts, watcherAnnouncer } from '../core/feed/announce-posts.ts';
import type { Post } from '../core/feed/post.ts';
import { queueFound } from '../core/push/queue-found.ts';
import { queuePosts } from '../core/push/queue-posts.ts';

const services = {
  watchers: watchersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};
const pushes = {
  seekers: seekersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  searches: searchesTable(requireEnv(POSTS_TABLE)),
  told: toldSearches(requireEnv(CONNECTIONS_TABLE)),
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  queue: pushQueue(requireEnv(PUSH_QUEUE_URL)),
};
const announcers = [watcherAnnouncer(services)];

/** Time kept free at the end of an invocation, so that the posts under way can finish. */
const MARGIN_MS = 10_000;

export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  const now = systemClock.now();
  const deadline = now + context.getRemainingTimeInMillis() - MARGIN_MS;
  const records = new Map<Post, DynamoDBRecord>();
  const postsOf = (event: 'INSERT' | 'MODIFY'): readonly Post[] =>
    Records.flatMap((record) => {
      const posts = postIn(record, event);
      for (const post of posts) records.set(post, record);
      return posts;
    });
  const [published, changed] = [postsOf('INSERT'), postsOf('MODIFY')];
  // None keeps another from being told.
  const [said, found] = await Promise.all([
    queuePosts(pushes, changed, now),
    queueFound(pushes, published, systemClock.now, deadline).catch(givenUp),
    counted(published, () => announcePosts(announcers, published, now, deadline)),
    counted(changed, () => announceOutcomes(services, changed, deadline)),
  ]);
  const itemOf = (post: Post): string => records.get(post)?.dynamodb?.SequenceNumber ?? '';
  return { batchItemFailures: [...said, ...found].map((post) => ({ itemIdentifier: itemOf(post) })) };
}

/** Those who miss a push find the post among those for them. */
function givenUp(error: unknown): readonly Post[] {
  console.error('New posts could not be matched with saved searches.', error);
  return [];
}

async function counted(posts: readonly Post[], announce: () => Promise<number>): Promise<void> {
  try {
    frameMetrics.countDropped(await announce());
  } catch (error) {
    console.error('A batch could not be announced.', error);
    frameMetrics.countDropped(posts.length);
  }
}

/** Returns a record's post. One without a post is passed over in silence: the other consumer says so. */
function postIn(record: DynamoDBRecord, event: 'INSERT' | 'MODIFY'): readonly Post[] {
  try {
    const post = record.eventName === event ? postOf(record) : undefined;
    return post ? [post] : [];
  } catch {
    return [];
  }
}
