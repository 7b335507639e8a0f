/** The sweep: a function that finishes, every hour, what requests began and could not finish. */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { FILE_PREFIXES, OWNS_USER_POOL, POST_SHARDS } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import type { FilesBucket } from './files-bucket.ts';
import { ServiceFunction } from './function.ts';
import type { Identity } from './identity.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

const PERIOD = Duration.hours(1);

interface Props {
  readonly tables: Tables;
  readonly files: FilesBucket;
  readonly identity: Identity;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
}

export class Sweep extends Construct {
  readonly sweeper: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, files, identity, webSocketApi, settings }: Props) {
    super(scope, id);
    this.sweeper = new ServiceFunction(this, 'Sweeper', 'trigger/sweep', { timeout: Duration.minutes(5) })
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.users, 'GetItem', 'Query', 'PutItem', 'DeleteItem')
      .bindTable(tables.messages, 'GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'BatchWriteItem')
      .bindTable(tables.attachments, 'Query', 'PutItem', 'DeleteItem')
      .bindBucket(files, FILE_PREFIXES.incoming, 'DeleteObject')
      .bindBucket(files, FILE_PREFIXES.kept, 'DeleteObject')
      .bindTable(tables.conversations, 'Query', 'BatchWriteItem')
      .bindTable(tables.posts, 'GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.postIndex, 'Query', 'PutItem', 'DeleteItem', 'BatchWriteItem')
      .bindTable(tables.watchers, 'DeleteItem')
      .addEnvironment(POST_SHARDS, String(settings.postShards))
      .bindTable(tables.connections, 'UpdateItem', 'DeleteItem')
      .addEnvironment(OWNS_USER_POOL, String(identity.ownsUserPool));
    webSocketApi.bindConnections(this.sweeper, 'DELETE');
    identity.bindUserPool(
      this.sweeper,
      'AdminUserGlobalSignOut',
      'AdminDeleteUser',
      ...(identity.ownsUserPool ? (['AdminGetUser', 'ListUsers'] as const) : []),
    );
    const schedule = new Rule(this, 'Schedule', {
      description: 'Finishes deletions of accounts, and removes files that nothing holds',
      schedule: Schedule.rate(PERIOD),
      targets: [new LambdaFunction(this.sweeper.lambda)],
    });
    accept(schedule, {
      'Serverless-EventBusDLQ': 'The event carries nothing, and the next one comes within the hour.',
    });
  }
}
