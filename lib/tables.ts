/** The DynamoDB tables: on demand, with backups to any second of the last days (`recoveryDays`). */
import { Names } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct, type IConstruct } from 'constructs';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  LEDGER_TABLE,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  USERS_TABLE,
  WATCHERS_TABLE,
} from '#functions/aws/environment.ts';
import { type TableVariable, tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import type { KeySchema } from '#functions/aws/tables.ts';
import { isProtected, removalPolicyOf } from './data-policy.ts';
import type { Settings } from './settings.ts';

/** A table whose name functions find in an environment variable. */
export class ServiceTable extends TableV2 {
  /** Name of the variable. */
  readonly variable: TableVariable;
  /** Name of the message center that the table is of: its metrics have it. */
  readonly service: string;

  constructor(scope: Construct, id: string, variable: TableVariable, settings: Settings) {
    const schema: KeySchema = tablesByVariable[variable];
    super(scope, id, {
      partitionKey: attribute(schema.partitionKey),
      ...(schema.sortKey && { sortKey: attribute(schema.sortKey) }),
      ...(schema.timeToLive && { timeToLiveAttribute: schema.timeToLive }),
      ...(schema.stream && { dynamoStream: StreamViewType.NEW_IMAGE }),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: settings.recoveryDays,
      },
      deletionProtection: isProtected(settings),
      removalPolicy: removalPolicyOf(settings),
    });
    this.variable = variable;
    this.service = serviceOf(scope.node.scope ?? scope);
  }
}

/** Returns the name of a message center in its metrics, which is unique in an account and region. */
export const serviceOf = (center: IConstruct): string => Names.uniqueResourceName(center, { maxLength: 128 });

export class Tables extends Construct {
  readonly users: ServiceTable;
  readonly connections: ServiceTable;
  readonly messages: ServiceTable;
  readonly conversations: ServiceTable;
  readonly moderation: ServiceTable;
  readonly posts: ServiceTable;
  readonly postIndex: ServiceTable;
  readonly watchers: ServiceTable;
  readonly ledger: ServiceTable;
  readonly attachments: ServiceTable;

  /** All of them. */
  get all(): readonly ServiceTable[] {
    return this.node.children.filter((child) => child instanceof ServiceTable);
  }

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.users = new ServiceTable(this, 'Users', USERS_TABLE, settings);
    this.connections = new ServiceTable(this, 'Connections', CONNECTIONS_TABLE, settings);
    this.messages = new ServiceTable(this, 'Messages', MESSAGES_TABLE, settings);
    this.conversations = new ServiceTable(this, 'Conversations', CONVERSATIONS_TABLE, settings);
    this.moderation = new ServiceTable(this, 'Moderation', MODERATION_TABLE, settings);
    this.posts = new ServiceTable(this, 'Posts', POSTS_TABLE, settings);
    this.postIndex = new ServiceTable(this, 'PostIndex', POST_INDEX_TABLE, settings);
    this.watchers = new ServiceTable(this, 'Watchers', WATCHERS_TABLE, settings);
    this.ledger = new ServiceTable(this, 'Ledger', LEDGER_TABLE, settings);
    this.attachments = new ServiceTable(this, 'Attachments', ATTACHMENTS_TABLE, settings);
  }
}

const attribute = ({ name, type }: KeySchema['partitionKey']) => ({
  name,
  type: AttributeType[type === 'S' ? 'STRING' : 'NUMBER'],
});
