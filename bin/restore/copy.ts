/**
 * Copying a restored table back: only what differs, no faster than it is told. It remembers nothing, so it may be
 * interrupted and done again at any time.
 */

import { isDeepStrictEqual } from 'node:util';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { BATCH_GET_MAX, backOff, dynamo, getAcross, inBatches } from '#functions/aws/dynamo.ts';
import type { KeySchema } from '#functions/aws/tables.ts';
import type { Item } from './wanted.ts';

/** Most items that DynamoDB takes in one BatchWriteItem. */
const BATCH_WRITE_MAX = 25;
/** Parts of a table that are read at once. */
const SEGMENTS = 4;

export interface Copy {
  /** Name of the table that is restored. */
  readonly table: string;
  /** Name of the table beside it, which is as it was. */
  readonly beside: string;
  readonly schema: KeySchema;
  /** Returns what an item is to be; undefined: it is to go. */
  want(then: Item | undefined, live: Item | undefined): Promise<Item | undefined>;
  /** Waits before as many items are written. */
  pace(items: number): Promise<void>;
}

/** @returns how many items were written or deleted */
export async function copyBack(copy: Copy): Promise<number> {
  const written = await overSegments(copy.beside, async (page) => {
    const lives = await lookUp(copy, copy.table, page);
    const changes = page.map(async (then, i) => ({
      key: keyOf(copy, then),
      live: lives[i],
      ...(await wantOf(copy, then, lives[i])),
    }));
    return write(copy, await Promise.all(changes));
  });
  // Records that nobody changes are only added: what came later stays.
  if (copy.schema.restore === 'merged') return written;
  const removed = await overSegments(copy.table, async (page) => {
    const thens = await lookUp(copy, copy.beside, page);
    const later = page.filter((_, i) => current(copy, thens[i]) === undefined);
    const changes = later.map(async (live) => ({
      key: keyOf(copy, live),
      live,
      next: await copy.want(undefined, live),
    }));
    return write(copy, await Promise.all(changes));
  });
  return written + removed;
}

interface Change {
  readonly key: Item;
  readonly live: Item | undefined;
  readonly next: Item | undefined;
}

async function wantOf(copy: Copy, item: Item, live: Item | undefined): Promise<{ readonly next: Item | undefined }> {
  if (copy.schema.restore === 'merged' && live) return { next: live };
  return { next: await copy.want(current(copy, item), live) };
}

/** Returns an item that has not expired: DynamoDB would delete it again. */
function current({ schema: { timeToLive } }: Copy, item: Item | undefined): Item | undefined {
  if (!item || timeToLive === undefined) return item;
  return Number(item[timeToLive] ?? Infinity) * 1000 > Date.now() ? item : undefined;
}

const keyOf = ({ schema: { partitionKey, sortKey } }: Copy, item: Item): Item => ({
  [partitionKey.name]: item[partitionKey.name],
  ...(sortKey && { [sortKey.name]: item[sortKey.name] }),
});

/** Reads a whole table, part by part. @param work returns a number for each page @returns their sum */
async function overSegments(table: string, work: (page: readonly Item[]) => Promise<number>): Promise<number> {
  const segments = Array.from({ length: SEGMENTS }, async (_, Segment) => {
    let sum = 0;
    for await (const page of pagesOf(table, { Segment, TotalSegments: SEGMENTS })) sum += await work(page);
    return sum;
  });
  return (await Promise.all(segments)).reduce((sum, part) => sum + part, 0);
}

/** Yields the items of a table, page by page. Strongly consistent. */
export async function* pagesOf(table: string, more: object = {}): AsyncGenerator<readonly Item[]> {
  let start: Record<string, never> | undefined;
  do {
    const answer = await dynamo.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...more, ExclusiveStartKey: start }),
    );
    if (answer.Items && answer.Items.length > 0) yield answer.Items;
    start = answer.LastEvaluatedKey as typeof start;
  } while (start);
}

/** Returns the items of another table with the same keys, in the same order. */
async function lookUp(copy: Copy, table: string, items: readonly Item[]): Promise<readonly (Item | undefined)[]> {
  const nameOf = (item: Item): string => JSON.stringify(Object.values(keyOf(copy, item)));
  const found = new Map<string, Item>();
  for (const batch of inBatches(items, BATCH_GET_MAX)) {
    const Keys = batch.map((item) => keyOf(copy, item) as Record<string, never>);
    const answer = (await getAcross({ [table]: { Keys, ConsistentRead: true } })).get(table) ?? [];
    for (const item of answer) found.set(nameOf(item), item);
  }
  return items.map((item) => found.get(nameOf(item)));
}

async function write(copy: Copy, changes: readonly Change[]): Promise<number> {
  const different = changes.filter(({ live, next }) => !isDeepStrictEqual(live, next));
  for (const batch of inBatches(different, BATCH_WRITE_MAX)) {
    await copy.pace(batch.length);
    const requests = batch.map(({ key, next }) =>
      next
        ? { PutRequest: { Item: next as Record<string, never> } }
        : { DeleteRequest: { Key: key as Record<string, never> } },
    );
    let unprocessed: Record<string, typeof requests> = { [copy.table]: requests };
    for (let attempt = 0; Object.keys(unprocessed).length > 0; attempt++) {
      await backOff(attempt, unprocessed);
      const answer = await dynamo.send(new BatchWriteCommand({ RequestItems: unprocessed }));
      unprocessed = (answer.UnprocessedItems ?? {}) as typeof unprocessed;
    }
  }
  return different.length;
}
