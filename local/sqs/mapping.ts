/** Reads the template's event source mappings of queues, with Lambda's defaults. */
import type { Resource, Stack } from '../template/resource.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';

export interface QueueMapping {
  readonly id: string;
  readonly functionArn: string;
  readonly queue: Queue;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  /** How many invocations may run at the same time. */
  readonly maximumConcurrency: number;
  readonly reportsBatchItemFailures: boolean;
}

interface Properties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  /** Only alarms read the metrics. */
  readonly MetricsConfig?: unknown;
  readonly Tags?: unknown;
}

const KNOWN: readonly string[] = [
  'FunctionName',
  'EventSourceArn',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
  'MetricsConfig',
  'Tags',
] satisfies (keyof Properties)[];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html */
const DEFAULT_BATCH_SIZE = 10;
/** Lambda adds invocations up to a thousand. This machine has enough to do with ten. */
const DEFAULT_CONCURRENCY = 10;
const DEFAULT_TIMEOUT_SECONDS = 3;

/** True for the ARN of a queue. */
export const isQueue = (arn: string): boolean => arn.startsWith('arn:aws:sqs:');

/** @throws {Error} that names the mapping and the setting that the local cloud, or Lambda, does not support */
export const queueMappingsOf = (stack: Stack, queues: Queues): readonly QueueMapping[] =>
  stack
    .ofType<Properties>('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => isQueue(properties.EventSourceArn) && properties.Enabled !== false)
    .map((resource) => mappingOf(resource, stack, queues));

function mappingOf({ logicalId, properties }: Resource<Properties>, stack: Stack, queues: Queues): QueueMapping {
  const fail = (problem: string) => new Error(`The event source mapping ${logicalId} ${problem}.`);
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw fail(`has the property ${unknown}, which the local cloud does not know. Teach it in local/sqs/mapping.ts`);
  const queue = queues.byArn(properties.EventSourceArn);
  if (!queue) throw fail(`reads ${properties.EventSourceArn}, which is not a queue of the template`);
  const consumer = stack
    .ofType<{ readonly Timeout?: number }>('AWS::Lambda::Function')
    .find(({ ref, arn }) => [ref, arn].includes(properties.FunctionName));
  if (!consumer) throw fail(`calls ${properties.FunctionName}, which is not a function of the template`);
  const unknownType = properties.FunctionResponseTypes?.find((type) => type !== 'ReportBatchItemFailures');
  if (unknownType !== undefined)
    throw fail(`has the response type ${unknownType}, which the local cloud does not know`);
  const { BatchSize = DEFAULT_BATCH_SIZE, MaximumBatchingWindowInSeconds = 0 } = properties;
  // Lambda refuses both: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  if ((consumer.properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000 > queue.settings.visibilityTimeoutMs)
    throw fail("has a function whose timeout is longer than its queue's visibility timeout");
  if (BatchSize > 10 && MaximumBatchingWindowInSeconds < 1)
    throw fail('takes more than ten messages at once, for which it needs a batching window');
  return {
    id: logicalId,
    functionArn: consumer.arn,
    queue,
    batchSize: BatchSize,
    batchingWindowMs: MaximumBatchingWindowInSeconds * 1000,
    maximumConcurrency: Math.min(properties.ScalingConfig?.MaximumConcurrency ?? Infinity, DEFAULT_CONCURRENCY),
    reportsBatchItemFailures: (properties.FunctionResponseTypes ?? []).length > 0,
  };
}
