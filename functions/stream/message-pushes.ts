/**
 * Consumes the stream of new entries beside the consumer that projects and announces them, and only queues what there
 * is to tell by push.
 */

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  LOG_GENERATION,
  PUSH_QUEUE_URL,
  requireEnv,
} from '../aws/environment.ts';
import { pushDevices } from '../aws/push-devices.ts';
import { pushQueue } from '../aws/push-queue.ts';
import { newEntryOf } from '../aws/stream-record.ts';
import { rowReader } from '../aws/told.ts';
import type { Entry } from '../core/entry.ts';
import { queueMessages } from '../core/push/queue-messages.ts';

const generation = Number(requireEnv(LOG_GENERATION));
const services = {
  devices: pushDevices(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  rows: rowReader(requireEnv(CONVERSATIONS_TABLE)),
  queue: pushQueue(requireEnv(PUSH_QUEUE_URL)),
  clock: systemClock,
};

export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const sequenceNumbers = new Map(Records.flatMap(withEntry));
  const failed = await queueMessages(services, [...sequenceNumbers.keys()]);
  return { batchItemFailures: failed.map((entry) => ({ itemIdentifier: sequenceNumbers.get(entry) ?? '' })) };
}

/** Pairs a record's entry with its sequence number. A record without one is passed over: the other consumer says so. */
function withEntry(record: DynamoDBRecord): readonly (readonly [Entry, string])[] {
  try {
    const entry = newEntryOf(record, generation);
    return entry ? [[entry, record.dynamodb?.SequenceNumber ?? '']] : [];
  } catch {
    return [];
  }
}
