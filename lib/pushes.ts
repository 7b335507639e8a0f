/**
 * Telling people by push when their page is closed: a queue, and a function that posts what it says to push services.
 * The consumers of streams only queue, so a slow push service never holds a shard.
 */
import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, MetricType } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  LOG_GENERATION,
  PUSH_ORIGINS,
  PUSH_QUEUE_URL,
  ROOT_SECRET_ARN,
  SITE_ORIGIN,
} from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { ServiceFunction } from './function.ts';
import { type Secrets, bindSecret } from './secrets.ts';
import { type Settings, pushOriginsOf } from './settings.ts';
import { StreamConsumer } from './stream-consumer.ts';
import type { Tables } from './tables.ts';

interface Props {
  readonly tables: Tables;
  readonly secrets: Secrets;
  readonly settings: Settings;
}

const SENDER_TIMEOUT = Duration.seconds(20);
/** What a push tells is worth nothing after a day: functions/core/push/tell.ts. */
const RETENTION = Duration.days(1);
/** Attempts at a job whose function fails. */
const RECEIVES_MAX = 5;
/** How long entries are collected, so that a burst in one conversation makes one job. */
const COLLECTING = Duration.seconds(1);
/** Senders at once. Push services that answer slowly must not use up the account's concurrency. */
const CONCURRENCY_MAX = 20;

/**
 * A queue whose messages may wait on purpose: how old they are says nothing of how late they are.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html
 */
export class WaitingQueue extends Queue {}

export class Pushes extends Construct {
  readonly queue: Queue;
  /** Jobs that failed each time. They name people and entries, and hold no text. */
  readonly deadLetters: Queue;
  readonly consumer: ServiceFunction;
  readonly sender: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, secrets, settings }: Props) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    accept(this.deadLetters, { 'Serverless-SQSRedrivePolicy': 'Jobs that failed end here.' });
    this.queue = new WaitingQueue(this, 'Queue', {
      retentionPeriod: RETENTION,
      // Six times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * SENDER_TIMEOUT.toSeconds()),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_MAX },
    });

    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/message-pushes', { timeout: Duration.seconds(30) })
      .bindTable(tables.connections, 'BatchGetItem')
      .bindTable(tables.conversations, 'BatchGetItem')
      .addEnvironment(LOG_GENERATION, String(settings.logGeneration));
    this.bindQueue(this.consumer);
    new StreamConsumer(this, {
      table: tables.messages,
      consumer: this.consumer,
      // Entries that are no change of a message: those of a newer version may be messages.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { seq: { N: FilterRule.notEquals('0') } },
            NewImage: { kind: { S: [{ 'anything-but': ['edit', 'deletion', 'reaction'] }] } },
          },
        }),
      ],
      batchingWindow: COLLECTING,
      maxRecordAge: Duration.hours(1),
    });

    this.sender = new ServiceFunction(this, 'Sender', 'queue/pushes', { timeout: SENDER_TIMEOUT })
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem')
      .bindTable(tables.users, 'BatchGetItem')
      .bindTable(tables.messages, 'GetItem')
      .bindTable(tables.conversations, 'GetItem', 'UpdateItem')
      .bindTable(tables.posts, 'GetItem')
      .addEnvironment(PUSH_ORIGINS, pushOriginsOf(settings));
    bindSecret(this.sender, secrets.root, ROOT_SECRET_ARN);
    this.bindQueue(this.sender);
    this.sender.allow(this.queue.queueArn, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
    const mapping = new EventSourceMapping(this, 'Jobs', {
      target: this.sender.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: CONCURRENCY_MAX,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    accept(mapping, {
      'Serverless-LambdaEventSourceMappingDestination': 'The redrive policy of the queue keeps jobs that failed.',
    });
    // Lambda checks the role's permissions when it creates the mapping.
    mapping.node.addDependency(this.sender);
  }

  /** Allows the function to queue jobs, and sets the variable with the queue's address. */
  bindQueue(to: ServiceFunction): void {
    to.allow(this.queue.queueArn, ['sqs:SendMessage']).addEnvironment(PUSH_QUEUE_URL, this.queue.queueUrl);
  }

  /** Says to push services who sends: the page of this origin. */
  sendFrom(origin: string): void {
    this.sender.addEnvironment(SITE_ORIGIN, origin);
  }
}
