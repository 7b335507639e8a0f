/**
 * Consumes the stream of new entries: first what must not be lost, then what is best effort. The heads are
 * written before the sockets are read, and a client opens its socket before it reads the heads, so whichever
 * comes second sees the other.
 */

import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { presentEntry } from '../api/present.ts';
import { attachmentsTable } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { connectionsTable } from '../aws/connections-table.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_ENDPOINT,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  LOG_GENERATION,
  MESSAGES_TABLE,
  NOTIFY,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { socketGateway } from '../aws/gateway.ts';
import { inboxMarks } from '../aws/inbox-index.ts';
import { inlineReader } from '../aws/inline-reader.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { frameMetrics } from '../aws/metrics.ts';
import { postOffers } from '../aws/post-offers.ts';
import { postReader } from '../aws/post-reader.ts';
import { reportSkipped } from '../aws/skipped-entries.ts';
import { newEntryOf } from '../aws/stream-record.ts';
import type { Entry } from '../core/entry.ts';
import { announceEntries } from '../core/notify.ts';
import { project } from '../core/projection.ts';

const generation = Number(requireEnv(LOG_GENERATION));

const services = {
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  inboxIndex: inboxMarks(requireEnv(CONVERSATIONS_TABLE)),
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  attachments: attachmentsTable(requireEnv(ATTACHMENTS_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  offers: postOffers(requireEnv(POST_INDEX_TABLE)),
  posts: postReader(requireEnv(POSTS_TABLE)),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
  inline:
    requireEnv(NOTIFY) === 'inline'
      ? {
          read: inlineReader(requireEnv(CONNECTIONS_TABLE), requireEnv(MESSAGES_TABLE), systemClock.now),
          present: presentEntry,
        }
      : undefined,
};

/**
 * Time kept free at the end of an invocation: no post is begun in it, so that those under way, retries
 * included, can finish.
 */
const MARGIN_MS = 10_000;

export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  const deadline = systemClock.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const sequenceNumbers = new Map(Records.flatMap(withEntry));
  const entries = [...sequenceNumbers.keys()];

  const failures = await project(entries, services);
  for (const error of new Set(failures.values())) console.error('A projection failed and will be retried.', error);
  // Announce the failed ones too, though they come again: the log has them, and clients with the conversation
  // open read the log.
  await announce(entries, deadline);
  return {
    batchItemFailures: [...failures.keys()].map((entry) => ({ itemIdentifier: sequenceNumbers.get(entry) ?? '' })),
  };
}

/**
 * Pairs a record's entry with its sequence number. Skips a record without an entry: retrying it would only hold
 * up the rest.
 */
function withEntry(record: DynamoDBRecord): readonly (readonly [Entry, string])[] {
  const { SequenceNumber = '', Keys } = record.dynamodb ?? {};
  try {
    const entry = newEntryOf(record, generation);
    return entry ? [[entry, SequenceNumber]] : [];
  } catch (error) {
    reportSkipped(`The record ${SequenceNumber} of ${JSON.stringify(Keys)}`, error);
    return [];
  }
}

/** Announces entries to the sockets. Never fails the batch: a client that misses a frame catches up. */
async function announce(entries: readonly Entry[], deadline: number): Promise<void> {
  try {
    frameMetrics.countDropped(await announceEntries(entries, services, deadline));
  } catch (error) {
    console.error('A batch could not be announced.', error);
    frameMetrics.countDropped(entries.length);
  }
}
