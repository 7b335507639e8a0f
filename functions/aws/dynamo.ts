/** What the table files share: the client, conditional writes, and reads of many items. */

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  QueryCommand,
  type BatchGetCommandInput,
  type NativeAttributeValue,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { clientConfiguration } from './client-configuration.ts';
import { systemClock } from './clock.ts';
import { DocumentClient } from './document-client.ts';
import { count } from './metrics.ts';
import { writeGuard } from './restoring.ts';

/** One client per function keeps its connections between invocations. */
export const dynamo = new DocumentClient(clientConfiguration, {
  guard: writeGuard(),
  onFault: (fault) => count(fault === 'throttle' ? 'TableThrottles' : 'TableErrors', 1, systemClock.now()),
});

/** An item, or its key, as the document client reads and writes it. */
export type Item = Record<string, NativeAttributeValue>;

/** Most keys that DynamoDB takes in one BatchGetItem. */
export const BATCH_GET_MAX = 100;
/** Retries of what was left unprocessed. */
const RETRIES = 5;
/** Wait before the first retry; it doubles with each. */
const BACKOFF_MS = 20;
/**
 * Items that a query with a filter evaluates, at least, once its first answer was not enough: where few items pass the
 * filter, large steps get past the others.
 */
const FILTER_STEP = 100;

/** Returns a time to live as DynamoDB takes it: in epoch seconds. */
export const timeToLive = (epochMs: number): number => Math.ceil(epochMs / 1000);

/** Returns the write's answer; undefined where its condition did not hold. */
export async function unlessConditionFailed<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Waits for a write. @returns whether its condition held */
export const conditionHeld = async (write: Promise<unknown>): Promise<boolean> =>
  (await unlessConditionFailed(write.then(() => true))) ?? false;

/**
 * Waits for a write that asks for the item where its condition fails (`ReturnValuesOnConditionCheckFailure`).
 * @returns the item (empty: there is none) where the condition failed; undefined where it held
 */
export async function itemIfConditionFailed(write: Promise<unknown>): Promise<Item | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return unmarshall(error.Item ?? {});
    throw error;
  }
}

/** Returns all items of a query, or the first `limit`, over as many pages as it takes: DynamoDB ends a page at 1 MB. */
export async function queryAll<T>(query: QueryCommandInput, limit = Infinity): Promise<T[]> {
  const items: T[] = [];
  let start: Item | undefined;
  do {
    const wanted = limit - items.length;
    const most = start && query.FilterExpression !== undefined ? Math.max(wanted, FILTER_STEP) : wanted;
    const Limit = Number.isFinite(limit) ? most : undefined;
    const answer = await dynamo.send(
      new QueryCommand({ ...query, ExclusiveStartKey: start ?? query.ExclusiveStartKey, Limit }),
    );
    items.push(...((answer.Items ?? []) as T[]));
    start = answer.LastEvaluatedKey;
  } while (start && items.length < limit);
  return items.slice(0, limit);
}

/**
 * Returns the items that exist of these keys, strongly consistent unless `eventual`, in no order. Reads batches in
 * parallel.
 */
export async function getMany<T>(table: string, keys: readonly Item[], consistency?: 'eventual'): Promise<T[]> {
  const batches = await Promise.all(inBatches(keys, BATCH_GET_MAX).map((batch) => getBatch(table, batch, consistency)));
  return batches.flat() as T[];
}

/** Splits a list into batches. */
export const inBatches = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/**
 * Waits before each retry of what was left unprocessed, longer each time.
 * @throws {Error} a `ThrottlingException` after the last retry: DynamoDB leaves keys unprocessed for the rate of calls
 */
export async function backOff(attempt: number, unprocessed: object): Promise<void> {
  if (attempt > RETRIES) {
    const left = `Keys of ${Object.keys(unprocessed).join(', ')} were left unprocessed ${RETRIES} times.`;
    throw Object.assign(new Error(left), { name: 'ThrottlingException' });
  }
  if (attempt > 0) await systemClock.sleep(BACKOFF_MS * 2 ** (attempt - 1));
}

const getBatch = async (table: string, keys: Item[], consistency?: 'eventual'): Promise<Item[]> =>
  (await getAcross({ [table]: { Keys: keys, ConsistentRead: consistency !== 'eventual' } })).get(table) ?? [];

/** Returns by table the items that exist of at most a hundred keys. */
export async function getAcross(
  requests: NonNullable<BatchGetCommandInput['RequestItems']>,
): Promise<ReadonlyMap<string, Item[]>> {
  const found = new Map<string, Item[]>();
  let unprocessed = requests;
  for (let attempt = 0; Object.keys(unprocessed).length > 0; attempt++) {
    await backOff(attempt, unprocessed);
    const command = new BatchGetCommand({ RequestItems: unprocessed });
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(command);
    for (const [table, items] of Object.entries(Responses)) found.set(table, [...(found.get(table) ?? []), ...items]);
    unprocessed = UnprocessedKeys;
  }
  return found;
}
