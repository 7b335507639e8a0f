/** A stream record between being read from its shard and being processed. */
export interface PendingRecord {
  readonly sequenceNumber: string;
  /** Time of the write, in epoch milliseconds. */
  readonly writtenAt: number;
  /** Records with the same partition key are delivered in order, one batch at a time. */
  readonly partitionKey: string;
  /** The record as the function gets it. */
  readonly event: object;
  /** Size of the event as JSON. */
  readonly bytes: number;
  state: 'waiting' | 'running' | 'done';
}
