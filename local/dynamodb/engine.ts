/** The local DynamoDB: the tables of the template on disk, their streams, and room for what the other services keep. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import type { Stack } from '../template/resource.ts';
import { Database } from './database.ts';
import { keyValueStore, type KeyValueStore } from './key-value-store.ts';
import { createService } from './service.ts';
import type { Shard } from './table-stream.ts';
import { openTables } from './table.ts';
import { sweepExpired } from './time-to-live.ts';

export interface Engine {
  readonly service: Service;
  readonly streams: Streams;
  /** A durable store for another owner, in the same database. The name is without `~`. */
  sublevel(name: string): KeyValueStore;
  /** Deletes expired items, and stream records of more than 24 hours ago that every reader is through with. */
  sweep(now?: number): Promise<void>;
  close(): Promise<void>;
}

export interface Streams {
  /** The stream of an ARN (`<table ARN>/stream/<label>`), if the template has it. */
  find(streamArn: string): SourceStream | undefined;
}

export interface SourceStream {
  readonly partitionKey: string;
  readonly viewType: string;
  readonly shards: readonly Shard[];
}

const FIRST_SWEEP_MS = 30 * 1000;
const SWEEP_MS = 10 * 60 * 1000;

/**
 * @param options.dataDir folder of everything the local cloud keeps
 * @throws {Error} a line for a person: the folder is in use or can not be written, or a table's keys have changed
 */
export async function openEngine(options: { stack: Stack; dataDir: string; faults: Faults }): Promise<Engine> {
  const { stack, dataDir, faults } = options;
  const database = await Database.open(join(dataDir, 'database'));
  const tables = await openTables(stack, database, dataDir).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const arnOf = (name: string) =>
    tables.get(name)?.arn ?? `arn:aws:dynamodb:${stack.region}:${stack.accountId}:table/${name}`;

  const sweep = async (now = Date.now()) => {
    for (const table of tables.values()) {
      if (!faults.keepExpired) await sweepExpired(database, table, now);
      await table.stream?.trim(now);
    }
  };
  const closing = new AbortController();
  const sweeping = sweepNowAndThen(sweep, closing.signal);

  return {
    service: createService(database, tables, arnOf, faults),
    streams: {
      find(streamArn) {
        const table = [...tables.values()].find(({ arn }) => streamArn.startsWith(`${arn}/stream/`));
        const partitionKey = table?.description.KeySchema[0]?.AttributeName;
        return table?.stream && partitionKey !== undefined
          ? { partitionKey, viewType: table.viewType, shards: table.stream.shards }
          : undefined;
      },
    },
    sublevel: (name) => keyValueStore(database, name),
    sweep,
    async close() {
      closing.abort();
      await sweeping;
      await database.close();
    },
  };
}

async function sweepNowAndThen(sweep: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_SWEEP_MS; !signal.aborted; pause = SWEEP_MS) {
    // What a sweep could not do is left to the next one.
    await sleep(pause, undefined, { signal, ref: false })
      .then(() => sweep())
      .catch(() => undefined);
  }
}
