/** The tables of conversations, mocked by logs and rows. */

import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Position } from '#contract/message-id.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import { headOf, type Entry } from '#functions/core/entry.ts';
import { answerQueries, dynamo } from './aws.ts';

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
