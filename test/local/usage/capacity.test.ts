/**
 * Read and write units, calculated by hand from DynamoDB's documentation.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import type { Faults } from '#local/faults.ts';
import { Account } from '#local/usage/meter.ts';
import { openTestEngine } from '../dynamodb/fixture.ts';
import { stackOf, table } from '../dynamodb/stack.ts';

const TABLE = 'Messages';

const key = (seq: number) => ({ thread: { S: 'a' }, seq: { N: String(seq) } });

/** The key takes 12 bytes (`thread` and a letter, `seq` and a number of one digit in two bytes), the name `text` 4. */
const item = (seq: number, bytes: number, more = {}) => ({
  ...key(seq),
  text: { S: 'x'.repeat(bytes - 16) },
  ...more,
});

/** Opens an engine with one table, and measures operations on it. */
async function metered(properties = {}, faults: Partial<Faults> = {}) {
  const engine = await openTestEngine(stackOf(table(TABLE, properties)), { faults });

  async function answer(operation: string, input: object, account: Account): Promise<object> {
    const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const body = Buffer.from(JSON.stringify(operation.startsWith('Batch') ? input : { TableName: TABLE, ...input }));
    const { body: text } = await engine.service({ method: 'POST', path: '/', headers, body, account }, () => {});
    return JSON.parse(text.toString()) as object;
  }

  return {
    answer: (operation: string, input: object) => answer(operation, input, new Account()),
    /** @returns the units, and the error if the operation failed */
    used: async (operation: string, input: object) => {
      const account = new Account();
      const error: unknown = await answer(operation, input, account).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return {
        ...(account.readUnits > 0 && { read: account.readUnits }),
        ...(account.writeUnits > 0 && { write: account.writeUnits }),
        ...(error instanceof ServiceError && { error: error.type }),
      };
    },
    put: (...items: readonly object[]) => Promise.all(items.map((Item) => answer('PutItem', { Item }, new Account()))),
  };
}

describe('GetItem', () => {
  it.each([
    [4096, 1],
    [4097, 2],
    [8192, 2],
  ])('of %i bytes takes %i units, and half of them where it need not be consistent', async (bytes, units) => {
    const { put, used } = await metered();
    await put(item(1, bytes));

    expect(await used('GetItem', { Key: key(1), ConsistentRead: true })).toEqual({ read: units });
    expect(await used('GetItem', { Key: key(1) })).toEqual({ read: units / 2 });
  });

  it('of some attributes consumes the units of the whole item', async () => {
    const { put, used } = await metered();
    await put(item(1, 5000));

    expect(await used('GetItem', { Key: key(1), ProjectionExpression: 'seq' })).toEqual({ read: 1 });
  });

  it('of a missing item consumes the minimum', async () => {
    const { used } = await metered();

    expect(await used('GetItem', { Key: key(1), ConsistentRead: true })).toEqual({ read: 1 });
    expect(await used('GetItem', { Key: key(1) })).toEqual({ read: 0.5 });
  });
});

describe('BatchGetItem', () => {
  it("rounds up each item: 1.5 KB and 6.5 KB are 4 KB and 8 KB, as in AWS's example", async () => {
    const { put, used } = await metered();
    await put(item(1, 1536), item(2, 6656));

    const Keys = [key(1), key(2), key(3)];

    // The third does not exist.
    expect(await used('BatchGetItem', { RequestItems: { [TABLE]: { Keys, ConsistentRead: true } } })).toEqual({
      read: 1 + 2 + 1,
    });
    expect(await used('BatchGetItem', { RequestItems: { [TABLE]: { Keys } } })).toEqual({ read: 2 });
  });
});

describe('Query', () => {
  const ofA = { KeyConditionExpression: 'thread = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } };
  const consistent = { ...ofA, ConsistentRead: true };

  it('rounds up the total size of what it reads', async () => {
    const { put, used } = await metered();
    await put(item(1, 1536), item(2, 1536), item(3, 1536));

    // 4,608 bytes; within the limit 3,072.
    expect(await used('Query', consistent)).toEqual({ read: 2 });
    expect(await used('Query', ofA)).toEqual({ read: 1 });
    expect(await used('Query', { ...consistent, Limit: 2 })).toEqual({ read: 1 });
    expect(await used('Scan', {})).toEqual({ read: 1 });
  });

  it('consumes the same for items that are filtered out or only counted', async () => {
    const { put, used } = await metered();
    await put(item(1, 3000), item(2, 3000));

    expect(await used('Query', { ...consistent, FilterExpression: 'attribute_exists(absent)' })).toEqual({ read: 2 });
    expect(await used('Query', { ...consistent, Select: 'COUNT' })).toEqual({ read: 2 });
  });

  it('that finds nothing consumes the minimum', async () => {
    const { used } = await metered();

    expect(await used('Query', consistent)).toEqual({ read: 1 });
    expect(await used('Query', ofA)).toEqual({ read: 0.5 });
  });
});

describe('A write', () => {
  it.each([
    [1024, 1],
    [1025, 2],
    [3000, 3],
  ])('of %i bytes takes %i units, and so does one that replaces them by fewer', async (bytes, units) => {
    const { used } = await metered();

    expect(await used('PutItem', { Item: item(1, bytes) })).toEqual({ write: units });
    expect(await used('PutItem', { Item: item(1, 100) })).toEqual({ write: units });
  });

  it('counts text in UTF-8: 512 umlauts alone are 1 KB', async () => {
    const { used } = await metered();

    expect(await used('PutItem', { Item: { ...key(1), text: { S: 'ü'.repeat(512) } } })).toEqual({ write: 2 });
  });

  it('that updates consumes units for the larger of the old and new item', async () => {
    const { put, used } = await metered();
    await put(item(1, 2000));
    const update = (text: string) => ({
      Key: key(1),
      UpdateExpression: 'SET #text = :text',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':text': { S: text } },
    });

    expect(await used('UpdateItem', update('x'.repeat(4000)))).toEqual({ write: 4 });
    expect(await used('UpdateItem', update('short'))).toEqual({ write: 4 });
    expect(await used('UpdateItem', update('short'))).toEqual({ write: 1 });
  });

  it("that deletes consumes units for the item's size, and one unit if there is none", async () => {
    const { put, used } = await metered();
    await put(item(1, 2500));

    expect(await used('DeleteItem', { Key: key(1) })).toEqual({ write: 3 });
    expect(await used('DeleteItem', { Key: key(1) })).toEqual({ write: 1 });
  });

  it('whose condition fails consumes units for the larger of the two items', async () => {
    const { put, used } = await metered();
    await put(item(1, 1500));
    const create = (bytes: number) => ({
      Item: item(1, bytes),
      ConditionExpression: 'attribute_not_exists(thread)',
    });

    const error = 'ConditionalCheckFailedException';
    expect(await used('PutItem', create(100))).toEqual({ write: 2, error });
    expect(await used('PutItem', create(3000))).toEqual({ write: 3, error });
  });

  it('in a batch consumes the same as alone', async () => {
    const { put, used } = await metered();
    await put(item(3, 1500));
    const requests = [
      { PutRequest: { Item: item(1, 100) } },
      { PutRequest: { Item: item(2, 1500) } },
      { DeleteRequest: { Key: key(3) } },
    ];

    expect(await used('BatchWriteItem', { RequestItems: { [TABLE]: requests } })).toEqual({ write: 1 + 2 + 2 });
  });

  it('that is invalid or throttled consumes none', async () => {
    const { used } = await metered();
    const throttled = await metered({}, { throttledWrites: 1 });

    expect(await used('PutItem', { Item: { thread: { S: 'a' } } })).toEqual({ error: 'ValidationException' });
    expect(await throttled.used('PutItem', { Item: item(1, 100) })).toEqual({
      error: 'ProvisionedThroughputExceededException',
    });
  });
});

describe('An index', () => {
  const indexed = {
    AttributeDefinitions: [
      { AttributeName: 'thread', AttributeType: 'S' },
      { AttributeName: 'seq', AttributeType: 'N' },
      { AttributeName: 'place', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'ByPlace',
        KeySchema: [{ AttributeName: 'place', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
  const at = (place: string, bytes: number) => ({ Item: item(1, bytes, { place: { S: place } }) });

  it('is written with its item, twice if its key changes, and never if nothing in it changes', async () => {
    const { used } = await metered(indexed);

    expect(await used('PutItem', at('here', 1500))).toEqual({ write: 2 + 1 });
    expect(await used('PutItem', at('here', 1600))).toEqual({ write: 2 });
    expect(await used('PutItem', at('there', 1600))).toEqual({ write: 2 + 2 });
    expect(await used('DeleteItem', { Key: key(1) })).toEqual({ write: 2 + 1 });
  });

  it('is read by the size of its own items', async () => {
    const { put, used } = await metered(indexed);
    await put(at('here', 9000).Item);

    const query = {
      IndexName: 'ByPlace',
      KeyConditionExpression: 'place = :here',
      ExpressionAttributeValues: { ':here': { S: 'here' } },
    };

    expect(await used('Query', query)).toEqual({ read: 0.5 });
  });
});

describe('ConsumedCapacity', () => {
  it('has the same units, if a request asks for them', async () => {
    const { answer } = await metered();
    const Item = item(1, 1500);

    expect(await answer('PutItem', { Item, ReturnConsumedCapacity: 'TOTAL' })).toEqual({
      ConsumedCapacity: { TableName: TABLE, CapacityUnits: 2 },
    });
    expect(
      await answer('BatchWriteItem', {
        RequestItems: { [TABLE]: [{ PutRequest: { Item } }] },
        ReturnConsumedCapacity: 'INDEXES',
      }),
    ).toMatchObject({ ConsumedCapacity: [{ TableName: TABLE, CapacityUnits: 2, Table: { CapacityUnits: 2 } }] });
    expect(await answer('PutItem', { Item, ReturnConsumedCapacity: 'NONE' })).toEqual({});
  });
});
