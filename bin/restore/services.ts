/** What a restore works with: the tables, functions and user pool of a stack, through the product's own code. */

import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { accountRemoval } from '#functions/aws/account-removal.ts';
import { attachmentsTable } from '#functions/aws/attachments-table.ts';
import { systemClock } from '#functions/aws/clock.ts';
import { connectionsTable } from '#functions/aws/connections-table.ts';
import { conversationsTable } from '#functions/aws/conversations-table.ts';
import { beginDeletion } from '#functions/aws/deletions.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  MESSAGES_TABLE,
  POSTS_TABLE,
  POST_INDEX_TABLE,
  USERS_TABLE,
} from '#functions/aws/environment.ts';
import { filesBucket } from '#functions/aws/files-bucket.ts';
import { socketGateway } from '#functions/aws/gateway.ts';
import { inboxMarks } from '#functions/aws/inbox-index.ts';
import { messagesTable } from '#functions/aws/messages-table.ts';
import { nameIndex } from '#functions/aws/name-index.ts';
import { postIndex } from '#functions/aws/post-index.ts';
import { postOffers } from '#functions/aws/post-offers.ts';
import { postsTable } from '#functions/aws/posts-table.ts';
import { type TableVariable, tablesByVariable } from '#functions/aws/tables-by-variable.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import { type Outputs, required } from '../target.ts';
import type { AccountServices } from './accounts.ts';
import { type FunctionNames, functionsOf } from './functions.ts';
import type { RepairServices } from './repair.ts';
import type { RestoreOptions } from './run.ts';

/** Cognito's most for one page. */
const ACCOUNTS_PAGE = 60;

interface Given extends FunctionNames {
  readonly outputs: Outputs;
}

export function optionsFor({
  outputs,
  closing,
  consuming,
}: Given): Pick<RestoreOptions, 'tables' | 'client' | 'functions' | 'services' | 'sleep'> {
  const { sleep } = systemClock;
  const tables = Object.fromEntries(
    (Object.keys(tablesByVariable) as TableVariable[]).map((variable) => [
      variable,
      required(outputs, outputOf(variable)),
    ]),
  ) as RestoreOptions['tables'];
  return {
    tables,
    client: new DynamoDBClient(),
    functions: functionsOf(new LambdaClient(), { closing, consuming }, sleep),
    services: (generation) => servicesOf(tables, outputs, generation),
    sleep,
  };
}

/** Returns the name of the output with a table's name: `PostIndexTable` of `POST_INDEX_TABLE`. */
const outputOf = (variable: TableVariable): string =>
  variable
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Returns the tables and services that repair a restored message center. */
export function servicesOf(
  tables: RestoreOptions['tables'],
  outputs: Outputs,
  generation: number,
): RepairServices & AccountServices {
  const poolId = required(outputs, 'UserPoolId');
  return {
    log: messagesTable(tables[MESSAGES_TABLE], generation),
    conversations: conversationsTable(tables[CONVERSATIONS_TABLE]),
    inboxIndex: inboxMarks(tables[CONVERSATIONS_TABLE]),
    posts: postsTable(tables[POSTS_TABLE]),
    // A day that has posts already keeps its number of lists.
    attachments: attachmentsTable(tables[ATTACHMENTS_TABLE]),
    files: filesBucket(required(outputs, 'FilesBucket')),
    index: postIndex(tables[POST_INDEX_TABLE], { shardsPerDay: 1 }),
    offers: postOffers(tables[POST_INDEX_TABLE]),
    users: usersTable(tables[USERS_TABLE]),
    names: nameIndex(tables[USERS_TABLE]),
    deletions: beginDeletion(tables[USERS_TABLE]),
    connections: connectionsTable(tables[CONNECTIONS_TABLE], systemClock.now),
    gateway: socketGateway(required(outputs, 'WebSocketUrl').replace(/^ws/, 'http')),
    accounts: accountRemoval(poolId),
    pool: () => accountsOf(poolId),
    clock: systemClock,
  };
}

async function* accountsOf(UserPoolId: string): ReturnType<AccountServices['pool']> {
  const client = new CognitoIdentityProviderClient();
  let token: string | undefined;
  do {
    const page = { UserPoolId, Limit: ACCOUNTS_PAGE, PaginationToken: token };
    const { Users = [], PaginationToken } = await client.send(new ListUsersCommand(page));
    yield Users;
    token = PaginationToken;
  } while (token !== undefined);
}
