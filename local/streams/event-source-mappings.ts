/** Runs the template's event source mappings: polls tables' streams and queues, and invokes functions with batches. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import type { Engine } from '../dynamodb/engine.ts';
import type { Faults } from '../faults.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Buckets } from '../s3/buckets.ts';
import { queueMappingsOf, type QueueMapping } from '../sqs/mapping.ts';
import { QueuePoller } from '../sqs/poller.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Stack } from '../template/resource.ts';
import { Checkpoint } from './checkpoint.ts';
import { discardedBatch, keyOfDiscardedBatch, type Discarded } from './discarded-batch.ts';
import { mappingsOf, type Mapping } from './mapping.ts';
import { ShardPoller, type PollerContext } from './shard-poller.ts';

export interface EventSourceMappings {
  /** Reports that the mappings poll. A mapping that finds nothing reports zero records, one that stalls nothing. */
  sample(): void;
  /** True while a record of a stream is not processed or discarded, though no function may run yet. */
  busy(): boolean;
  /** Resolves when every record written so far is processed or discarded, and no message of a queue is visible. */
  idle(): Promise<void>;
  /** Waits for running functions for a short time. What they do not finish is delivered after the next start. */
  close(): Promise<void>;
}

interface Options {
  readonly stack: Stack;
  readonly engine: Engine;
  readonly queues: Queues;
  readonly invoke: Invoke;
  readonly buckets: Pick<Buckets, 'put'>;
  readonly faults: Faults;
  readonly log: (line: string) => void;
  readonly report?: ReportMetric;
  /** Returns the milliseconds before the next attempt, after the given number of consecutive failures. */
  readonly backoffMs?: (failures: number) => number;
}

/** 200 ms, doubled with each failure, up to 5 s. */
const defaultBackoffMs = (failures: number): number => Math.min(5000, 100 * 2 ** failures);
/** How long `close` waits for running functions. */
const CLOSE_GRACE_MS = 2000;

/** @throws {Error} that names the mapping and the setting that the local cloud does not support */
export async function startEventSourceMappings(options: Options): Promise<EventSourceMappings> {
  const { stack, engine, queues, faults, report = () => undefined } = options;
  const stop = new AbortController();
  const checkpoints = engine.sublevel('checkpoints');
  const queueMappings = queueMappingsOf(stack, queues);
  const queuePollers = queueMappings.map((mapping) => new QueuePoller(mapping, queueContext(options, mapping)));
  const pollers: ShardPoller[] = [];
  const streamMappings: string[] = [];
  for (const mapping of mappingsOf(stack, engine.streams)) {
    streamMappings.push(mapping.id);
    for (const shard of mapping.stream.shards) {
      const checkpoint = new Checkpoint(checkpoints, `${mapping.id}/${mapping.streamArn}/${shard.id}`);
      const position = await checkpoint.load(mapping.startingPosition === 'LATEST' ? shard.newest : '');
      pollers.push(
        new ShardPoller(mapping, shard, checkpoint, position, deliveryContext(options, mapping, shard.id, stop.signal)),
      );
    }
  }
  return {
    sample() {
      const polling = [...(faults.stalledStreams ? [] : streamMappings), ...queueMappings.map(({ id }) => id)];
      for (const id of polling) reportEvents(report, id, 'PolledEventCount', 0);
    },
    busy: () => pollers.some((poller) => poller.busy),
    async idle() {
      // Consumers of streams may fill queues.
      await Promise.all(pollers.map((poller) => poller.idle()));
      await Promise.all(queuePollers.map((poller) => poller.idle()));
    },
    async close() {
      stop.abort();
      await Promise.race([
        Promise.all([...pollers, ...queuePollers].map((poller) => poller.close())),
        sleep(CLOSE_GRACE_MS, undefined, { ref: false }),
      ]);
    },
  };
}

const LAMBDA = 'AWS/Lambda';

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const reportEvents = (report: ReportMetric, mappingId: string, name: string, count: number): void =>
  report({ namespace: LAMBDA, name, dimensions: { EventSourceMappingUUID: mappingId } }, count);

/** Returns the milliseconds between the last record's write and now. */
function ageOf(records: readonly object[]): number {
  const last: { readonly dynamodb?: { readonly ApproximateCreationDateTime?: number } } | undefined = records.at(-1);
  return Date.now() - (last?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;
}

const queueContext = ({ stack, invoke, faults, log }: Options, { functionArn }: QueueMapping) => ({
  region: stack.region,
  faults,
  invoke: (event: object) => invoke(functionArn, event),
  log,
});

function deliveryContext(
  { stack, invoke, buckets, faults, log, backoffMs = defaultBackoffMs, report = () => undefined }: Options,
  mapping: Mapping,
  shardId: string,
  stop: AbortSignal,
): PollerContext {
  const { id, functionArn, functionName, streamArn, onFailureArn } = mapping;
  return {
    source: { arn: streamArn, region: stack.region, viewType: mapping.stream.viewType },
    delayMs: () => faults.streamDelayMs,
    batchingWindowMs: () => mapping.batchingWindowMs / faults.batchingSpeed,
    duplicatedShare: () => faults.duplicatedBatches,
    isStalled: () => faults.stalledStreams,
    invoke(records) {
      reportEvents(report, id, 'PolledEventCount', records.length);
      report({ namespace: LAMBDA, name: 'IteratorAge', dimensions: { FunctionName: functionName } }, ageOf(records));
      return invoke(functionArn, { Records: records });
    },
    async discard(discarded: Discarded) {
      const message = `[${id}] discarded ${discarded.records.length} record(s) (${discarded.condition})`;
      const count = (name: string) => reportEvents(report, id, name, discarded.records.length);
      if (!onFailureArn) {
        count('DroppedEventCount');
        return log(`${message}.`);
      }
      try {
        const letter = discardedBatch(discarded, { functionArn, streamArn, shardId });
        const file = await buckets.put(onFailureArn, keyOfDiscardedBatch(id, shardId), letter);
        count('OnFailureDestinationDeliveredEventCount');
        log(`${message}; they are kept in ${file}`);
      } catch (error) {
        count('DroppedEventCount');
        log(`${message}; writing them to ${onFailureArn} failed: ${String(error)}`);
      }
    },
    async backOff(failures, error) {
      const delayMs = backoffMs(failures);
      const reason = error instanceof Error ? error.message : String(error);
      log(`[${id}] a batch failed (${reason}); trying again in ${delayMs} ms.`);
      await sleep(delayMs, undefined, { signal: stop }).catch(() => undefined);
    },
    isClosing: () => stop.aborted,
  };
}
