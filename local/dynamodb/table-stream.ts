/**
 * A table's stream. Partition keys are spread over several shards, so that only the order per item is kept, as in the
 * cloud. A record is written in one batch with its item. It stays for 24 hours and until every reader has processed it.
 */
import { under, type Database } from './database.ts';
import type { Item, Operation } from './dynalite.ts';
import type { SequenceNumbers } from './sequence-numbers.ts';
import type { Change, StreamRecord } from './stream-record.ts';

/** A reader of a shard, such as an event source mapping. It remembers its own position. */
export interface ShardReader {
  /** Called when a new record can be read. */
  wake(): void;
  /** Returns the sequence number up to which the reader has processed every record. */
  checkpoint(): string;
}

export interface Shard {
  readonly id: string;
  /** Sequence number of the newest record that can be read, or the empty string if there has been none. */
  readonly newest: string;
  /**
   * Returns the records after a sequence number, in order.
   * @param after the empty string: from the oldest record that is stored
   */
  read(after: string, limit: number): StreamRecord[] | Promise<StreamRecord[]>;
  /** @returns unsubscribe */
  subscribe(reader: ShardReader): () => void;
}

export interface TableStream {
  readonly shards: readonly Shard[];
  /**
   * Gives a change its sequence number.
   * @returns the operation that belongs in the item's batch, and `publish`, to be called once the batch is on the disk
   */
  append(change: Change): { readonly operation: Operation; publish(): void };
  /** Deletes records that are older than 24 hours and that every reader has processed. */
  trim(now: number): Promise<void>;
}

const SHARD_COUNT = 4;
const RETENTION_MS = 24 * 60 * 60 * 1000;
/** A shard keeps at least this many of its newest records in memory: a reader that keeps up never reads the disk. */
const TAIL_RECORDS = 500;

export async function openTableStream(
  table: { readonly name: string; readonly partitionKey: string },
  database: Database,
  numbers: SequenceNumbers,
): Promise<TableStream> {
  const shards = await Promise.all(
    Array.from({ length: SHARD_COUNT }, (_, at) => StoredShard.open(table.name, at, database)),
  );
  for (const shard of shards) numbers.continueAfter(shard.newest);
  database.onResume(async () => {
    for (const shard of shards) await shard.resume();
  });
  return {
    shards,
    append(change) {
      const record = { sequenceNumber: numbers.next(), ...change };
      const shard = shards[hash(partitionOf(change.keys, table.partitionKey)) % SHARD_COUNT];
      if (!shard) throw new Error('A partition key belongs to no shard.');
      return {
        operation: { type: 'put', key: shard.key(record.sequenceNumber), value: record },
        publish: () => shard.publish(record),
      };
    },
    async trim(now) {
      for (const shard of shards) await shard.trim(`${now - RETENTION_MS}`);
    },
  };
}

class StoredShard implements Shard {
  readonly id: string;
  readonly #prefix: `${string}~`;
  readonly #database: Database;
  readonly #readers = new Set<ShardReader>();
  /** The newest records: all those after `#tailAfter`. */
  #tail: StreamRecord[] = [];
  #tailAfter: string;
  newest: string;

  private constructor(id: string, prefix: `${string}~`, database: Database, newest: string) {
    this.id = id;
    this.#prefix = prefix;
    this.#database = database;
    this.newest = newest;
    this.#tailAfter = newest;
  }

  static async open(table: string, at: number, database: Database): Promise<StoredShard> {
    const id = `shardId-${String(at).padStart(20, '0')}`;
    const prefix = `stream~${table}~${at}~` as const;
    const [newest] = await keysOf(database, { ...under(prefix), reverse: true, limit: 1 });
    return new StoredShard(id, prefix, database, newest?.slice(prefix.length) ?? '');
  }

  key(sequenceNumber: string): string {
    return this.#prefix + sequenceNumber;
  }

  publish(record: StreamRecord): void {
    this.newest = record.sequenceNumber;
    this.#tail.push(record);
    if (this.#tail.length > 2 * TAIL_RECORDS) {
      this.#tailAfter = this.#tail[TAIL_RECORDS - 1]?.sequenceNumber ?? '';
      this.#tail = this.#tail.slice(TAIL_RECORDS);
    }
    for (const reader of this.#readers) reader.wake();
  }

  /** Publishes the records of writes that failed and are in the database nevertheless. */
  async resume(): Promise<void> {
    for (const record of await this.#readDisk(this.newest, -1)) this.publish(record);
  }

  read(after: string, limit: number): StreamRecord[] | Promise<StreamRecord[]> {
    return after >= this.#tailAfter ? this.#readTail(after, limit) : this.#readDisk(after, limit);
  }

  subscribe(reader: ShardReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** The newest record always stays, since the next start continues its sequence numbers. */
  async trim(before: string): Promise<void> {
    const bounds = [before, this.newest, ...Array.from(this.#readers, (reader) => reader.checkpoint())];
    const until = bounds.reduce((least, bound) => (bound < least ? bound : least));
    this.#tail = this.#tail.filter(({ sequenceNumber }) => sequenceNumber >= until);
    await this.#database.clear({ gte: this.#prefix, lt: this.#prefix + until });
  }

  #readTail(after: string, limit: number): StreamRecord[] {
    let from = this.#tail.length;
    while (from > 0 && (this.#tail[from - 1]?.sequenceNumber ?? '') > after) from -= 1;
    return this.#tail.slice(from, from + limit);
  }

  async #readDisk(after: string, limit: number): Promise<StreamRecord[]> {
    const found: StreamRecord[] = [];
    for await (const chunk of this.#database.chunks({ gt: this.#prefix + after, lt: under(this.#prefix).lt, limit })) {
      found.push(...(chunk as StreamRecord[]));
    }
    return found;
  }
}

async function keysOf(database: Database, range: Parameters<Database['entries']>[0]): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of database.entries(range)) keys.push(key);
  return keys;
}

/** Returns the partition key's value as a string. All records of one item have the same. */
export const partitionOf = (keys: Item, partitionKey: string): string => JSON.stringify(keys[partitionKey]);

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
