/** The stream of stored messages and its consumer, which updates the inboxes and notifies the people involved. */
import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceFunction } from './function.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

const METRIC_PERIOD = Duration.minutes(1);

interface Props {
  readonly tables: Tables;
  readonly webSocketApi: WebSocketApi;
}

export class MessageStream extends Construct {
  readonly consumer: ServiceFunction;
  /** Stream positions of the records that the consumer gave up after an hour. docs/operations.md says what to do. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { tables, webSocketApi }: Props) {
    super(scope, id);
    const { tableStreamArn } = tables.messages;
    if (!tableStreamArn) throw new Error('The messages table has no stream.');

    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/messages', { timeout: Duration.seconds(30) })
      .bindTable(tables.messages, 'Query', 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.conversations, 'PutItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');
    webSocketApi.bindConnections(this.consumer, 'POST');

    this.deadLetters = new Queue(this, 'DeadLetters', { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.consumer.allow(this.deadLetters.queueArn, ['sqs:SendMessage']);
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
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    });
    // Lambda checks the role's permissions when it creates the mapping.
    mapping.node.addDependency(this.consumer);
  }

  /** Age of the last record that the consumer took, in milliseconds. By default the maximum over one minute. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.consumer.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: METRIC_PERIOD, ...options });
  }

  /** Length of the dead letter queue. By default the maximum over one minute. */
  metricDeadLetters(options?: MetricOptions): Metric {
    return this.deadLetters.metricApproximateNumberOfMessagesVisible({
      statistic: Stats.MAXIMUM,
      period: METRIC_PERIOD,
      ...options,
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
