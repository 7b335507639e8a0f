/** The local DynamoDB: the template's tables on disk, their streams, and storage for the other services. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import type { Stack } from '../template/resource.ts';
import { Database } from './database.ts';
import { keyValueStore, type KeyValueStore } from './key-value-store.ts';
import { openRestored } from './restores.ts';
import { createService } from './service.ts';
import type { Shard } from './table-stream.ts';
import { openTables } from './table.ts';
import { sweepExpired } from './time-to-live.ts';

export interface Engine {
  readonly service: Service;
  readonly streams: Streams;
  /**
   * Returns a durable store for another service, in the same database.
   * @param name the service's own prefix, without `~`
   */
  sublevel(name: string): KeyValueStore;
  /**
   * Deletes expired items, and stream records that are older than 24 hours and that every reader has processed.
   * @param now epoch milliseconds
   */
  sweep(now?: number): Promise<void>;
  close(): Promise<void>;
}

export interface Streams {
  /** Returns the stream with an ARN (`<table ARN>/stream/<label>`), or undefined if the template has no such stream. */
  find(streamArn: string): SourceStream | undefined;
}

export interface SourceStream {
  readonly partitionKey: string;
  readonly viewType: string;
  readonly shards: readonly Shard[];
}

interface EngineOptions {
  readonly stack: Stack;
  readonly dataDir: string;
  readonly faults: Faults;
  readonly acceptLoss?: boolean | undefined;
  /** Whether tables that have point-in-time recovery in the template can be restored. */
  readonly keepsHistory?: boolean | undefined;
  readonly log?: (line: string) => void;
}

const FIRST_SWEEP_DELAY_MS = 30 * 1000;
const SWEEP_INTERVAL_MS = 10 * 60 * 1000;

/**
 * @param options.dataDir the folder that holds everything the local cloud stores
 * @param options.acceptLoss opens a database that has lost data
 * @throws {OptionError} when the folder is in use, cannot be written, has lost data or holds a table with other keys
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { stack, dataDir, faults, acceptLoss, keepsHistory = false, log = () => {} } = options;
  const database = await Database.open(join(dataDir, 'database'), { acceptLoss, faults, log });
  const tables = await openTables(stack, database, dataDir, keepsHistory).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  await openRestored(tables, database);
  const arnOf = (name: string) =>
    tables.get(name)?.arn ?? `arn:aws:dynamodb:${stack.region}:${stack.accountId}:table/${name}`;

  const sweep = async (now = Date.now()) => {
    for (const table of tables.values()) {
      if (!faults.keepExpired) await sweepExpired(database, table, now);
      await table.stream?.trim(now);
      await table.history?.trim(now);
    }
  };
  const closing = new AbortController();
  const sweeping = sweepPeriodically(sweep, closing.signal);

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

async function sweepPeriodically(sweep: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let delayMs = FIRST_SWEEP_DELAY_MS; !signal.aborted; delayMs = SWEEP_INTERVAL_MS) {
    // The next sweep retries what this one could not do.
    await sleep(delayMs, undefined, { signal, ref: false })
      .then(() => sweep())
      .catch(() => undefined);
  }
}
