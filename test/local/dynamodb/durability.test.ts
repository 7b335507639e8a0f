/** What survives a restart and a crash, and which data folders are refused. */
import { spawn } from 'node:child_process';
import { appendFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GetItemCommand, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults } from '#local/faults.ts';
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
    const { acknowledged } = await writeUntil(dataDir, 'exec', (lines) => lines.length === 300);

    const { items, records } = await stored(dataDir);

    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(acknowledged.filter((seq) => !items.has(seq))).toEqual([]);
    expect(records).toEqual(items);
  });

  it('survives files that cannot grow, as on a full disk: refused writes are 503, later ones stored', async () => {
    const dataDir = await temporaryFolder();
    // The unit is 512 or 1,024 bytes. The log meets the limit again and again, each time it was begun anew.
    const { acknowledged, refused } = await writeUntil(dataDir, 'ulimit -f 2048 && exec', (lines) => {
      const first = lines.findIndex((line) => line.startsWith('refused'));
      return first >= 0 && lines.slice(first).filter((line) => !line.startsWith('refused')).length >= 40;
    });

    const { items, records } = await stored(dataDir);

    expect(new Set(refused)).toEqual(new Set(['refused ServiceUnavailable']));
    expect(acknowledged.filter((seq) => !items.has(seq))).toEqual([]);
    expect(records).toEqual(items);
  });

  it('and its stream record survive faults of group commits; failed ones turn up whole or not at all', async () => {
    const dataDir = await temporaryFolder();
    const faults = { ...noFaults };
    const engine = await openEngine({ stack: stackOf(streamed(TableName)), dataDir, faults });
    faults.failedCommits = 0.3;
    const client = clientOf(engine);
    const acknowledged: number[] = [];
    const write = async (seq: number) => {
      const Item = { ...key(seq), body: { S: 'text' } };
      const sent = client.send(new PutItemCommand({ TableName, Item }));
      await sent.then(
        () => acknowledged.push(seq),
        () => undefined,
      );
    };
    for (let round = 0; acknowledged.length < 25; round += 1) {
      await Promise.all(Array.from({ length: 5 }, (_, at) => write(5 * round + at)));
      // Refusals are answered at once, and the database is opened again in between.
      await sleep(5);
    }
    const published = engine.streams.find(streamArn(TableName))?.shards ?? [];
    const heard = (await Promise.all(published.map(async (shard) => shard.read('', 1000)))).flat();
    await engine.close();

    const { items, records } = await stored(dataDir);

    expect(acknowledged.filter((seq) => !items.has(seq))).toEqual([]);
    expect(records).toEqual(items);
    expect(new Set(heard.map(({ keys }) => Number(keys.seq?.N)))).toEqual(items);
  });
});

/**
 * Writes in another process, which is killed.
 * @param shell what a shell runs before the process
 * @param isEnough decides from the lines that it printed
 */
async function writeUntil(dataDir: string, shell: string, isEnough: (lines: readonly string[]) => boolean) {
  const script = fileURLToPath(new URL('endless-writer.ts', import.meta.url));
  const args = [process.execPath, '--import', 'tsx', script, dataDir, '20000'];
  const writer = spawn('sh', ['-c', `${shell} "$@"`, 'sh', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    lines.push(line);
    if (isEnough(lines)) writer.kill('SIGKILL');
  }
  const refused = lines.filter((line) => line.startsWith('refused'));
  return { acknowledged: lines.filter((line) => !refused.includes(line)).map(Number), refused };
}

/** Returns the numbers of the items in a folder, and of the records in their stream. */
async function stored(dataDir: string): Promise<{ items: Set<number>; records: Set<number> }> {
  const engine = await openTestEngine(stackOf(streamed(TableName)), { dataDir });
  const items = new Set<number>();
  const pages = paginateQuery(
    { client: clientOf(engine) },
    {
      TableName,
      KeyConditionExpression: 'thread = :t',
      ExpressionAttributeValues: { ':t': { S: 'a~b' } },
      ProjectionExpression: 'seq',
    },
  );
  for await (const { Items = [] } of pages) for (const { seq } of Items) items.add(Number(seq?.N));
  const shards = engine.streams.find(streamArn(TableName))?.shards ?? [];
  const records = (await Promise.all(shards.map(async (shard) => shard.read('', 100_000)))).flat();
  return { items, records: new Set(records.map(({ keys }) => Number(keys.seq?.N))) };
}

describe('data that is lost', () => {
  it.each([
    ['a flipped byte in the middle of the log', (log: Buffer) => log.fill((log[200] ?? 0) ^ 1, 200, 201)],
    [
      'a flipped byte in the last record',
      (log: Buffer) => log.fill((log.at(-3) ?? 0) ^ 1, log.length - 3, log.length - 2),
    ],
    ['a log that is cut between two records', (log: Buffer) => log.subarray(0, log.lastIndexOf('commit~') - 21)],
    ['a log that is cut in its first record', (log: Buffer) => log.subarray(0, 20)],
    ['a log that is empty', () => Buffer.alloc(0)],
  ])('by %s stops the start, which leaves it alone until the loss is accepted', async (_, damage) => {
    const { dataDir, log } = await filled();
    await writeFile(log, damage(await readFile(log)));
    const damaged = await readFile(log);
    const lines: string[] = [];
    const start = (acceptLoss: boolean) => openTestEngine(stackOf(table(TableName)), { dataDir, acceptLoss, lines });

    for (const attempt of [1, 2])
      await expect(start(false), `attempt ${attempt}`).rejects.toMatchObject({
        option: 'acceptLoss',
        message: expect.stringMatching(/^The database in \S+ has lost data that was acknowledged: .+\.$/) as unknown,
      });
    // LevelDB has to open a log without any whole record to tell what is missing.
    expect(damaged.length <= 20 || damaged.equals(await readFile(log))).toBe(true);
    const engine = await start(true);
    expect(lines).toEqual([expect.stringMatching(/^\[database\] .+\. It goes on without\.$/)]);
    await engine.sublevel('one').put('new', 1);
    await engine.close();

    const again = await start(false);
    expect(await again.sublevel('one').get('new')).toBe(1);
  });

  it('with the file that leads to it stops the start too', async () => {
    const { dataDir } = await filled();
    await rm(join(dataDir, 'database', 'CURRENT'));

    const start = openTestEngine(stackOf(table(TableName)), { dataDir });

    await expect(start).rejects.toMatchObject({ option: 'acceptLoss' });
  });

  it('is not what a crash leaves: a record that was never acknowledged, cut or filled with zeros', async () => {
    for (const rest of [Buffer.from([1, 2, 3]), Buffer.alloc(100), Buffer.alloc(5000, 7)]) {
      const { dataDir, log } = await filled();
      await appendFile(log, rest);
      const lines: string[] = [];

      const engine = await openTestEngine(stackOf(table(TableName)), { dataDir, lines });

      expect(await engine.sublevel('one').get('key-9')).toBe(9);
      expect(lines).toEqual([expect.stringMatching(/bytes of \d+\.log cannot be read. No answer depended on it\.$/)]);
    }
  });
});

/** A closed engine's folder, with ten values, and its log. */
async function filled(): Promise<{ dataDir: string; log: string }> {
  const dataDir = await temporaryFolder();
  const engine = await openTestEngine(stackOf(table(TableName)), { dataDir });
  for (let n = 0; n < 10; n += 1) await engine.sublevel('one').put(`key-${n}`, n);
  await engine.close();
  const file = (await readdir(join(dataDir, 'database'))).find((name) => name.endsWith('.log')) ?? '';
  return { dataDir, log: join(dataDir, 'database', file) };
}

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
