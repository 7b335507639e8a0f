/** A function that consumes a table's stream, what becomes of the records that it gives up, and what to watch. */
import { Aws, Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName } from '#functions/aws/environment.ts';
import { accept, acceptPattern } from './accept.ts';
import type { ServiceFunction } from './function.ts';
import type { ServiceTable } from './tables.ts';

const METRIC_PERIOD = Duration.minutes(1);
/** Where Lambda puts the objects: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
const LETTERS = 'aws/lambda/*';

interface Props {
  readonly table: ServiceTable;
  readonly consumer: ServiceFunction;
  /** Gets the records that the consumer gives up. Without one they are dropped. */
  readonly deadLetters?: Bucket;
  /** Patterns of the records that the consumer is invoked for. */
  readonly filters: { [key: string]: unknown }[];
  /**
   * How long records are collected, so that one invocation takes many. Then there is one invocation at a time.
   *
   * @default - records are not collected, and ten invocations may run at a time
   */
  readonly batchingWindow?: Duration;
  /**
   * How old a record may be.
   *
   * @default - an hour with dead letters, five minutes without
   */
  readonly maxRecordAge?: Duration;
}

/** What an operator watches of a stream's consumer. */
export interface ConsumerMetrics {
  metricIteratorAge(options?: MetricOptions): Metric;
  metricDeadLetters(options?: Pick<MetricOptions, 'period'>): MathExpression;
  metricSkippedEntries(options?: MetricOptions): Metric;
}

/** Feeds a table's stream to a function. */
export class StreamConsumer implements ConsumerMetrics {
  readonly #consumer: ServiceFunction;
  readonly #service: string;
  readonly #mappingId: string;

  constructor(scope: Construct, { table, consumer, deadLetters, filters, batchingWindow, maxRecordAge }: Props) {
    if (!table.tableStreamArn) throw new Error(`The table ${table.node.path} has no stream.`);
    if (deadLetters) {
      const letters = deadLetters.arnForObjects(LETTERS);
      // Once the bucket is deleted, its name is free: somebody else's bucket must not get the records.
      const own = { StringEquals: { 's3:ResourceAccount': Aws.ACCOUNT_ID } };
      consumer.allow(deadLetters.bucketArn, ['s3:ListBucket'], own).allow(letters, ['s3:PutObject'], own);
      acceptPattern(consumer, letters, 'Lambda names each object by the mapping, the shard and the time.');
    }
    table.grantStreamRead(consumer.lambda);

    const mapping = new EventSourceMapping(scope, 'Mapping', {
      target: consumer.lambda,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters,
      batchSize: 100,
      maxBatchingWindow: batchingWindow ?? Duration.seconds(0),
      parallelizationFactor: batchingWindow ? 1 : 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // No limit on attempts: they would be used up within seconds, long before an outage ends.
      maxRecordAge: maxRecordAge ?? (deadLetters ? Duration.hours(1) : Duration.minutes(5)),
      ...(deadLetters && { onFailure: { bind: () => ({ destination: deadLetters.bucketArn }) } }),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    if (!deadLetters)
      accept(mapping, {
        'Serverless-LambdaEventSourceMappingDestination':
          'What is given up here only tells people early. They find it at their next read.',
      });
    // Lambda checks the role's permissions when it creates the mapping.
    mapping.node.addDependency(consumer);
    this.#consumer = consumer;
    this.#service = table.service;
    this.#mappingId = mapping.eventSourceMappingId;
  }

  /** Age of the last record that the consumer took, in milliseconds. By default the maximum over one minute. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.#consumer.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: METRIC_PERIOD, ...options });
  }

  /**
   * Number of records that the consumer gave up: those in the bucket, and those that could not be written there. The
   * sum over a period of one minute by default.
   * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
   */
  metricDeadLetters({ period = METRIC_PERIOD }: Pick<MetricOptions, 'period'> = {}): MathExpression {
    const count = (metricName: string) =>
      new Metric({
        namespace: 'AWS/Lambda',
        metricName,
        dimensionsMap: { EventSourceMappingUUID: this.#mappingId },
        statistic: Stats.SUM,
        period,
      });
    return new MathExpression({
      expression: 'FILL(kept, 0) + FILL(lost, 0)',
      usingMetrics: {
        kept: count('OnFailureDestinationDeliveredEventCount'),
        lost: count('DroppedEventCount'),
      },
      label: 'Dead letters',
      period,
    });
  }

  /** Number of records that the consumers of the message center skipped. By default the sum over one minute. */
  metricSkippedEntries(options?: MetricOptions): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'SkippedEntries' satisfies MetricName,
      dimensionsMap: { Service: this.#service },
      statistic: Stats.SUM,
      period: METRIC_PERIOD,
      ...options,
    });
  }
}
