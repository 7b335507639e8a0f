/** What the tables' files share: the client, conditional writes, and reading many items at once. */

import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  type BatchGetCommandInput,
  type BatchWriteCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { clientConfiguration } from './clients.ts';
import { systemClock } from './clock.ts';

/** One client per function: its connections are kept between invocations. */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfiguration), {
  marshallOptions: { removeUndefinedValues: true },
});

type Item = Record<string, unknown>;

/** Keys of one BatchGetItem, and of one BatchWriteItem, at most. */
const READ_MAX = 100;
const WRITTEN_MAX = 25;
/** Batches that are written at once. */
const PARALLEL_WRITES = 8;
/** Times what was left unprocessed is asked for again. */
const RETRIES = 5;

/** What a write answers; undefined where its condition did not hold. */
export async function unlessConditionFailed<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Waits for a write, and answers whether its condition held. */
export const conditionHeld = async (write: Promise<unknown>): Promise<boolean> =>
  (await unlessConditionFailed(write.then(() => true))) ?? false;

/** The item that a write's condition did not hold of (empty: there is none), where the write asks for it; undefined where it held. */
export async function itemIfConditionFailed(write: Promise<unknown>): Promise<Item | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return unmarshall(error.Item ?? {});
    throw error;
  }
}

/** Items that a query with a filter looks at, at least, once its first answer was not enough: where few pass, the others are passed in large steps. */
const STEP = 100;

/** All items of a query, or the first `limit`; a single answer ends at 1 MB. */
export async function queryAll(query: QueryCommandInput, limit = Infinity): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const wanted = limit - items.length;
    const most = start && query.FilterExpression !== undefined ? Math.max(wanted, STEP) : wanted;
    const Limit = Number.isFinite(limit) ? most : undefined;
    const answer = await dynamo.send(
      new QueryCommand({ ...query, ExclusiveStartKey: start ?? query.ExclusiveStartKey, Limit }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start && items.length < limit);
  return items.slice(0, limit);
}

/** The items of these keys that exist, in no order, strongly consistent; by hundreds, in parallel. */
export async function getMany(table: string, keys: readonly Item[]): Promise<Item[]> {
  return (await Promise.all(inBatches(keys, READ_MAX).map((batch) => getBatch(table, batch)))).flat();
}

/** Deletes the items of these keys that exist, nearly in their order. */
export async function deleteMany(table: string, keys: readonly Item[]): Promise<void> {
  const waiting = inBatches(keys, WRITTEN_MAX).values();
  const lane = async (): Promise<void> => {
    for (const batch of waiting) await deleteBatch(table, batch);
  };
  await Promise.all(Array.from({ length: PARALLEL_WRITES }, lane));
}

async function deleteBatch(table: string, keys: readonly Item[]): Promise<void> {
  let wanted: NonNullable<BatchWriteCommandInput['RequestItems']> = {
    [table]: keys.map((Key) => ({ DeleteRequest: { Key } })),
  };
  for (let attempt = 0; Object.keys(wanted).length > 0; attempt++) {
    await beforeAttempt(attempt, wanted);
    wanted = (await dynamo.send(new BatchWriteCommand({ RequestItems: wanted }))).UnprocessedItems ?? {};
  }
}

const inBatches = (keys: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(keys.length / size) }, (_, i) => keys.slice(i * size, (i + 1) * size));

/** Waits longer before each attempt at what was left unprocessed; at last it is a failure. */
async function beforeAttempt(attempt: number, wanted: object): Promise<void> {
  if (attempt > RETRIES)
    throw new Error(`Keys of ${Object.keys(wanted).join(', ')} were left unprocessed ${RETRIES} times.`);
  if (attempt > 0) await systemClock.sleep(2 ** attempt * 10);
}

const getBatch = async (table: string, keys: Item[]): Promise<Item[]> =>
  (await getAcross({ [table]: { Keys: keys, ConsistentRead: true } })).get(table) ?? [];

/** The items that exist of at most a hundred keys, by table. */
export async function getAcross(
  requests: NonNullable<BatchGetCommandInput['RequestItems']>,
): Promise<ReadonlyMap<string, Item[]>> {
  const found = new Map<string, Item[]>();
  let wanted = requests;
  for (let attempt = 0; Object.keys(wanted).length > 0; attempt++) {
    await beforeAttempt(attempt, wanted);
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(new BatchGetCommand({ RequestItems: wanted }));
    for (const [table, items] of Object.entries(Responses)) found.set(table, [...(found.get(table) ?? []), ...items]);
    wanted = UnprocessedKeys;
  }
  return found;
}
