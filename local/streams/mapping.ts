/** Reads the template's event source mappings of streams, with Lambda's defaults. */
import type { SourceStream, Streams } from '../dynamodb/engine.ts';
import { isQueue } from '../sqs/mapping.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { compileFilter, type Predicate } from './filter-criteria.ts';

export interface Mapping {
  readonly id: string;
  readonly functionArn: string;
  readonly functionName: string;
  readonly streamArn: string;
  readonly stream: SourceStream;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  /** How many batches of one shard may run at the same time. */
  readonly parallelizationFactor: number;
  readonly filter: Predicate;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeMs: number;
  readonly bisectsOnError: boolean;
  readonly reportsBatchItemFailures: boolean;
  /** ARN of the bucket that keeps discarded batches. */
  readonly onFailureArn: string | undefined;
}

interface Properties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly Enabled?: boolean;
  readonly StartingPosition?: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly ParallelizationFactor?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly FunctionResponseTypes?: readonly string[];
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  /** The local cloud reports these metrics always. */
  readonly MetricsConfig?: unknown;
  readonly Tags?: unknown;
}

const KNOWN: readonly string[] = [
  'FunctionName',
  'EventSourceArn',
  'Enabled',
  'StartingPosition',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'FilterCriteria',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'FunctionResponseTypes',
  'DestinationConfig',
  'MetricsConfig',
  'Tags',
] satisfies (keyof Properties)[];

/** Lambda's default for streams. */
const DEFAULT_BATCH_SIZE = 100;
/** Lambda's "no limit", which is also the default of limits. */
const NO_LIMIT = -1;

/** @throws {Error} that names the mapping and the setting that the local cloud does not support */
export function mappingsOf(stack: Stack, streams: Streams): Mapping[] {
  return stack
    .ofType<Properties>('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.Enabled !== false && !isQueue(properties.EventSourceArn))
    .map((resource) => mappingOf(resource, stack, streams));
}

function mappingOf({ logicalId, properties }: Resource<Properties>, stack: Stack, streams: Streams): Mapping {
  const fail = (problem: string) => new Error(`The event source mapping ${logicalId} ${problem}.`);
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw fail(
      `has the property ${unknown}, which the local cloud does not know. Teach it in local/streams/mapping.ts`,
    );

  const stream = streams.find(properties.EventSourceArn);
  if (!stream) throw fail(`reads ${properties.EventSourceArn}, which is not the stream of a table of the template`);
  const consumer = stack
    .ofType('AWS::Lambda::Function')
    .find(({ ref, arn }) => [ref, arn].includes(properties.FunctionName));
  if (!consumer) throw fail(`calls ${properties.FunctionName}, which is not a function of the template`);
  const startingPosition = properties.StartingPosition;
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw fail(`starts at ${String(startingPosition)}. A table's stream starts at TRIM_HORIZON or LATEST`);
  }
  const responseTypes = properties.FunctionResponseTypes ?? [];
  const unknownType = responseTypes.find((type) => type !== 'ReportBatchItemFailures');
  if (unknownType !== undefined)
    throw fail(`has the response type ${unknownType}, which the local cloud does not know`);

  return {
    id: logicalId,
    functionArn: consumer.arn,
    functionName: consumer.ref,
    streamArn: properties.EventSourceArn,
    stream,
    startingPosition,
    batchSize: properties.BatchSize ?? DEFAULT_BATCH_SIZE,
    batchingWindowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    parallelizationFactor: properties.ParallelizationFactor ?? 1,
    filter: compileFilter((properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern)),
    maximumRetryAttempts: limit(properties.MaximumRetryAttempts),
    maximumRecordAgeMs: limit(properties.MaximumRecordAgeInSeconds) * 1000,
    bisectsOnError: properties.BisectBatchOnFunctionError ?? false,
    reportsBatchItemFailures: responseTypes.length > 0,
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

const limit = (value: number = NO_LIMIT): number => (value === NO_LIMIT ? Infinity : value);
