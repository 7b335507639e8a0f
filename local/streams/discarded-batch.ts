/**
 * What a queue is told about records that were given up; the records themselves are not part of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
import { randomUUID } from 'node:crypto';
import type { Entry } from './entry.ts';

export interface Discarded {
  readonly entries: readonly [Entry, ...Entry[]];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
  /** The function threw, timed out or crashed; otherwise it named failed records. */
  readonly threw: boolean;
}

export function discardedBatch(
  discarded: Discarded,
  from: { functionArn: string; streamArn: string; shardId: string },
): string {
  const { entries, condition, invocations, threw } = discarded;
  const first = entries[0];
  const last = entries.at(-1) ?? first;
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: from.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: threw ? 'Unhandled' : null },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: from.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.writtenAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.writtenAt).toISOString(),
      batchSize: entries.length,
      streamArn: from.streamArn,
    },
  });
}
