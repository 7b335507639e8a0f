/** The stream of stored messages and its consumer, which keeps the inboxes and notifies the people involved. */
import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceFunction } from './function.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

interface Props {
  readonly tables: Tables;
  readonly webSocketApi: WebSocketApi;
}

export class MessageStream extends Construct {
  readonly consumer: ServiceFunction;
  /** Where records are noted that the consumer could not process within an hour: docs/operations.md says how to give them back. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { tables, webSocketApi }: Props) {
    super(scope, id);
    const { table } = tables.messages;
    const { tableStreamArn } = table;
    if (!tableStreamArn) throw new Error('The messages table has no stream.');

    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/messages', { timeout: Duration.seconds(30) })
      .bindTable(tables.messages, 'Query', 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.conversations, 'PutItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');
    webSocketApi.bindConnections(this.consumer, 'POST');

    this.deadLetters = new Queue(this, 'DeadLetters', { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.consumer.allow(this.deadLetters.queueArn, ['sqs:SendMessage']);
    table.grantStreamRead(this.consumer.lambda);

    const { deadLetters } = this;
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: this.consumer.lambda,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // Entries only: seq 0 is a conversation's head, which the consumer itself writes. Numbers are text in a stream record.
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
      // No limit of attempts: they would be used up within seconds, long before an outage ends.
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    });
    // The mapping is checked against the role when it is made.
    mapping.node.addDependency(this.consumer);
  }
}
