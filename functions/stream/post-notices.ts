/**
 * Consumes the stream of posts, beside the consumer that projects them, and tells people that there are new ones. It
 * collects records for some seconds, so many posts make one notice. It never fails a batch: a client that misses a
 * notice finds the posts at its next read.
 *
 * Only new posts are told, not their changes: how many a person publishes is limited, how often they change one is not.
 */

import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { CONNECTIONS_ENDPOINT, WATCHERS_TABLE, requireEnv } from '../aws/environment.ts';
import { socketGateway } from '../aws/gateway.ts';
import { frameMetrics } from '../aws/metrics.ts';
import { postOf } from '../aws/stream-record.ts';
import { watchersTable } from '../aws/watchers-table.ts';
import { announcePosts, watcherAnnouncer } from '../core/feed/announce-posts.ts';
import type { Post } from '../core/feed/post.ts';

const services = {
  watchers: watchersTable(requireEnv(WATCHERS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};
const announcers = [watcherAnnouncer(services)];

/** Time kept free at the end of an invocation, so that the posts under way can finish. */
const MARGIN_MS = 10_000;

export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  const now = systemClock.now();
  const posts = Records.flatMap(postIn);
  try {
    const deadline = now + context.getRemainingTimeInMillis() - MARGIN_MS;
    frameMetrics.countDropped(await announcePosts(announcers, posts, now, deadline));
  } catch (error) {
    console.error('A batch could not be announced.', error);
    frameMetrics.countDropped(posts.length);
  }
  return { batchItemFailures: [] };
}

/** Returns a record's post. One without a post is passed over in silence: the other consumer says so. */
function postIn(record: DynamoDBRecord): readonly Post[] {
  try {
    const post = record.eventName === 'INSERT' ? postOf(record) : undefined;
    return post ? [post] : [];
  } catch {
    return [];
  }
}
