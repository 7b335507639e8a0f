/**
 * Removing what a deleted account leaves. It stands apart from the tables' own files because those are in nearly every
 * function, and every cold start would load DynamoDB's batch writes for the one function that deletes.
 */

import { BatchWriteCommand, QueryCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ConversationRow } from '../core/conversation-row.ts';
import type { Conversations, Log } from '../core/ports.ts';
import { backOff, dynamo, inBatches, queryAll, type Item } from './dynamo.ts';

/** Most keys that DynamoDB takes in one BatchWriteItem. */
const BATCH_WRITE_MAX = 25;
/** Batches that are written at once. */
const PARALLEL_WRITES = 8;

/** @param table the messages table */
export const logRemoval = (table: string): Pick<Log, 'removeAll'> => ({
  async removeAll(conversation) {
    // Remove it from its end: what is left at any time is a log, only shorter, whose head no reader repairs.
    const query = {
      TableName: table,
      KeyConditionExpression: 'conversation = :conversation',
      ExpressionAttributeValues: { ':conversation': conversation },
      ProjectionExpression: 'seq',
      ScanIndexForward: false,
      ConsistentRead: true,
    };
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({ ...query, ExclusiveStartKey: start }),
      );
      await deleteMany(
        table,
        Items.map(({ seq }) => ({ conversation, seq })),
      );
      start = LastEvaluatedKey;
    } while (start);
  },
});

/** @param table the conversations table */
export const rowRemoval = (table: string): Pick<Conversations, 'removeAll'> => ({
  async removeAll(username) {
    const rows = await queryAll<ConversationRow>({
      TableName: table,
      KeyConditionExpression: 'username = :username',
      ExpressionAttributeValues: { ':username': username },
      ConsistentRead: true,
    });
    await deleteMany(
      table,
      rows.map(({ peer }) => ({ username, peer })),
    );
  },
});

/** Deletes the items of these keys, roughly in their order. */
export async function deleteMany(table: string, keys: readonly Item[]): Promise<void> {
  const waiting = inBatches(keys, BATCH_WRITE_MAX).values();
  const lane = async (): Promise<void> => {
    for (const batch of waiting) await deleteBatch(table, batch);
  };
  await Promise.all(Array.from({ length: PARALLEL_WRITES }, lane));
}

async function deleteBatch(table: string, keys: readonly Item[]): Promise<void> {
  let unprocessed: NonNullable<BatchWriteCommandInput['RequestItems']> = {
    [table]: keys.map((Key) => ({ DeleteRequest: { Key } })),
  };
  for (let attempt = 0; Object.keys(unprocessed).length > 0; attempt++) {
    await backOff(attempt, unprocessed);
    unprocessed = (await dynamo.send(new BatchWriteCommand({ RequestItems: unprocessed }))).UnprocessedItems ?? {};
  }
}
