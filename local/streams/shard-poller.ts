/**
 * Polls one shard for one event source mapping: reads records as they arrive, forms batches, runs up to
 * `parallelizationFactor` of them at the same time, and saves its checkpoint.
 */
import { writtenAt, type StreamRecord } from '../dynamodb/stream-record.ts';
import { partitionOf, type Shard } from '../dynamodb/table-stream.ts';
import type { Checkpoint, Position } from './checkpoint.ts';
import { deliver, type DeliveryContext } from './delivery.ts';
import type { Mapping } from './mapping.ts';
import type { PendingRecord } from './pending-record.ts';
import { eventRecord, type EventSource } from './record.ts';

/** Most records that are read and not finished: how far other partition keys can run ahead of one that is stuck. */
const WINDOW_RECORDS = 1000;
/** Lambda invokes a function with at most 6 MB. This leaves room for the event around the records. */
const BATCH_MAX_BYTES = 6 * 1024 * 1024 - 1024;
/**
 * While another batch is running, a record waits this long for more records before its batch starts. Under load, fewer
 * and larger batches cost less. A record that arrives alone, or behind a batch that is stuck, loses almost nothing.
 */
const GATHER_MS = 5;

export interface PollerContext extends Omit<DeliveryContext, 'mapping' | 'finish'> {
  readonly source: EventSource;
  /** Returns the milliseconds between a write and its delivery. */
  readonly delayMs: () => number;
  /** Returns the milliseconds for which the mapping collects records, after the write of the first. */
  readonly batchingWindowMs: () => number;
  /** True while nothing is read. */
  readonly isStalled: () => boolean;
}

/** How soon a poller that was stalled notices that it is no more. */
const STALLED_POLL_MS = 50;

interface Waiter {
  readonly until: string;
  resolve(): void;
}

export class ShardPoller {
  readonly #mapping: Mapping;
  readonly #shard: Shard;
  readonly #checkpoint: Checkpoint;
  readonly #context: PollerContext;
  /** Records that an earlier process finished ahead of its checkpoint, and that are not read yet. */
  readonly #finishedAhead: Set<string>;
  readonly #unsubscribe: () => void;
  #window: PendingRecord[] = [];
  #through: string;
  #readThrough: string;
  #reading = false;
  #running = new Set<Promise<void>>();
  #isWoken = false;
  #alarm: { readonly time: number; readonly timer: NodeJS.Timeout } | undefined;
  #waiters: Waiter[] = [];
  #closed = false;

  /** @param position the position to continue from */
  constructor(mapping: Mapping, shard: Shard, checkpoint: Checkpoint, position: Position, context: PollerContext) {
    this.#mapping = mapping;
    this.#shard = shard;
    this.#checkpoint = checkpoint;
    this.#context = context;
    this.#through = position.through;
    this.#readThrough = position.through;
    this.#finishedAhead = new Set(position.ahead);
    this.#unsubscribe = shard.subscribe({ wake: () => this.#wake(), checkpoint: () => this.#through });
    this.#wake();
  }

  /** True while a record is not finished, also one that a batching window collects. */
  get busy(): boolean {
    return this.#through < this.#shard.newest;
  }

  /** Resolves when every record that can be read now is finished. */
  idle(): Promise<void> {
    const until = this.#shard.newest;
    if (this.#through >= until) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ until, resolve }));
  }

  /** Starts no more batches. Resolves when the running batches have ended and the position is saved. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    clearTimeout(this.#alarm?.timer);
    await Promise.all(this.#running);
    await this.#checkpoint.flush();
  }

  /** Schedules the work after the current task, so that records which reach the disk together are read together. */
  #wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      if (this.#closed) return;
      this.#read();
      this.#start();
    });
  }

  #read(): void {
    if (this.#context.isStalled()) return this.#wakeAt(Date.now() + STALLED_POLL_MS, Date.now());
    const room = WINDOW_RECORDS - this.#window.length;
    if (this.#reading || room <= 0 || this.#readThrough >= this.#shard.newest) return;
    const records = this.#shard.read(this.#readThrough, room);
    if (Array.isArray(records)) {
      this.#add(records);
      return;
    }
    this.#reading = true;
    void records
      .then((found) => this.#add(found))
      // The database is closing. The next start continues from the checkpoint.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = false;
        this.#wake();
      });
  }

  #add(records: readonly StreamRecord[]): void {
    for (const record of records) {
      const { sequenceNumber, keys } = record;
      const event = eventRecord(record, this.#context.source);
      const done = this.#finishedAhead.delete(sequenceNumber) || !this.#mapping.filter(event);
      this.#window.push({
        sequenceNumber,
        writtenAt: writtenAt(record),
        partitionKey: partitionOf(keys, this.#mapping.stream.partitionKey),
        event,
        bytes: done ? 0 : Buffer.byteLength(JSON.stringify(event)),
        state: done ? 'done' : 'waiting',
      });
      this.#readThrough = sequenceNumber;
      if (done) this.#advance();
    }
  }

  #start(): void {
    while (!this.#closed && this.#running.size < this.#mapping.parallelizationFactor) {
      const batch = this.#nextBatch(Date.now());
      if (batch.length === 0) return;
      for (const record of batch) record.state = 'running';
      const running = this.#deliver(batch).finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
      this.#running.add(running);
    }
  }

  async #deliver(batch: readonly PendingRecord[]): Promise<void> {
    await deliver(batch, { ...this.#context, mapping: this.#mapping, finish: (records) => this.#finish(records) });
  }

  /** Returns the oldest records whose partition key is in no running batch, or none if it is too early for them. */
  #nextBatch(now: number): PendingRecord[] {
    const { batchSize } = this.#mapping;
    const running = new Set<string>();
    const batch: PendingRecord[] = [];
    let bytes = 0;
    let full = false;
    for (const record of this.#window) {
      if (record.state === 'running') running.add(record.partitionKey);
      if (record.state !== 'waiting' || running.has(record.partitionKey)) continue;
      const due = record.writtenAt + this.#context.delayMs();
      if (due > now) {
        this.#wakeAt(due, now);
        break;
      }
      full = batch.length === batchSize || (batch.length > 0 && bytes + record.bytes > BATCH_MAX_BYTES);
      if (full) break;
      batch.push(record);
      bytes += record.bytes;
    }
    const [oldest] = batch;
    const windowMs = Math.max(this.#context.batchingWindowMs(), this.#running.size > 0 ? GATHER_MS : 0);
    if (!oldest || full || batch.length === batchSize || oldest.writtenAt + windowMs <= now) return batch;
    this.#wakeAt(oldest.writtenAt + windowMs, now);
    return [];
  }

  #wakeAt(time: number, now: number): void {
    if (this.#alarm && this.#alarm.time <= time) return;
    clearTimeout(this.#alarm?.timer);
    const ring = () => {
      this.#alarm = undefined;
      this.#wake();
    };
    this.#alarm = { time, timer: setTimeout(ring, time - now) };
  }

  #finish(records: readonly PendingRecord[]): void {
    for (const record of records) record.state = 'done';
    this.#advance();
    // Other records with these partition keys can go on, even if the rest of this batch takes long.
    this.#wake();
  }

  #advance(): void {
    const open = this.#window.findIndex(({ state }) => state !== 'done');
    const done = this.#window.splice(0, open < 0 ? this.#window.length : open);
    const last = done.at(-1);
    if (last) this.#through = last.sequenceNumber;
    this.#checkpoint.save(() => this.#position());
    this.#waiters = this.#waiters.filter(({ until, resolve }) => {
      if (this.#through < until) return true;
      resolve();
      return false;
    });
    if (last) this.#wake();
  }

  #position(): Position {
    const ahead = this.#window.filter(({ state }) => state === 'done').map(({ sequenceNumber }) => sequenceNumber);
    return { through: this.#through, ahead: [...ahead, ...this.#finishedAhead] };
  }
}
