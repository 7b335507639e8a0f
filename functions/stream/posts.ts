/**
 * Consumes the stream of posts and keeps the lists of cards and of thanks like them. The function that wrote a post has
 * done the same already, unless it died in between. The pictures that a post has no more are removed here alone.
 */

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_TABLE,
  FILES_BUCKET,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  POST_SHARDS,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { postIndex } from '../aws/post-index.ts';
import { remainingPeople } from '../aws/post-owners.ts';
import { postsTable } from '../aws/posts-table.ts';
import { reportSkipped } from '../aws/skipped-entries.ts';
import { postOf } from '../aws/stream-record.ts';
import { thanksList } from '../aws/thanks-list.ts';
import type { Post } from '../core/feed/post.ts';
import { projectPost } from '../core/feed/project.ts';
import { removeGonePicturesSoon } from '../core/files/gone-pictures.ts';

const table = requireEnv(POST_INDEX_TABLE);
const services = {
  index: postIndex(table, { shardsPerDay: Number(requireEnv(POST_SHARDS)) }),
  thanks: thanksList(table, systemClock.now),
  owners: { remaining: remainingPeople(requireEnv(USERS_TABLE)) },
  posts: postsTable(requireEnv(POSTS_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  dueTasks: notedTasks(requireEnv(ATTACHMENTS_TABLE)),
  clock: systemClock,
};

/** Projects each post on its own: cards are guarded by version and thanks stored once, so no order matters. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failures = await Promise.all(Records.map(project));
  return { batchItemFailures: failures.flat() };
}

type Failures = DynamoDBBatchResponse['batchItemFailures'];

async function project(record: DynamoDBRecord): Promise<Failures> {
  const itemIdentifier = record.dynamodb?.SequenceNumber ?? '';
  const post = postIn(record);
  try {
    if (post) await projectPost(services, post);
    if (post) await removeGonePicturesSoon(services, post);
    return [];
  } catch (error) {
    console.error('A projection failed and will be retried.', error);
    return [{ itemIdentifier }];
  }
}

/** Returns a record's post. Skips a record without one: retrying it would only hold up the rest. */
function postIn(record: DynamoDBRecord): Post | undefined {
  try {
    return postOf(record);
  } catch (error) {
    const { SequenceNumber = '', Keys } = record.dynamodb ?? {};
    reportSkipped(`The record ${SequenceNumber} of ${JSON.stringify(Keys)}`, error);
    return undefined;
  }
}
