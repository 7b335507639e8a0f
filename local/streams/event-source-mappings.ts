/** Feeds functions from the streams of tables, as the template's event source mappings say. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../dynamodb/engine.ts';
import type { Faults } from '../faults.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Stack } from '../template/resource.ts';
import { Checkpoint } from './checkpoint.ts';
import { discardedBatch, type Discarded } from './discarded-batch.ts';
import { mappingsOf, type Mapping } from './mapping.ts';
import { ShardPump, type PumpContext } from './shard-pump.ts';

export interface EventSourceMappings {
  /** Resolves when every record written so far is done with. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly stack: Stack;
  readonly engine: Engine;
  readonly invoke: Invoke;
  readonly queues: Queues;
  readonly faults: Faults;
  readonly log: (line: string) => void;
  /** Milliseconds before the next attempt, after this many failures in a row. */
  readonly backoff?: (failures: number) => number;
}

/** 200 ms, doubled with each failure up to 5 s. */
const defaultBackoff = (failures: number): number => Math.min(5000, 100 * 2 ** failures);
/** How long `close` waits for functions that are still at work; what they do not finish is delivered again. */
const CLOSE_MS = 2000;

/** @throws {Error} that names the mapping and what of it the local cloud can not do */
export async function startEventSourceMappings(options: Options): Promise<EventSourceMappings> {
  const { stack, engine } = options;
  const stop = new AbortController();
  const checkpoints = engine.sublevel('checkpoints');
  const pumps: ShardPump[] = [];
  for (const mapping of mappingsOf(stack, engine.streams)) {
    for (const shard of mapping.stream.shards) {
      const checkpoint = new Checkpoint(checkpoints, `${mapping.id}/${mapping.streamArn}/${shard.id}`);
      const position = await checkpoint.load(mapping.startingPosition === 'LATEST' ? shard.newest : '');
      pumps.push(
        new ShardPump(mapping, shard, checkpoint, position, deliveryContext(options, mapping, shard.id, stop.signal)),
      );
    }
  }
  return {
    async idle() {
      await Promise.all(pumps.map((pump) => pump.idle()));
    },
    async close() {
      stop.abort();
      await Promise.race([Promise.all(pumps.map((pump) => pump.close())), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

function deliveryContext(
  { stack, invoke, queues, faults, log, backoff = defaultBackoff }: Options,
  mapping: Mapping,
  shardId: string,
  stop: AbortSignal,
): PumpContext {
  const { id, functionArn, streamArn, onFailure } = mapping;
  return {
    source: { arn: streamArn, region: stack.region, viewType: mapping.stream.viewType },
    delay: () => faults.streamDelayMs,
    duplicated: () => faults.duplicatedBatches,
    invoke: (records) => invoke(functionArn, { Records: records }),
    async discard(discarded: Discarded) {
      const givenUp = `[${id}] gave up ${discarded.entries.length} record(s) (${discarded.condition})`;
      if (!onFailure) return log(`${givenUp}.`);
      try {
        const count = await queues.send(onFailure, discardedBatch(discarded, { functionArn, streamArn, shardId }));
        log(`${givenUp}; ${onFailure} holds ${count} dead letter(s) now.`);
      } catch (error) {
        log(`${givenUp}; ${onFailure} could not be told: ${String(error)}`);
      }
    },
    async pause(failures, error) {
      const pause = backoff(failures);
      log(
        `[${id}] a batch failed (${error instanceof Error ? error.message : String(error)}); trying again in ${pause} ms.`,
      );
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    },
    stopped: () => stop.aborted,
  };
}
