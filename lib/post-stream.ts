/**
 * The stream of stored posts and its two consumers: one keeps the lists of the feed like them, the other tells people
 * that there are new ones, and tells those concerned what became of one. They are apart so that telling many people
 * never delays the lists.
 */
import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FILE_PREFIXES, POST_SHARDS } from '#functions/aws/environment.ts';
import { postsTable } from '#functions/aws/tables.ts';
import type { FilesBucket } from './files-bucket.ts';
import { ServiceFunction } from './function.ts';
import type { Pushes } from './pushes.ts';
import type { Settings } from './settings.ts';
import { type ConsumerMetrics, StreamConsumer } from './stream-consumer.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

interface Props {
  readonly tables: Tables;
  readonly files: FilesBucket;
  readonly webSocketApi: WebSocketApi;
  readonly deadLetters: Bucket;
  readonly pushes: Pushes;
  readonly settings: Settings;
}

/** Not what is kept with each owner. */
const OF_POSTS = [{ 'anything-but': [postsTable.self, postsTable.searches] }];
/** How long new posts are collected before people are told. */
const NOTICE_WINDOW = Duration.seconds(2);

export class PostStream extends Construct {
  readonly consumer: ServiceFunction;
  readonly metrics: ConsumerMetrics;
  readonly notifier: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, files, webSocketApi, deadLetters, pushes, settings }: Props) {
    super(scope, id);
    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/posts', { timeout: Duration.seconds(30) })
      .bindTable(tables.posts, 'UpdateItem')
      .bindTable(tables.postIndex, 'PutItem')
      .bindBucket(files, FILE_PREFIXES.kept, 'DeleteObject')
      .bindTable(tables.attachments, 'PutItem')
      .bindTable(tables.users, 'BatchGetItem')
      .addEnvironment(POST_SHARDS, String(settings.postShards));
    this.metrics = new StreamConsumer(this, {
      table: tables.posts,
      consumer: this.consumer,
      deadLetters,
      // New posts and their changes, and not what is kept with each owner.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { id: { S: OF_POSTS } } },
        }),
      ],
    });

    this.notifier = new ServiceFunction(this, 'Notifier', 'stream/post-notices', {
      timeout: Duration.seconds(30),
    })
      .bindTable(tables.watchers, 'Query', 'DeleteItem')
      .bindTable(tables.posts, 'BatchGetItem')
      .bindTable(tables.postIndex, 'Query')
      .bindTable(tables.users, 'BatchGetItem')
      .bindTable(tables.conversations, 'BatchGetItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');
    webSocketApi.bindConnections(this.notifier, 'POST');
    pushes.bindQueue(this.notifier);
    // A notice that was given up is not worth keeping: a client that missed it finds the posts at its next read.
    new StreamConsumer(new Construct(this, 'Notices'), {
      table: tables.posts,
      consumer: this.notifier,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { id: { S: OF_POSTS } } },
        }),
        // Only posts whose outcome ever changed. Whether it did with this very change, the function sees.
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('MODIFY'),
          dynamodb: { Keys: { id: { S: OF_POSTS } }, NewImage: { outcomeVersion: { N: FilterRule.exists() } } },
        }),
      ],
      batchingWindow: NOTICE_WINDOW,
    });
  }
}
