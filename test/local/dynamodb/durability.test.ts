/** What survives a restart and a crash, and which data folders are refused. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { clientOf } from './client.ts';
import { openTestEngine, temporaryFolder } from './fixture.ts';
import { stackOf, streamArn, streamed, table } from './stack.ts';

const TableName = 'Messages';
const key = (seq: number) => ({ thread: { S: 'a~b' }, seq: { N: String(seq) } });

describe('an acknowledged write', () => {
  it('survives a restart', async () => {
    const dataDir = await temporaryFolder();
    const first = await openTestEngine(stackOf(table(TableName)), { dataDir });
    await clientOf(first).send(new PutItemCommand({ TableName, Item: { ...key(1), body: { S: 'kept' } } }));
    await first.sublevel('identity').put('user/alice', { name: 'alice' });
    await first.close();

    const second = await openTestEngine(stackOf(table(TableName)), { dataDir });

    const got = await clientOf(second).send(new GetItemCommand({ TableName, Key: key(1) }));
    expect(got.Item?.body).toEqual({ S: 'kept' });
    expect(await second.sublevel('identity').get('user/alice')).toEqual({ name: 'alice' });
  });

  it('survives kill -9, and its stream record with it', async () => {
    const dataDir = await temporaryFolder();
    const writer = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('endless-writer.ts', import.meta.url)), dataDir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === 300) writer.kill('SIGKILL');
    }

    const engine = await openTestEngine(stackOf(streamed(TableName)), { dataDir });
    const stored = await clientOf(engine).send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'thread = :t',
        ExpressionAttributeValues: { ':t': { S: 'a~b' } },
      }),
    );
    const shards = engine.streams.find(streamArn(TableName))?.shards ?? [];
    const records = (await Promise.all(shards.map(async (shard) => shard.read('', 100_000)))).flat();

    const items = new Set(stored.Items?.map((item) => Number(item.seq?.N)));
    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(acknowledged.filter((seq) => !items.has(seq))).toEqual([]);
    expect(new Set(records.map((record) => Number(record.keys.seq?.N)))).toEqual(items);
  });
});

describe('a second start', () => {
  it('on a folder in use is refused', async () => {
    const dataDir = await temporaryFolder();
    await openTestEngine(stackOf(table(TableName)), { dataDir });

    const second = openTestEngine(stackOf(table(TableName)), { dataDir });

    await expect(second).rejects.toMatchObject({
      option: 'dataDir',
      message: expect.stringMatching(/already in use by another local cloud/) as unknown,
    });
  });

  it('with other keys of a table is refused, and the error names both', async () => {
    const dataDir = await temporaryFolder();
    const first = await openTestEngine(stackOf(table(TableName)), { dataDir });
    await first.close();
    const rekeyed = table(TableName, { KeySchema: [{ AttributeName: 'thread', KeyType: 'HASH' }] });

    const second = openTestEngine(stackOf(rekeyed), { dataDir });

    await expect(second).rejects.toMatchObject({
      option: 'dataDir',
      message: expect.stringMatching(/Messages.*thread S","seq N.*\["thread S"\]/) as unknown,
    });
    await expect(openTestEngine(stackOf(table(TableName)), { dataDir })).resolves.toBeDefined();
  });

  it('in a folder that cannot be written is refused', async () => {
    const folder = await temporaryFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'file'), '');

    const engine = openTestEngine(stackOf(table(TableName)), { dataDir: join(folder, 'file') });

    await expect(engine).rejects.toMatchObject({
      option: 'dataDir',
      message: expect.stringMatching(/cannot be written \(ENOTDIR\)/) as unknown,
    });
  });
});

describe("another service's store", () => {
  it('is separate from other stores, and lists values by prefix in order', async () => {
    const engine = await openTestEngine(stackOf());
    const one = engine.sublevel('one');
    const two = engine.sublevel('two');

    await one.put('b/2', { n: 2 });
    await one.put('b/1', { n: 1 }, { sync: false });
    await one.put('a', 'text');
    await two.put('b/1', 'foreign');
    await one.put('gone', true);
    await one.del('gone');

    expect(await one.entries('b/')).toEqual([
      ['b/1', { n: 1 }],
      ['b/2', { n: 2 }],
    ]);
    expect((await one.entries()).map(([name]) => name)).toEqual(['a', 'b/1', 'b/2']);
    expect(await one.get('gone')).toBeUndefined();
  });
});
