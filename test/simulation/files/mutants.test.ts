/** The simulation of pictures must fail when a defence is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { filesMutants, intactFiles } from './mutants.ts';
import { simulateFiles } from './simulate.ts';

/** Seeds within which a missing defence must show. */
const SEEDS = 10;
/** Enough for all the seeds on a busy machine. */
const TIMEOUT_MS = 1_800_000;

describe('the simulation of pictures notices', { timeout: TIMEOUT_MS }, () => {
  it.each(filesMutants)('a product without $without', async (mutant) => {
    const noticed = await isNoticed(
      { first: mutant.seed, within: SEEDS },
      async (seed) => (await simulateFiles(seed, mutant)).broken.length > 0,
    );

    expect(noticed).toBe(true);
  });
});

describe('a seed of pictures', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulateFiles(seed, intactFiles, (line) => lines.push(line));
    return lines;
  };

  it('always makes the same history', { timeout: TIMEOUT_MS }, async () => {
    expect(await historyOf(1)).toEqual(await historyOf(1));
  });
});
