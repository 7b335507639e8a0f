/**
 * The invocation record of a discarded batch, as Lambda writes it to a bucket: with the whole event.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
import { randomUUID } from 'node:crypto';
import type { PendingRecord } from './pending-record.ts';

export interface Discarded {
  readonly records: readonly [PendingRecord, ...PendingRecord[]];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
  /** True if the function threw, timed out or crashed. False if it reported failed records. */
  readonly threw: boolean;
}

export function discardedBatch(
  discarded: Discarded,
  from: { functionArn: string; streamArn: string; shardId: string },
): string {
  const { records, condition, invocations, threw } = discarded;
  const first = records[0];
  const last = records.at(-1) ?? first;
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
      batchSize: records.length,
      streamArn: from.streamArn,
    },
    payload: JSON.stringify({ Records: records.map(({ event }) => event) }),
  });
}

/** Returns the object's key: `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`. */
export function keyOfDiscardedBatch(mappingId: string, shardId: string): string {
  const [date = '', time = ''] = new Date().toISOString().split(/[T.]/);
  const name = `${date}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  return ['aws/lambda', mappingId, shardId, date.replaceAll('-', '/'), name].join('/');
}
