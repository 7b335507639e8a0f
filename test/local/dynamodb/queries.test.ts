/** Queries of tables and indexes: order, pages and filters by key. */
import { PutItemCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { openTestEngine } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const TableName = 'Messages';
const stack = stackOf(table(TableName));
const key = (seq: number, thread = 'a~b') => ({ thread: { S: thread }, seq: { N: String(seq) } });
const numbers = (items: readonly Record<string, AttributeValue>[] | undefined) =>
  items?.map((item) => Number(item.seq?.N));

async function open() {
  const engine = await openTestEngine(stack);
  return { engine, client: clientOf(engine) };
}

describe('a query', () => {
  it('reads one partition in numeric order, from either end, in pages', async () => {
    const { client } = await open();
    for (const seq of [2, 10, 1, 100, 9]) await client.send(new PutItemCommand({ TableName, Item: key(seq) }));
    await client.send(new PutItemCommand({ TableName, Item: key(5, 'other') }));
    const query = {
      TableName,
      KeyConditionExpression: 'thread = :thread AND seq >= :from',
      ExpressionAttributeValues: { ':thread': { S: 'a~b' }, ':from': { N: '2' } },
    };

    const ascending = await client.send(new QueryCommand(query));
    const first = await client.send(new QueryCommand({ ...query, ScanIndexForward: false, Limit: 2 }));
    const second = await client.send(
      new QueryCommand({ ...query, ScanIndexForward: false, ExclusiveStartKey: first.LastEvaluatedKey }),
    );

    expect(numbers(ascending.Items)).toEqual([2, 9, 10, 100]);
    expect(numbers(first.Items)).toEqual([100, 10]);
    expect(numbers(second.Items)).toEqual([9, 2]);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it('reads a partition of more than one megabyte in pages without gaps', async () => {
    const { client } = await open();
    for (let seq = 1; seq <= 30; seq += 1) {
      await client.send(new PutItemCommand({ TableName, Item: { ...key(seq), body: { S: 'x'.repeat(100_000) } } }));
    }

    const seen: number[] = [];
    let pages = 0;
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'thread = :thread',
          ExpressionAttributeValues: { ':thread': { S: 'a~b' } },
          ExclusiveStartKey,
        }),
      );
      seen.push(...(numbers(page.Items) ?? []));
      pages += 1;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);

    expect(seen).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    expect(pages).toBeGreaterThan(2);
  });

  it('of an index sees the current items of the table', async () => {
    const indexed = table(TableName, {
      AttributeDefinitions: [
        { AttributeName: 'thread', AttributeType: 'S' },
        { AttributeName: 'seq', AttributeType: 'N' },
        { AttributeName: 'owner', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byOwner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    const client = clientOf(await openTestEngine(stackOf(indexed)));
    const owned = async (owner: string) => {
      const found = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byOwner',
          KeyConditionExpression: '#o = :owner',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        }),
      );
      return numbers(found.Items);
    };

    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), owner: { S: 'ann' } } }));
    await client.send(new PutItemCommand({ TableName, Item: { ...key(2), owner: { S: 'ann' } } }));
    await client.send(new PutItemCommand({ TableName, Item: { ...key(2), owner: { S: 'ben' } } }));

    expect(await owned('ann')).toEqual([1]);
    expect(await owned('ben')).toEqual([2]);
  });
});
