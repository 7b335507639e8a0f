/**
 * A table's stream: records in several shards by partition key, so that order is kept per item only, as in the cloud.
 * A record is written in one batch with its item, and stays for 24 hours and until every reader is through with it.
 */
import { under, type Database } from './database.ts';
import type { Item, Operation } from './dynalite.ts';
import type { SequenceNumbers } from './sequence-numbers.ts';
import type { Change, StreamRecord } from './stream-record.ts';

/** One that reads a shard from where it stopped: a shard of an event source mapping. */
export interface ShardReader {
  /** A new record can be read. */
  wake(): void;
  /** Every record up to this sequence number is done with. */
  through(): string;
}

export interface Shard {
  readonly id: string;
  /** Sequence number of the newest record that can be read; the empty string when there never was one. */
  readonly newest: string;
  /** Records after a sequence number (the empty string: the oldest one kept), in order. */
  read(after: string, limit: number): StreamRecord[] | Promise<StreamRecord[]>;
  /** @returns what ends it */
  subscribe(reader: ShardReader): () => void;
}

export interface TableStream {
  readonly shards: readonly Shard[];
  /** Numbers a change. The record's operation goes into the item's batch; `publish` is called once that is on the disk. */
  append(change: Change): { readonly operation: Operation; publish(): void };
  /** Forgets what is older than 24 hours and done with. */
  trim(now: number): Promise<void>;
}

const SHARDS = 4;
const RETENTION_MS = 24 * 60 * 60 * 1000;
/** Newest records of a shard kept in memory, so that a reader who keeps up never reads the disk. */
const TAIL = 500;

export async function openTableStream(
  table: { readonly name: string; readonly partitionKey: string },
  database: Database,
  numbers: SequenceNumbers,
): Promise<TableStream> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, at) => StoredShard.open(table.name, at, database)),
  );
  for (const shard of shards) numbers.continueAfter(shard.newest);
  return {
    shards,
    append(change) {
      const record = { sequenceNumber: numbers.next(), ...change };
      const shard = shards[hash(partitionOf(change.keys, table.partitionKey)) % SHARDS];
      if (!shard) throw new Error('A hash is no shard.');
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
  /** The newest records: all of those after `#tailAfter`. */
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
    if (this.#tail.length > 2 * TAIL) {
      this.#tailAfter = this.#tail[TAIL - 1]?.sequenceNumber ?? '';
      this.#tail = this.#tail.slice(TAIL);
    }
    for (const reader of this.#readers) reader.wake();
  }

  read(after: string, limit: number): StreamRecord[] | Promise<StreamRecord[]> {
    return after >= this.#tailAfter ? this.#readTail(after, limit) : this.#readDisk(after, limit);
  }

  subscribe(reader: ShardReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** The newest record always stays: the next start continues its numbers from it. */
  async trim(before: string): Promise<void> {
    const bounds = [before, this.newest, ...Array.from(this.#readers, (reader) => reader.through())];
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

/** The partition key's value as one text; records of one item always have the same. */
export const partitionOf = (keys: Item, partitionKey: string): string => JSON.stringify(keys[partitionKey]);

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
