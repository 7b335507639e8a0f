/** The DynamoDB tables: on demand, with backups to any second of the last 35 days. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import {
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  MODERATION_TABLE,
  USERS_TABLE,
} from '#functions/aws/environment.ts';
import {
  type KeySchema,
  connectionsTable,
  conversationsTable,
  messagesTable,
  moderationTable,
  usersTable,
} from '#functions/aws/tables.ts';

/** A table and the environment variable by which functions learn its name. */
export interface StoredTable {
  readonly table: TableV2;
  readonly variable: string;
}

export class Tables extends Construct {
  readonly users: StoredTable;
  readonly connections: StoredTable;
  readonly messages: StoredTable;
  readonly conversations: StoredTable;
  readonly moderation: StoredTable;

  constructor(scope: Construct, id: string, { retainData }: { readonly retainData: boolean }) {
    super(scope, id);
    const store = (name: string, variable: string, schema: KeySchema): StoredTable => ({
      variable,
      table: new TableV2(this, name, {
        partitionKey: attribute(schema.partitionKey),
        ...(schema.sortKey && { sortKey: attribute(schema.sortKey) }),
        ...(schema.timeToLive && { timeToLiveAttribute: schema.timeToLive }),
        ...(schema.stream && { dynamoStream: StreamViewType.NEW_IMAGE }),
        billing: Billing.onDemand(),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retainData,
        removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    });
    this.users = store('Users', USERS_TABLE, usersTable);
    this.connections = store('Connections', CONNECTIONS_TABLE, connectionsTable);
    this.messages = store('Messages', MESSAGES_TABLE, messagesTable);
    this.conversations = store('Conversations', CONVERSATIONS_TABLE, conversationsTable);
    this.moderation = store('Moderation', MODERATION_TABLE, moderationTable);
  }
}

const attribute = ({ name, type }: KeySchema['partitionKey']) => ({
  name,
  type: AttributeType[type === 'S' ? 'STRING' : 'NUMBER'],
});
