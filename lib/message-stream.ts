/** The stream of stored messages and its consumer, which updates the inboxes and notifies the people involved. */
import { Aws, Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, FilterCriteria, FilterRule, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { removalPolicyOf } from './data-policy.ts';
import { ServiceFunction } from './function.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

const METRIC_PERIOD = Duration.minutes(1);

interface Props {
  readonly tables: Tables;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
}

/** Where Lambda puts the objects: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
const LETTERS = 'aws/lambda/*';

export class MessageStream extends Construct {
  readonly consumer: ServiceFunction;
  /** The records that the consumer gave up after an hour, texts included. docs/operations.md says what to do. */
  readonly deadLetters: Bucket;
  readonly #mappingId: string;

  constructor(scope: Construct, id: string, { tables, webSocketApi, settings }: Props) {
    super(scope, id);
    const { tableStreamArn } = tables.messages;
    if (!tableStreamArn) throw new Error('The messages table has no stream.');

    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/messages', { timeout: Duration.seconds(30) })
      .bindTable(tables.messages, 'Query', 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.conversations, 'PutItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');
    webSocketApi.bindConnections(this.consumer, 'POST');

    // A bucket, since to any other destination Lambda sends the records' places in the stream, which keeps them for
    // 24 hours. It is emptied in 14 days whether or not it outlives the stack.
    this.deadLetters = new Bucket(this, 'DeadLetterBucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(14) }],
      removalPolicy: removalPolicyOf(settings),
      ...(!settings.retainData && { autoDeleteObjects: true }),
    });
    // Once the bucket is deleted, its name is free: somebody else's bucket must not get the records.
    const own = { StringEquals: { 's3:ResourceAccount': Aws.ACCOUNT_ID } };
    this.consumer
      .allow(this.deadLetters.bucketArn, ['s3:ListBucket'], own)
      .allow(this.deadLetters.arnForObjects(LETTERS), ['s3:PutObject'], own);
    tables.messages.grantStreamRead(this.consumer.lambda);

    const { deadLetters } = this;
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: this.consumer.lambda,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // Entries only: seq 0 is a conversation's head, which the consumer writes. In stream records numbers are text.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { seq: { N: FilterRule.notEquals('0') } } },
        }),
      ],
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      parallelizationFactor: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // No limit on attempts: they would be used up within seconds, long before an outage ends.
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: deadLetters.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    // Lambda checks the role's permissions when it creates the mapping.
    mapping.node.addDependency(this.consumer);
    this.#mappingId = mapping.eventSourceMappingId;
  }

  /** Age of the last record that the consumer took, in milliseconds. By default the maximum over one minute. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.consumer.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: METRIC_PERIOD, ...options });
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

  /** Number of skipped records. By default the sum over one minute. */
  metricSkippedEntries(options?: MetricOptions): Metric {
    return new Metric({
      // As functions/aws/metrics.ts writes it.
      namespace: 'MessageCenter',
      metricName: 'SkippedEntries',
      dimensionsMap: { FunctionName: this.consumer.lambda.functionName },
      statistic: Stats.SUM,
      period: METRIC_PERIOD,
      ...options,
    });
  }
}
