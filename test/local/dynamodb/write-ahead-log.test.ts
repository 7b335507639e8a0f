/** What a damaged log has lost: told before LevelDB opens it, from bytes alone. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Database } from '#local/dynamodb/database.ts';
import { findingOf } from '#local/dynamodb/loss.ts';
import { readLogs } from '#local/dynamodb/write-ahead-log.ts';
import { temporaryFolder } from './fixture.ts';

describe('the log of a database', () => {
  it('is read whole: every commit, also one that fills several blocks', async () => {
    const { folder } = await written();

    const [log] = await readLogs(folder);

    // The first one is written at opening.
    expect(log).toMatchObject({ parts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], droppedBytes: 0 });
  });

  it('with any byte flipped, or cut anywhere, never looks whole', async () => {
    const { folder, path } = await written();
    const whole = await readFile(path);

    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, bits, cut) => {
          const damaged = Buffer.from(cut ? whole.subarray(0, at) : whole);
          if (!cut) damaged[at] = (damaged[at] ?? 0) ^ bits;
          await writeFile(path, damaged);
          const logs = await readLogs(folder);
          // All eleven commits were acknowledged. A log without any is left to LevelDB's own count.
          const finding = findingOf(logs, 11);
          const isEmpty = !logs.flatMap(({ parts }) => parts).some((part) => part !== 'gap');
          expect(isEmpty || finding?.lost).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what is missing', () => {
  const log = (parts: (number | 'gap')[], file = '000005.log') => ({
    file,
    parts,
    droppedBytes: 10 * parts.filter((part) => part === 'gap').length,
  });

  it.each([
    ['nothing', [log([3, 4, 5])], 5, undefined],
    ['nothing acknowledged, where a crash tore the last record', [log([3, 4, 5, 'gap'])], 5, false],
    ['nothing acknowledged, where a power cut left holes in what was never synced', [log([3, 4, 'gap', 6])], 4, false],
    [
      'nothing, where the torn log of a failed write is followed by the next one',
      [log([3, 4, 'gap']), log([5, 6])],
      6,
      false,
    ],
    ['a tail that was acknowledged', [log([3, 4])], 5, true],
    ['an acknowledged record, torn', [log([3, 4, 'gap'])], 5, true],
    ['an acknowledged record in the middle', [log([3, 'gap', 5])], 5, true],
    ['the first record', [log(['gap', 4, 5])], 5, true],
    ['a whole log between two', [log([3, 4]), log([7, 8])], 8, true],
    ['nothing that was ever counted, in the log of an earlier version', [log([])], 0, undefined],
  ])('is %s', (_, logs, acknowledged, lost) => {
    expect(findingOf(logs, acknowledged)?.lost).toBe(lost);
  });
});

/** A closed database with ten commits, one of which is larger than two blocks. */
async function written(): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const database = await Database.open(folder);
  for (let n = 0; n < 10; n += 1)
    await database.write([{ type: 'put', key: `key-${n}`, value: 'x'.repeat(n === 4 ? 70_000 : 100) }]);
  await database.close();
  const file = (await readdir(folder)).find((name) => name.endsWith('.log')) ?? '';
  return { folder, path: join(folder, file) };
}
