/**
 * Moves the records of one shard to the function of one mapping: reads them as they come, files them in batches, keeps
 * up to `parallelization` batches under way, and remembers how far it is through.
 */
import { writtenAt, type StreamRecord } from '../dynamodb/stream-record.ts';
import { partitionOf, type Shard } from '../dynamodb/table-stream.ts';
import type { Checkpoint, Position } from './checkpoint.ts';
import { deliver, type DeliveryContext } from './delivery.ts';
import type { Entry } from './entry.ts';
import type { Mapping } from './mapping.ts';
import { eventRecord, type EventSource } from './record.ts';

/** Records read and not yet done with, at most: how far other partition keys run ahead of one that is stuck. */
const WINDOW = 1000;
/** Lambda invokes a function with at most 6 MB; this leaves room for the event around the records. */
const BATCH_BYTES = 6 * 1024 * 1024 - 1024;
/**
 * While a batch is under way, a record waits this long for company before it gets a batch of its own. Under load, fewer
 * and larger batches cost less; a record that comes alone, or behind a batch that is stuck, loses next to nothing.
 */
const GATHER_MS = 5;

export interface PumpContext extends Omit<DeliveryContext, 'mapping' | 'finish'> {
  readonly source: EventSource;
  /** Milliseconds between a write and its delivery. */
  readonly delay: () => number;
}

interface Waiter {
  readonly until: string;
  resolve(): void;
}

export class ShardPump {
  readonly #mapping: Mapping;
  readonly #shard: Shard;
  readonly #checkpoint: Checkpoint;
  readonly #around: PumpContext;
  readonly #finished: Set<string>;
  readonly #unsubscribe: () => void;
  #window: Entry[] = [];
  #through: string;
  #readThrough: string;
  #reading = false;
  #running = new Set<Promise<void>>();
  #woken = false;
  #alarm: { readonly time: number; readonly timer: NodeJS.Timeout } | undefined;
  #waiters: Waiter[] = [];
  #closed = false;

  /** @param position where it stopped */
  constructor(mapping: Mapping, shard: Shard, checkpoint: Checkpoint, position: Position, around: PumpContext) {
    this.#mapping = mapping;
    this.#shard = shard;
    this.#checkpoint = checkpoint;
    this.#around = around;
    this.#through = position.through;
    this.#readThrough = position.through;
    this.#finished = new Set(position.ahead);
    this.#unsubscribe = shard.subscribe({ wake: () => this.#wake(), checkpoint: () => this.#through });
    this.#wake();
  }

  /** Resolves when every record that can be read now is done with. */
  idle(): Promise<void> {
    const until = this.#shard.newest;
    if (this.#through >= until) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ until, resolve }));
  }

  /** Starts nothing more; resolves when the batches under way have stopped and the position is written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    clearTimeout(this.#alarm?.timer);
    await Promise.all(this.#running);
    await this.#checkpoint.flush();
  }

  /** Works after what is going on now: records that reach the disk together are then seen together. */
  #wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    queueMicrotask(() => {
      this.#woken = false;
      if (this.#closed) return;
      this.#read();
      this.#start();
    });
  }

  #read(): void {
    const room = WINDOW - this.#window.length;
    if (this.#reading || room <= 0 || this.#readThrough >= this.#shard.newest) return;
    const records = this.#shard.read(this.#readThrough, room);
    if (Array.isArray(records)) {
      this.#add(records);
      return;
    }
    this.#reading = true;
    void records
      .then((found) => this.#add(found))
      // A database that is being closed; the next start reads on from the checkpoint.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = false;
        this.#wake();
      });
  }

  #add(records: readonly StreamRecord[]): void {
    for (const record of records) {
      const { sequenceNumber, keys } = record;
      const event = eventRecord(record, this.#around.source);
      const done = this.#finished.delete(sequenceNumber) || !this.#mapping.wants(event);
      this.#window.push({
        sequenceNumber,
        writtenAt: writtenAt(record),
        partition: partitionOf(keys, this.#mapping.stream.partitionKey),
        event,
        bytes: done ? 0 : Buffer.byteLength(JSON.stringify(event)),
        state: done ? 'done' : 'waiting',
      });
      this.#readThrough = sequenceNumber;
      if (done) this.#advance();
    }
  }

  #start(): void {
    while (!this.#closed && this.#running.size < this.#mapping.parallelization) {
      const batch = this.#nextBatch(Date.now());
      if (batch.length === 0) return;
      for (const entry of batch) entry.state = 'running';
      const running = this.#deliver(batch).finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
      this.#running.add(running);
    }
  }

  async #deliver(batch: readonly Entry[]): Promise<void> {
    await deliver(batch, { ...this.#around, mapping: this.#mapping, finish: (entries) => this.#finish(entries) });
  }

  /** The oldest records whose partition key is not under way; none when it is too early for them. */
  #nextBatch(now: number): Entry[] {
    const { batchSize, windowMs } = this.#mapping;
    const underWay = new Set<string>();
    const batch: Entry[] = [];
    let bytes = 0;
    let full = false;
    for (const entry of this.#window) {
      if (entry.state === 'running') underWay.add(entry.partition);
      if (entry.state !== 'waiting' || underWay.has(entry.partition)) continue;
      const due = entry.writtenAt + this.#around.delay();
      if (due > now) {
        this.#wakeAt(due, now);
        break;
      }
      full = batch.length === batchSize || (batch.length > 0 && bytes + entry.bytes > BATCH_BYTES);
      if (full) break;
      batch.push(entry);
      bytes += entry.bytes;
    }
    const [oldest] = batch;
    const patience = Math.max(windowMs, this.#running.size > 0 ? GATHER_MS : 0);
    if (!oldest || full || batch.length === batchSize || oldest.writtenAt + patience <= now) return batch;
    this.#wakeAt(oldest.writtenAt + patience, now);
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

  #finish(entries: readonly Entry[]): void {
    for (const entry of entries) entry.state = 'done';
    this.#advance();
    // The rest of this batch may go on for long; others with a partition key of these need not wait for it.
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
    return { through: this.#through, ahead: [...ahead, ...this.#finished] };
  }
}
