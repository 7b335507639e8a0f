/** An event source mapping of the template, its settings read and their defaults filled in. */
import type { SourceStream, Streams } from '../dynamodb/engine.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { compileFilter, type Predicate } from './filter-criteria.ts';

export interface Mapping {
  readonly id: string;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly stream: SourceStream;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly windowMs: number;
  /** Batches of one shard that may be under way at a time. */
  readonly parallelization: number;
  readonly wants: Predicate;
  readonly retryAttempts: number;
  readonly recordAgeMs: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
  /** ARN of the queue that is told about discarded batches. */
  readonly onFailure: string | undefined;
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
  'Tags',
] satisfies (keyof Properties)[];

/** Lambda's defaults for streams; -1 is "no limit". */
const DEFAULT_BATCH_SIZE = 100;
const NO_LIMIT = -1;

/** @throws {Error} that names the mapping and what of it the local cloud can not do */
export function mappingsOf(stack: Stack, streams: Streams): Mapping[] {
  return stack
    .ofType<Properties>('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.Enabled !== false)
    .map((resource) => mappingOf(resource, stack, streams));
}

function mappingOf({ logicalId, properties }: Resource<Properties>, stack: Stack, streams: Streams): Mapping {
  const fail = (problem: string) => new Error(`The event source mapping ${logicalId} ${problem}.`);
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw fail(`has the property ${unknown}, which the local cloud does not know`);

  const stream = streams.find(properties.EventSourceArn);
  if (!stream) throw fail(`reads ${properties.EventSourceArn}, which is not the stream of a table of the template`);
  const consumer = stack
    .ofType('AWS::Lambda::Function')
    .find(({ ref, arn }) => [ref, arn].includes(properties.FunctionName));
  if (!consumer) throw fail(`calls ${properties.FunctionName}, which is not a function of the template`);
  const startingPosition = properties.StartingPosition;
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw fail(`starts at ${String(startingPosition)}; a table's stream is read from TRIM_HORIZON or LATEST`);
  }
  const responseTypes = properties.FunctionResponseTypes ?? [];
  const unknownType = responseTypes.find((type) => type !== 'ReportBatchItemFailures');
  if (unknownType !== undefined)
    throw fail(`has the response type ${unknownType}, which the local cloud does not know`);

  return {
    id: logicalId,
    functionArn: consumer.arn,
    streamArn: properties.EventSourceArn,
    stream,
    startingPosition,
    batchSize: properties.BatchSize ?? DEFAULT_BATCH_SIZE,
    windowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    parallelization: properties.ParallelizationFactor ?? 1,
    wants: compileFilter((properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern)),
    retryAttempts: limit(properties.MaximumRetryAttempts),
    recordAgeMs: limit(properties.MaximumRecordAgeInSeconds) * 1000,
    bisects: properties.BisectBatchOnFunctionError ?? false,
    reportsItemFailures: responseTypes.length > 0,
    onFailure: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

const limit = (value: number = NO_LIMIT): number => (value === NO_LIMIT ? Infinity : value);
