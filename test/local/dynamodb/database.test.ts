/** The LevelDB database: group commit, closing, and what happens after a write that fails. */
import { mkdir, readdir, rmdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '#local/dynamodb/database.ts';
import { Level, type Level as LevelDb } from '#local/dynamodb/dynalite.ts';
import { temporaryFolder } from './fixture.ts';

describe('the database', () => {
  it('reports a failed write', async () => {
    const database = await Database.open(await temporaryFolder());
    await database.close();

    const outcome = await new Promise((resolve) => database.commit([{ type: 'put', key: 'a', value: 1 }], resolve));

    expect(outcome).toBeInstanceOf(Error);
  });

  it('finishes pending writes before it closes', async () => {
    const folder = await temporaryFolder();
    const database = await Database.open(folder);
    const outcomes: unknown[] = [];
    for (let n = 0; n < 20; n += 1)
      database.commit([{ type: 'put', key: `key-${n}`, value: n }], (error) => outcomes.push(error));

    await database.close();

    const reopened = await Database.open(folder);
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => null));
    expect(reopened.get('key-19')).toBe(19);
    await reopened.close();
  });

  it('syncs a group commit if one of its writes needs it, and keeps the order of the writes', async () => {
    const database = await Database.open(await temporaryFolder());
    const batch = vi.spyOn(Level.prototype as LevelDb, 'batch');
    onTestFinished(() => batch.mockRestore());
    const done: string[] = [];
    const commit = (key: string, sync: boolean) =>
      new Promise<void>((resolve) => {
        const note = (): void => {
          done.push(key);
          resolve();
        };
        database.commit([{ type: 'put', key, value: 1 }], note, { sync });
      });

    await commit('alone', false);
    await Promise.all([commit('first', false), commit('relaxed', false), commit('synced', true)]);
    await database.close();

    const written = batch.mock.calls.map(([operations, { sync }]) => [
      // The first operation of a batch is its number.
      operations
        .slice(1)
        .map(({ key }) => key)
        .join(' '),
      sync,
    ]);
    expect(written).toEqual([
      ['alone', false],
      ['first', false],
      ['relaxed synced', true],
    ]);
    expect(done).toEqual(['alone', 'first', 'relaxed', 'synced']);
  });

  it.each([
    ['before its record is written', 'throws'],
    ['after its record is written', 'writes, then throws'],
    ['in the middle of its record', 'tears'],
  ] as const)('acknowledges nothing after a write that fails %s, until it is open again', async (_, failure) => {
    const folder = await temporaryFolder();
    const database = await Database.open(folder);
    await database.write([put('before')]);

    const batches = failNextBatch(folder, failure);
    const failed = database.write([put('failed')]);
    // Queued while the failing write runs: LevelDB would write it behind the torn record.
    const behind = database.write([put('behind')]);

    await expect(failed).rejects.toMatchObject({ type: 'ServiceUnavailable', statusCode: 503 });
    await expect(behind).rejects.toMatchObject({ statusCode: 503 });
    expect(batches.mock.calls.filter(([operations]) => operations.some(({ key }) => key === 'behind'))).toEqual([]);
    await vi.waitFor(() => database.write([put('after')]), 60_000);
    const stored = ['before', 'after'];
    for (const key of stored) expect(database.get(key)).toBe(1);
    await database.close();
    const reopened = await Database.open(folder);
    for (const key of stored) expect(reopened.get(key)).toBe(1);
    expect(reopened.get('behind')).toBeUndefined();
    await reopened.close();
  });

  it('refuses a write that is based on what was read before it was opened again', async () => {
    const folder = await temporaryFolder();
    const database = await Database.open(folder);
    const since = database.opening;
    failNextBatch(folder, 'writes, then throws');
    await expect(database.write([put('late')])).rejects.toThrow('The database is not open.');
    await vi.waitFor(() => database.write([put('fresh')]), 60_000);

    const stale = database.write([put('late')], { since });

    await expect(stale).rejects.toMatchObject({ statusCode: 503 });
    await database.close();
  });

  it('is read while it cannot be opened again, tries until it can, and says both once', async () => {
    const folder = await temporaryFolder();
    const lines: string[] = [];
    const database = await Database.open(folder, { log: (line) => lines.push(line) });
    await database.write([put('before')]);
    // A folder in the place of the file that finds out whether there is room.
    await mkdir(join(folder, 'probe'));
    failNextBatch(folder, 'throws');
    await expect(database.write([put('failed')])).rejects.toThrow('The database is not open.');

    await vi.waitFor(() => expect(lines).toHaveLength(2), 60_000);
    await expect(database.write([put('failed')])).rejects.toMatchObject({ statusCode: 503 });
    expect(database.get('before')).toBe(1);
    await rmdir(join(folder, 'probe'));

    await vi.waitFor(() => database.write([put('after')]), 60_000);
    expect(database.get('before')).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/A write failed \(a full disk\)/),
      expect.stringMatching(/cannot be opened again yet .*EISDIR/),
      expect.stringMatching(/open again/),
    ]);
    await database.close();
  });
});

const put = (key: string) => ({ type: 'put', key, value: 1 }) as const;

/** Lets the next batch of LevelDB fail. A torn record is half of one, as a full disk leaves it. */
function failNextBatch(folder: string, how: 'throws' | 'writes, then throws' | 'tears') {
  const original = (Level.prototype as LevelDb).batch;
  const batch = vi.spyOn(Level.prototype as LevelDb, 'batch');
  onTestFinished(() => batch.mockRestore());
  return batch.mockImplementationOnce(async function (this: LevelDb, ...given) {
    const log = (await readdir(folder)).find((name) => name.endsWith('.log'));
    const path = join(folder, log ?? '');
    const { size } = await stat(path);
    if (how !== 'throws') await original.apply(this, given);
    if (how === 'tears') await truncate(path, Math.ceil((size + (await stat(path)).size) / 2));
    throw new Error('a full disk');
  });
}
