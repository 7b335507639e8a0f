/** Reading and writing items, one by one and in batches. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { openTestEngine } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const TableName = 'Messages';
const stack = stackOf(table(TableName));
const key = (seq: number) => ({ thread: { S: 'a~b' }, seq: { N: String(seq) } });
const numbers = (items: readonly Record<string, AttributeValue>[] | undefined) =>
  items?.map((item) => Number(item.seq?.N));

async function open() {
  const engine = await openTestEngine(stack);
  return { engine, client: clientOf(engine) };
}

describe('item operations', () => {
  it('return what was put', async () => {
    const { client } = await open();
    const Item = {
      ...key(1),
      body: { S: 'hello' },
      tags: { SS: ['x', 'y'] },
      deep: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
    };

    await client.send(new PutItemCommand({ TableName, Item }));

    const got = await client.send(new GetItemCommand({ TableName, Key: key(1), ConsistentRead: true }));
    expect(got.Item).toEqual(Item);
  });

  it('return no item where there is none', async () => {
    const { client } = await open();

    const got = await client.send(new GetItemCommand({ TableName, Key: key(404) }));

    expect(got.Item).toBeUndefined();
  });

  it('update and delete', async () => {
    const { client } = await open();
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), count: { N: '1' } } }));

    const updated = await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(1),
        UpdateExpression: 'SET #c = #c + :one',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    await client.send(new DeleteItemCommand({ TableName, Key: key(1) }));

    expect(updated.Attributes).toEqual({ ...key(1), count: { N: '2' } });
    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item).toBeUndefined();
  });

  it('read and write batches over several tables', async () => {
    const engine = await openTestEngine(stackOf(table('One'), table('Two')));
    const client = clientOf(engine);

    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          One: [1, 2].map((seq) => ({ PutRequest: { Item: key(seq) } })),
          Two: [{ PutRequest: { Item: key(3) } }],
        },
      }),
    );

    const got = await client.send(
      new BatchGetItemCommand({
        RequestItems: { One: { Keys: [key(1), key(2), key(9)] }, Two: { Keys: [key(3)], ConsistentRead: true } },
      }),
    );
    expect(numbers(got.Responses?.One)?.toSorted()).toEqual([1, 2]);
    expect(numbers(got.Responses?.Two)).toEqual([3]);
  });
});
