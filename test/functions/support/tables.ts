/** The tables of conversations, mocked by logs and rows. */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach } from 'vitest';
import type { Position } from '#contract/message-id.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import { headOf, type Entry } from '#functions/core/entry.ts';
import { answerQueries, dynamo, gateway } from './aws.ts';

type Row = Pick<ConversationRow, 'username' | 'peer'> & Partial<ConversationRow>;

interface Tables {
  readonly logs?: readonly (readonly Entry[])[];
  /** The seq of a conversation's head, where it is not the end of its log; 0: there is none. */
  readonly heads?: Readonly<Record<string, number>>;
  /** All of them are fresh in the inbox. */
  readonly rows?: readonly Row[];
  /** Items of the connections table. */
  readonly sockets?: readonly object[];
}

export function answerTables({ logs = [], heads = {}, rows = [], sockets = [] }: Tables): void {
  const entries = logs.flat();
  const itemAt = ({ conversation, seq }: Position): object | undefined => {
    const log = entries.filter((entry) => entry.conversation === conversation);
    const entry = log[(seq || (heads[conversation] ?? log.length)) - 1];
    return entry && seq === 0 ? { ...headOf(entry), seq } : entry;
  };

  const marks = rows.map(({ username, peer }) => ({
    username: `${username}#inbox`,
    peer: `fresh#${peer}`,
    day: Infinity,
  }));

  answerQueries(entries);
  dynamo
    .on(GetCommand, { TableName: 'messages-table' })
    .callsFake(async ({ Key }: { Key: Position }) => ({ Item: itemAt(Key) }));
  dynamo
    .on(BatchGetCommand)
    .callsFake(async ({ RequestItems }: { RequestItems: Record<string, { Keys: Position[] }> }) => ({
      Responses: {
        'messages-table': (RequestItems['messages-table']?.Keys ?? []).map(itemAt).filter((item) => item !== undefined),
        'connections-table': sockets,
        'conversations-table': rows.filter(({ username, peer }) =>
          RequestItems['conversations-table']?.Keys.some(
            (key) => 'username' in key && key.username === username && 'peer' in key && key.peer === peer,
          ),
        ),
      },
    }));
  dynamo.on(GetCommand, { TableName: 'conversations-table' }).callsFake(async ({ Key }: { Key: Row }) => ({
    Item: rows.find(({ username, peer }) => username === Key.username && peer === Key.peer),
  }));
  dynamo
    .on(QueryCommand, { TableName: 'conversations-table' })
    .callsFake(
      async ({ ExpressionAttributeValues: values }: { ExpressionAttributeValues: Record<string, string> }) => ({
        Items: values[':from']?.includes('#')
          ? marks.filter(({ username }) => values[':from'] === 'fresh#' && username === values[':username'])
          : rows.filter(({ username }) => username === values[':username']),
      }),
    );
}

/** What bob has written to alice. */
export const fromBob = { sender: 'bob', recipient: 'alice' };

/**
 * Call this once per test file: before each test, everybody but `nobody` has a profile, and tables and sockets take
 * what is written.
 */
export const answerWrites = (): void =>
  beforeEach(() => {
    dynamo.reset();
    dynamo.on(GetCommand, { TableName: 'users-table' }).callsFake(async ({ Key }: { Key: { username: string } }) => ({
      Item: Key.username === 'nobody' ? undefined : { displayName: Key.username, createdAt: 0, ...Key },
    }));
    dynamo.on(PutCommand).resolves({});
    dynamo.on(UpdateCommand).callsFake(async ({ Key }: { Key: { username: string; peer: string } }) => ({
      Attributes: { ...Key, createdAt: 0 },
    }));
    gateway.reset();
    gateway.on(PostToConnectionCommand).resolves({});
  });
