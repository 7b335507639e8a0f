/**
 * Removing what a deleted account leaves. It stands apart from the tables' own files because those are in nearly every
 * function, and every cold start would load DynamoDB's batch writes for the one function that deletes.
 */

import {
  BatchWriteCommand,
  QueryCommand,
  type BatchWriteCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { ThanksRemoval } from '../core/feed/ports.ts';
import type { DueTasks } from '../core/files/ports.ts';
import type { Conversations, Log } from '../core/ports.ts';
import { systemClock } from './clock.ts';
import { backOff, dynamo, inBatches, type Item } from './dynamo.ts';
import { inboxPartition } from './inbox-index.ts';
import { thanksOf } from './thanks-list.ts';

/** Most keys that DynamoDB takes in one BatchWriteItem. */
const BATCH_WRITE_MAX = 25;
/** Batches that are written at once. */
const PARALLEL_WRITES = 8;
/** Notes of files that are written at once. */
const PARALLEL_NOTES = 50;
/** Items of one step: half of what a partition can delete in a second. */
const STEP = 500;

/**
 * Texts go at once. Files go with the next sweep, which is told of them before the entries that name them are deleted:
 * so nobody waits for S3, and a text is erased also while that fails.
 * @param table the messages table
 */
export const logRemoval = (table: string, dueTasks: Pick<DueTasks, 'note'>): Pick<Log, 'removeAll'> => ({
  removeAll: (conversation, until) =>
    removeFound(
      {
        TableName: table,
        KeyConditionExpression: 'conversation = :conversation',
        ExpressionAttributeValues: { ':conversation': conversation },
        ProjectionExpression: 'conversation, seq, files',
        // Remove it from its end: what is left at any time is a log, only shorter, whose head no reader repairs.
        ScanIndexForward: false,
        ConsistentRead: true,
      },
      until,
      async (found) => {
        const entries = found as readonly { readonly seq: number; readonly files?: readonly string[] }[];
        const tasks = entries.flatMap(({ seq, files }) =>
          files ? { kind: 'message' as const, due: systemClock.now(), conversation, seq, files } : [],
        );
        for (const batch of inBatches(tasks, PARALLEL_NOTES))
          await Promise.all(batch.map((task) => dueTasks.note(task)));
        return entries.map(({ seq }) => ({ conversation, seq }));
      },
    ),
});

/** @param table the conversations table */
export const rowRemoval = (table: string): Pick<Conversations, 'removeAll'> => {
  const removePartition = (username: string, until: number): Promise<boolean> =>
    removeFound(
      {
        TableName: table,
        KeyConditionExpression: 'username = :username',
        ExpressionAttributeValues: { ':username': username },
        ProjectionExpression: 'username, peer',
        ConsistentRead: true,
      },
      until,
    );
  return {
    removeAll: async (username, until) =>
      (await removePartition(inboxPartition(username), until)) && (await removePartition(username, until)),
  };
};

/** @param table the table of the post index */
export const thanksRemoval = (table: string): ThanksRemoval => ({
  removeAll: (helper, until) =>
    removeFound(
      {
        TableName: table,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': 'list', '#at': 'at' },
        ExpressionAttributeValues: { ':list': thanksOf(helper) },
        ProjectionExpression: '#list, #at',
        ConsistentRead: true,
      },
      until,
    ),
});

/**
 * Deletes what a query finds, step by step, and begins no step after `until`.
 * @param query its projection is the key, unless `prepare` returns the keys
 * @param prepare is awaited before the items are deleted
 * @returns whether nothing is left
 */
async function removeFound(
  query: QueryCommandInput & { readonly TableName: string },
  until: number,
  prepare: (found: readonly Item[]) => Promise<readonly Item[]> = async (found) => found,
): Promise<boolean> {
  let start: Item | undefined;
  do {
    const found = await dynamo.send(new QueryCommand({ ...query, Limit: STEP, ExclusiveStartKey: start }));
    await deleteMany(query.TableName, await prepare(found.Items ?? []));
    start = found.LastEvaluatedKey;
  } while (start && systemClock.now() < until);
  return start === undefined;
}

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
