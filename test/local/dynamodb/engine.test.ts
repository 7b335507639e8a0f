import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import { clientOf } from './client.ts';
import { openTestEngine, temporaryFolder } from './fixture.ts';
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

describe('the local DynamoDB', () => {
  it('answers what was put', async () => {
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

  it('answers no item where there is none', async () => {
    const { client } = await open();

    const got = await client.send(new GetItemCommand({ TableName, Key: key(404) }));

    expect(got.Item).toBeUndefined();
  });

  it('queries one partition in the order of the numbers, from either end, in pages', async () => {
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

  it('reads a partition of more than one megabyte in pages that leave nothing out', async () => {
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

  it('updates, and deletes', async () => {
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

  it('refuses a write whose condition fails, and shows the item in the way when asked', async () => {
    const { client } = await open();
    const put = {
      TableName,
      Item: { ...key(1), body: { S: 'second' } },
      ConditionExpression: 'attribute_not_exists(seq)',
    };
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'first' } } }));

    const refused = client.send(new PutItemCommand(put));
    const shown = client.send(new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));

    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await expect(shown).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { body: { S: 'first' } },
    });
    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item?.body).toEqual({ S: 'first' });
  });

  it('lets exactly one of many concurrent conditional puts win', async () => {
    const { client } = await open();
    let seq = 0;

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 24 }),
        fc.array(fc.boolean(), { maxLength: 24 }),
        async (writers, updates) => {
          seq += 1;
          const condition = { TableName, ConditionExpression: 'attribute_not_exists(seq)' };
          const writes = Array.from({ length: writers }, (_, writer) =>
            updates[writer]
              ? client.send(
                  new UpdateItemCommand({
                    ...condition,
                    Key: key(seq),
                    UpdateExpression: 'SET writer = :writer',
                    ExpressionAttributeValues: { ':writer': { N: String(writer) } },
                  }),
                )
              : client.send(new PutItemCommand({ ...condition, Item: { ...key(seq), writer: { N: String(writer) } } })),
          );

          const outcomes = await Promise.allSettled(writes);

          const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
          const stored = await client.send(new GetItemCommand({ TableName, Key: key(seq) }));
          expect(winners).toEqual([Number(stored.Item?.writer?.N)]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('loses no increment of concurrent updates', async () => {
    const { client } = await open();

    await Promise.all(
      Array.from({ length: 50 }, () =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: key(1),
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        ),
      ),
    );

    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item?.hits).toEqual({ N: '50' });
  });

  it('reads and writes batches over several tables', async () => {
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

  it('keeps an index in step with its table', async () => {
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

  it('describes the tables of the template', async () => {
    const engine = await openTestEngine(
      stackOf(
        table('Ending', { TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } }),
        table('Lasting'),
      ),
    );
    const client = clientOf(engine);

    const names = await client.send(new ListTablesCommand({}));
    const described = await client.send(new DescribeTableCommand({ TableName: 'Ending' }));
    const timeToLive = await client.send(new DescribeTimeToLiveCommand({ TableName: 'Ending' }));

    expect(names.TableNames).toEqual(['Ending', 'Lasting']);
    expect(described.Table?.KeySchema).toHaveLength(2);
    expect(timeToLive.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  it('names the operation it does not have', async () => {
    const { client } = await open();

    const transaction = client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key(1) } }] }),
    );

    await expect(transaction).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('TransactWriteItems') as unknown,
    });
  });

  it('answers what is wrong with a request, and goes on', async () => {
    const { engine, client } = await open();
    const send = (target: string, body: string) =>
      engine.service(
        {
          method: 'POST',
          path: '/',
          headers: { 'x-amz-target': `DynamoDB_20120810.${target}` },
          body: Buffer.from(body),
        },
        () => undefined,
      );

    const noKey = client.send(new PutItemCommand({ TableName, Item: { thread: { S: 'a' } } }));
    const noTable = client.send(new GetItemCommand({ TableName: 'Elsewhere', Key: key(1) }));

    await expect(noKey).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(noTable).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(send('PutItem', '{"TableName":')).rejects.toMatchObject({ type: 'SerializationException' });
    await expect(send('PutItem', '{"TableName":5}')).rejects.toMatchObject({ type: 'SerializationException' });
    await expect(send('Query', `{"TableName":"${TableName}"}`)).rejects.toBeInstanceOf(ServiceError);
    await expect(
      send('UpdateItem', `{"TableName":"${TableName}","Key":{"thread":{},"seq":[]}}`),
    ).rejects.toBeInstanceOf(ServiceError);
    await expect(client.send(new PutItemCommand({ TableName, Item: key(1) }))).resolves.toBeDefined();
  });

  it('throttles writes by a switch, and reads not', async () => {
    const client = clientOf(await openTestEngine(stack, { faults: { throttledWrites: 1 } }));

    const write = client.send(new PutItemCommand({ TableName, Item: key(1) }));

    await expect(write).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await expect(client.send(new ScanCommand({ TableName }))).resolves.toMatchObject({ Count: 0 });
  });

  it('fails a request that comes after the end, and nothing else', async () => {
    const dataDir = await temporaryFolder();
    const engine = await openTestEngine(stack, { dataDir });
    await engine.close();

    const late = clientOf(engine).send(new PutItemCommand({ TableName, Item: key(1) }));

    await expect(late).rejects.toThrow('Database is not open');
  });
});
