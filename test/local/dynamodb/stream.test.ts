/** Table streams: which records a write makes, their order, shards and retention; and items that expire. */
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Engine } from '#local/dynamodb/engine.ts';
import type { StreamRecord } from '#local/dynamodb/stream-record.ts';
import { clientOf } from './client.ts';
import { openTestEngine, temporaryFolder } from './fixture.ts';
import { stackOf, streamArn, streamed, table } from './stack.ts';

const TableName = 'Messages';
const key = (seq: number, thread = 'a~b') => ({ thread: { S: thread }, seq: { N: String(seq) } });

async function recordsOf(engine: Engine, name = TableName): Promise<StreamRecord[]> {
  const shards = engine.streams.find(streamArn(name))?.shards ?? [];
  return (await Promise.all(shards.map(async (shard) => shard.read('', 1000)))).flat();
}

describe('the stream of a table', () => {
  it('has a record of each insert, change and removal, in order', async () => {
    const engine = await openTestEngine(stackOf(streamed(TableName)));
    const client = clientOf(engine);

    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'one' } } }));
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'two' } } }));
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(1),
        UpdateExpression: 'SET body = :b',
        ExpressionAttributeValues: { ':b': { S: 'three' } },
      }),
    );
    await client.send(new DeleteItemCommand({ TableName, Key: key(1) }));

    const records = await recordsOf(engine);
    expect(
      records.map(({ eventName, oldImage, newImage }) => [eventName, oldImage?.body?.S, newImage?.body?.S]),
    ).toEqual([
      ['INSERT', undefined, 'one'],
      ['MODIFY', 'one', 'two'],
      ['MODIFY', 'two', 'three'],
      ['REMOVE', 'three', undefined],
    ]);
    expect(records.every(({ keys }) => JSON.stringify(keys) === JSON.stringify(key(1)))).toBe(true);
    const sequence = records.map(({ sequenceNumber }) => sequenceNumber);
    expect(sequence).toEqual([...new Set(sequence)].toSorted());
    expect(sequence.every((number) => /^\d{21}$/.test(number))).toBe(true);
  });

  it.each([
    ['KEYS_ONLY', false, false],
    ['NEW_IMAGE', true, false],
    ['OLD_IMAGE', false, true],
    ['NEW_AND_OLD_IMAGES', true, true],
  ])('has the images that the view type %s defines', async (viewType, showsNew, showsOld) => {
    const engine = await openTestEngine(stackOf(streamed(TableName, viewType)));
    const client = clientOf(engine);
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'one' } } }));

    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'two' } } }));

    const change = (await recordsOf(engine))[1];
    expect([change?.newImage !== undefined, change?.oldImage !== undefined]).toEqual([showsNew, showsOld]);
  });

  it('has no record of a write that changes nothing', async () => {
    const engine = await openTestEngine(stackOf(streamed(TableName)));
    const client = clientOf(engine);
    const Item = { ...key(1), tags: { SS: ['x', 'y'] }, deep: { M: { a: { N: '1' }, b: { L: [{ S: 'z' }] } } } };
    await client.send(new PutItemCommand({ TableName, Item }));

    await client.send(new PutItemCommand({ TableName, Item: { ...Item, tags: { SS: ['y', 'x'] } } }));
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(1),
        UpdateExpression: 'SET deep.a = :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await client.send(new DeleteItemCommand({ TableName, Key: key(2) }));
    await expect(
      client.send(new PutItemCommand({ TableName, Item: key(1), ConditionExpression: 'attribute_not_exists(seq)' })),
    ).rejects.toThrow('conditional request failed');

    expect((await recordsOf(engine)).map(({ eventName }) => eventName)).toEqual(['INSERT']);
  });

  it('has a record of every write of a batch, and exists only for tables that declare it', async () => {
    const engine = await openTestEngine(stackOf(streamed(TableName), table('Plain')));
    const put = (seq: number) => ({ PutRequest: { Item: key(seq) } });

    await clientOf(engine).send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [put(1), put(2)], Plain: [put(3)] } }),
    );

    expect((await recordsOf(engine)).map(({ keys }) => Number(keys.seq?.N))).toEqual([1, 2]);
    expect(engine.streams.find(streamArn('Plain'))).toBeUndefined();
  });

  it('spreads partition keys over several shards, each key in one shard', async () => {
    const engine = await openTestEngine(stackOf(streamed(TableName)));
    const client = clientOf(engine);
    const threads = Array.from({ length: 20 }, (_, at) => `thread-${at}`);

    for (const thread of threads) {
      for (const seq of [1, 2, 3]) await client.send(new PutItemCommand({ TableName, Item: key(seq, thread) }));
    }

    const shards = await Promise.all(
      (engine.streams.find(streamArn(TableName))?.shards ?? []).map(async (shard) => shard.read('', 1000)),
    );
    const shardsOfEach = threads.map(
      (thread) => shards.filter((records) => records.some(({ keys }) => keys.thread?.S === thread)).length,
    );
    expect(new Set(shardsOfEach)).toEqual(new Set([1]));
    expect(shards.filter((records) => records.length > 0).length).toBeGreaterThan(1);
  });

  it('keeps its records across a restart, and continues their numbers', async () => {
    const dataDir = await temporaryFolder();
    const stack = stackOf(streamed(TableName));
    const first = await openTestEngine(stack, { dataDir });
    for (let seq = 1; seq <= 3; seq += 1) await clientOf(first).send(new PutItemCommand({ TableName, Item: key(seq) }));
    const before = await recordsOf(first);
    await first.close();

    const second = await openTestEngine(stack, { dataDir });
    await clientOf(second).send(new PutItemCommand({ TableName, Item: key(4) }));

    const after = await recordsOf(second);
    expect(after.slice(0, 3)).toEqual(before);
    expect(after.map(({ keys }) => keys.seq?.N)).toEqual(['1', '2', '3', '4']);
  });

  it('deletes records that are 24 hours old and processed by its readers, and no others', async () => {
    const engine = await openTestEngine(stackOf(streamed(TableName)));
    const client = clientOf(engine);
    for (let seq = 1; seq <= 4; seq += 1) await client.send(new PutItemCommand({ TableName, Item: key(seq) }));
    const records = await recordsOf(engine);
    const shard = engine.streams.find(streamArn(TableName))?.shards.find(({ newest }) => newest !== '');
    const checkpoint = records[2]?.sequenceNumber ?? '';
    shard?.subscribe({ wake: () => undefined, checkpoint: () => checkpoint });
    const DAY_MS = 24 * 60 * 60 * 1000;

    await engine.sweep(Date.now() + DAY_MS - 60_000);
    const early = await recordsOf(engine);
    await engine.sweep(Date.now() + DAY_MS + 60_000);

    expect(early).toEqual(records);
    expect(await recordsOf(engine)).toEqual(records.slice(2));
  });
});

describe('an expired item', () => {
  const stack = stackOf(
    table(TableName, {
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
    }),
  );
  const second = (offset: number) => ({ N: String(Math.floor(Date.now() / 1000) + offset) });

  it('can be read until a sweep deletes it, which the stream records as a deletion by DynamoDB', async () => {
    const engine = await openTestEngine(stack);
    const client = clientOf(engine);
    const get = async (seq: number) => (await client.send(new GetItemCommand({ TableName, Key: key(seq) }))).Item;
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), expiresAt: second(-10) } }));
    await client.send(new PutItemCommand({ TableName, Item: { ...key(2), expiresAt: second(60) } }));
    await client.send(new PutItemCommand({ TableName, Item: key(3) }));
    const before = await get(1);

    await engine.sweep();

    expect(before).toBeDefined();
    expect([await get(1), await get(2), await get(3)].map((item) => item?.seq?.N)).toEqual([undefined, '2', '3']);
    const removed = (await recordsOf(engine)).filter(({ eventName }) => eventName === 'REMOVE');
    expect(removed).toMatchObject([{ keys: key(1), expired: true }]);
  });

  it('stays with the fault keepExpired', async () => {
    const engine = await openTestEngine(stack, { faults: { keepExpired: true } });
    const client = clientOf(engine);
    await client.send(new PutItemCommand({ TableName, Item: { ...key(1), expiresAt: second(-10) } }));

    await engine.sweep();

    expect((await client.send(new GetItemCommand({ TableName, Key: key(1) }))).Item).toBeDefined();
  });
});
