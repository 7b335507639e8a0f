/** Deletions of accounts that are not finished: items of the users table under an initial that no name has. */

import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Deletion, Deletions } from '../core/ports.ts';
import { dynamo, queryAll } from './dynamo.ts';

const DELETIONS = '#deletions';

/** @param table the users table */
export const beginDeletion = (table: string): Pick<Deletions, 'begin'> => ({
  async begin(deletion) {
    await dynamo.send(new PutCommand({ TableName: table, Item: { initial: DELETIONS, ...deletion } }));
  },
});

/** @param table the users table */
export const unfinishedDeletions = (table: string): Pick<Deletions, 'list' | 'finish'> => ({
  list: ({ after, limit }) =>
    queryAll<Deletion>(
      {
        TableName: table,
        KeyConditionExpression: 'initial = :deletions',
        ExpressionAttributeValues: { ':deletions': DELETIONS },
        ConsistentRead: true,
        ...(after !== undefined && { ExclusiveStartKey: { initial: DELETIONS, username: after } }),
      },
      limit,
    ),

  async finish(username) {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { initial: DELETIONS, username } }));
  },
});
