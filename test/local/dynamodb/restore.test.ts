/** Restoring a table to an earlier second, as a new table beside it. */

import {
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOf } from './client.ts';
import { openTestEngine, temporaryFolder } from './fixture.ts';
import { stackOf, table } from './stack.ts';

const recoverable = {
  Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
};
const stack = stackOf(table('Notes', recoverable));
const keyOf = (thread: string) => ({ thread: { S: thread }, seq: { N: '1' } });
const NOON = Date.parse('2026-11-24T12:00:00Z');

/** Opens the engine with a table, at noon. */
async function given(dataDir?: string, keepsHistory = true) {
  const folder = dataDir ?? (await temporaryFolder());
  const engine = await openTestEngine(stack, { dataDir: folder, keepsHistory });
  const client = clientOf(engine);
  const put = (id: string, text: string) =>
    client.send(new PutItemCommand({ TableName: 'Notes', Item: { ...keyOf(id), text: { S: text } } }));
  const restore = (at: number, target = 'Then') =>
    client.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: 'Notes',
        TargetTableName: target,
        RestoreDateTime: new Date(at),
      }),
    );
  const texts = async (name: string) => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
    return Object.fromEntries(Items.map(({ thread, text }) => [thread?.S, text?.S]));
  };
  return { engine, folder, client, put, restore, texts };
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
  return () => void vi.useRealTimers();
});

describe('a table that is restored', () => {
  it('is as it was at the end of that second, whatever was written, changed and deleted since', async () => {
    const { client, put, restore, texts } = await given();
    await put('kept', 'one');
    await put('changed', 'before');
    await put('deleted', 'three');
    vi.setSystemTime(NOON + 10_000);
    await put('changed', 'after');
    await put('changed', 'long after');
    await put('new', 'five');
    await client.send(new DeleteItemCommand({ TableName: 'Notes', Key: keyOf('deleted') }));
    vi.setSystemTime(NOON + 20_000);

    await restore(NOON + 5_000);

    expect(await texts('Then')).toEqual({ kept: 'one', changed: 'before', deleted: 'three' });
    expect(await texts('Notes')).toEqual({ kept: 'one', changed: 'long after', new: 'five' });
  });

  it('is there after a restart, has keys alone, and can be deleted', async () => {
    const first = await given();
    await first.put('kept', 'one');
    vi.setSystemTime(NOON + 10_000);
    await first.restore(NOON + 5_000);
    await first.engine.close();

    const { client, texts } = await given(first.folder);
    expect(await texts('Then')).toEqual({ kept: 'one' });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Then' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'thread' }, { AttributeName: 'seq' }],
    });
    await client.send(new DeleteTableCommand({ TableName: 'Then' }));

    await vi.waitFor(() => expect(texts('Then')).rejects.toThrow('not found'), 60_000);
    await expect(texts('Then')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(client.send(new DeleteTableCommand({ TableName: 'Notes' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('a restored table that is deleted', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON, toFake: ['Date', 'setTimeout', 'clearTimeout'] }));

  it('is DELETING for a while, in which its name is taken, and then it is gone', async () => {
    const { client, restore } = await given();
    const then = { TableName: 'Then' };
    await restore(NOON);
    await client.send(new DeleteTableCommand(then));

    const { Table } = await client.send(new DescribeTableCommand(then));

    expect(Table?.TableStatus).toBe('DELETING');
    await expect(restore(NOON)).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
    const again = await client.send(new DeleteTableCommand(then));
    expect(again.TableDescription?.TableStatus).toBe('DELETING');
    vi.advanceTimersByTime(1_000);
    await expect(client.send(new DescribeTableCommand(then))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await restore(NOON);
  });
});

describe('a restore', () => {
  it.each([
    ['before the history begins', NOON - 1_000],
    ['in the future', NOON + 60_000],
  ])('to a moment %s is refused', async (_, at) => {
    const { restore } = await given();

    await expect(restore(at)).rejects.toMatchObject({ name: 'InvalidRestoreTimeException' });
  });

  it('into a table that exists is refused', async () => {
    const { restore } = await given();

    await expect(restore(NOON, 'Notes')).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
  });

  it('needs the history, which has a gap where it was turned off', async () => {
    const first = await given();
    await first.put('kept', 'one');
    await first.engine.close();
    vi.setSystemTime(NOON + 10_000);
    const second = await given(first.folder, false);
    const describing = new DescribeContinuousBackupsCommand({ TableName: 'Notes' });
    const off = await second.client.send(describing);
    await expect(second.restore(NOON)).rejects.toMatchObject({ name: 'PointInTimeRecoveryUnavailableException' });
    await second.engine.close();
    vi.setSystemTime(NOON + 20_000);

    const third = await given(first.folder);
    const on = await third.client.send(describing);

    const recoveryOf = ({ ContinuousBackupsDescription: found }: typeof on) => found?.PointInTimeRecoveryDescription;
    expect(recoveryOf(off)).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
    expect(recoveryOf(on)).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      EarliestRestorableDateTime: new Date(NOON + 20_000),
    });
    await expect(third.restore(NOON + 5_000)).rejects.toMatchObject({ name: 'InvalidRestoreTimeException' });
  });

  it('reaches back 35 days', async () => {
    const { engine, put, restore, texts } = await given();
    await put('kept', 'one');
    const day = 24 * 60 * 60_000;
    vi.setSystemTime(NOON + 36 * day);
    await put('kept', 'two');
    await engine.sweep();

    await expect(restore(NOON + 1_000)).rejects.toMatchObject({ name: 'InvalidRestoreTimeException' });
    await restore(NOON + 2 * day);
    expect(await texts('Then')).toEqual({ kept: 'one' });
  });
});
