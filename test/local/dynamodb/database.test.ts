import { describe, expect, it } from 'vitest';
import { Database } from '../../../local/dynamodb/database.ts';
import { temporaryFolder } from './fixture.ts';

describe('the database', () => {
  it('says of a write that failed that it failed', async () => {
    const database = await Database.open(await temporaryFolder());
    await database.close();

    const outcome = await new Promise((resolve) => database.commit([{ type: 'put', key: 'a', value: 1 }], resolve));

    expect(outcome).toBeInstanceOf(Error);
  });

  it('finishes the writes under way before it closes', async () => {
    const folder = await temporaryFolder();
    const database = await Database.open(folder);
    const outcomes: unknown[] = [];
    for (let n = 0; n < 20; n += 1) database.commit([{ type: 'put', key: `key-${n}`, value: n }], (error) => outcomes.push(error));

    await database.close();

    const reopened = await Database.open(folder);
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => null));
    expect(reopened.get('key-19')).toBe(19);
    await reopened.close();
  });
});
