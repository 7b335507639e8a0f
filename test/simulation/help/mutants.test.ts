/** The simulation of help must fail when a defence is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { helpMutants, intactHelp } from './mutants.ts';
import { simulateHelp } from './simulate.ts';

/** Seeds within which a missing defence must show. */
const SEEDS = 20;

describe('the simulation of help notices', () => {
  it.each(helpMutants)('help without $without', async (mutant) => {
    const noticed = await isNoticed(
      { within: SEEDS },
      async (seed) => (await simulateHelp(seed, mutant)).broken.length > 0,
    );

    expect(noticed).toBe(true);
  });
});

describe('a seed of help', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulateHelp(seed, intactHelp, (line) => lines.push(line));
    return lines;
  };

  it('always makes the same history', async () => {
    expect(await historyOf(1)).toEqual(await historyOf(1));
  });
});
