/**
 * Consumes the stream of new entries: first what must not be lost, then what is best effort. The heads are written before the
 * sockets are read, and a client opens its socket before it reads the heads; so whoever comes second sees the other.
 */

import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { CONVERSATIONS_TABLE, MESSAGES_TABLE, requireEnv } from '../aws/environment.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { countDropped, notifier } from '../aws/notifier.ts';
import { noteSkipped } from '../aws/skipped.ts';
import { entryOf } from '../aws/stream-record.ts';
import type { Entry } from '../core/entry.ts';
import { notifyOfEntries } from '../core/notify.ts';
import { project } from '../core/project.ts';

const projections = {
  ...messagesTable(requireEnv(MESSAGES_TABLE)),
  openConversation: conversationsTable(requireEnv(CONVERSATIONS_TABLE)).openConversation,
};

/** Milliseconds left in which nothing is begun any more: what is under way, the SDK's repeats included, has to come to its end. */
const MARGIN = 10_000;

export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<DynamoDBBatchResponse> {
  const deadline = systemClock.now() + context.getRemainingTimeInMillis() - MARGIN;
  const sequenceNumbers = new Map(Records.flatMap(withEntry));
  const entries = [...sequenceNumbers.keys()];

  const failures = await project(entries, projections);
  for (const error of new Set(failures.values())) console.error('A projection failed and will be tried again.', error);
  // Also what failed, though it comes again: the log has it, and whoever has the conversation open reads the log.
  await notify(entries, deadline);
  return {
    batchItemFailures: [...failures.keys()].map((entry) => ({ itemIdentifier: sequenceNumbers.get(entry) ?? '' })),
  };
}

/** A record with its entry; nothing where it holds none: it would hold up whatever comes after it, until it is given up. */
function withEntry(record: DynamoDBRecord): readonly (readonly [Entry, string])[] {
  const { SequenceNumber = '', Keys } = record.dynamodb ?? {};
  try {
    return [[entryOf(record), SequenceNumber]];
  } catch (error) {
    noteSkipped(`The record ${SequenceNumber} of ${JSON.stringify(Keys)}`, error);
    return [];
  }
}

/** Never fails the batch: a client that is not told catches up. */
async function notify(entries: readonly Entry[], deadline: number): Promise<void> {
  try {
    countDropped(await notifyOfEntries(entries, notifier, deadline));
  } catch (error) {
    console.error('A batch was not announced.', error);
    countDropped(entries.length);
  }
}
