/** The stream of stored messages and its consumer, which updates the inboxes and notifies the people involved. */
import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FILE_PREFIXES, LOG_GENERATION, NOTIFY } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { removalPolicyOf } from './data-policy.ts';
import type { FilesBucket } from './files-bucket.ts';
import { ServiceFunction } from './function.ts';
import type { Settings } from './settings.ts';
import { type ConsumerMetrics, StreamConsumer } from './stream-consumer.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

interface Props {
  readonly tables: Tables;
  readonly files: FilesBucket;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
}

export class MessageStream extends Construct {
  readonly consumer: ServiceFunction;
  /** The records that the consumer gave up after an hour, texts included. docs/operations.md says what to do. */
  readonly deadLetters: Bucket;
  readonly metrics: ConsumerMetrics;

  constructor(scope: Construct, id: string, { tables, files, webSocketApi, settings }: Props) {
    super(scope, id);
    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/messages', {
      timeout: Duration.seconds(30),
      reservedConcurrency: settings.consumerConcurrency,
    })
      .bindTable(tables.messages, 'Query', 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.conversations, 'PutItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem')
      .bindTable(tables.posts, 'GetItem')
      .bindTable(tables.postIndex, 'PutItem', 'DeleteItem')
      .bindTable(tables.attachments, 'UpdateItem')
      .bindBucket(files, FILE_PREFIXES.kept, 'DeleteObject')
      .addEnvironment(LOG_GENERATION, String(settings.logGeneration))
      .addEnvironment(NOTIFY, settings.notify);
    if (settings.notify === 'inline') this.consumer.bindTable(tables.messages, 'BatchGetItem');
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
    accept(this.deadLetters, { 'AwsSolutions-S1': 'Lambda alone writes there, and objects go after 14 days.' });
    this.metrics = new StreamConsumer(this, {
      table: tables.messages,
      consumer: this.consumer,
      deadLetters: this.deadLetters,
      // Entries only: seq 0 is a conversation's head, which the consumer writes. In stream records numbers are text.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { seq: { N: FilterRule.notEquals('0') } } },
        }),
      ],
    });
  }
}
