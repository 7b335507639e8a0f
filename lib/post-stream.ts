/** The stream of stored posts and its consumer, which keeps the lists of the feed like them. */
import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { POST_SHARDS } from '#functions/aws/environment.ts';
import { postsTable } from '#functions/aws/tables.ts';
import { ServiceFunction } from './function.ts';
import type { Settings } from './settings.ts';
import { type ConsumerMetrics, StreamConsumer } from './stream-consumer.ts';
import type { Tables } from './tables.ts';

interface Props {
  readonly tables: Tables;
  readonly deadLetters: Bucket;
  readonly settings: Settings;
}

export class PostStream extends Construct {
  readonly consumer: ServiceFunction;
  readonly metrics: ConsumerMetrics;

  constructor(scope: Construct, id: string, { tables, deadLetters, settings }: Props) {
    super(scope, id);
    this.consumer = new ServiceFunction(this, 'Consumer', 'stream/posts', { timeout: Duration.seconds(30) })
      .bindTable(tables.postIndex, 'PutItem')
      .addEnvironment(POST_SHARDS, String(settings.postShards));
    this.metrics = new StreamConsumer(this, {
      table: tables.posts,
      consumer: this.consumer,
      deadLetters,
      // New posts and their changes, and not what is kept with each owner.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { id: { S: FilterRule.notEquals(postsTable.self) } } },
        }),
      ],
    });
  }
}
