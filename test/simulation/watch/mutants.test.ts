/** The simulation of watching must fail when a defence is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { intactWatching, watchMutants } from './mutants.ts';
import { simulateWatching } from './simulate.ts';

/** Seeds within which a missing defence must show. */
const SEEDS = 10;

describe('the simulation of watching notices', () => {
  it.each(watchMutants)('watching without $without', async (mutant) => {
    const noticed = await isNoticed(
      { first: mutant.seed, within: SEEDS },
      async (seed) => (await simulateWatching(seed, mutant)).broken.length > 0,
    );

    expect(noticed).toBe(true);
  });
});

describe('a seed of watching', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulateWatching(seed, intactWatching, (line) => lines.push(line));
    return lines;
  };

  it('always makes the same history', async () => {
    expect(await historyOf(1)).toEqual(await historyOf(1));
  });
});
