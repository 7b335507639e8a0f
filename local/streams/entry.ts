/** A record on its way through a mapping. */
export interface Entry {
  readonly sequenceNumber: string;
  /** Epoch milliseconds of the write. */
  readonly writtenAt: number;
  /** The partition key: records of one are delivered in order, one batch at a time. */
  readonly partition: string;
  /** What the function gets. */
  readonly event: object;
  /** Length of the event as JSON. */
  readonly bytes: number;
  state: 'waiting' | 'running' | 'done';
}
