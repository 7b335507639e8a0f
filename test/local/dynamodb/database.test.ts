/** The LevelDB database: group commit, and closing. */
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
        database.commit([{ type: 'put', key, value: 1 }], note, sync);
      });

    await commit('alone', false);
    await Promise.all([commit('first', false), commit('relaxed', false), commit('synced', true)]);
    await database.close();

    const written = batch.mock.calls.map(([operations, { sync }]) => [
      operations.map(({ key }) => key).join(' '),
      sync,
    ]);
    expect(written).toEqual([
      ['alone', false],
      ['first', false],
      ['relaxed synced', true],
    ]);
    expect(done).toEqual(['alone', 'first', 'relaxed', 'synced']);
  });
});
