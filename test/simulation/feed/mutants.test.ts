/** The simulation of the feed must fail when a defence is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { feedMutants, intactFeed } from './mutants.ts';
import { simulateFeed } from './simulate.ts';

/** Seeds within which a missing defence must show. */
const SEEDS = 10;

describe('the simulation of the feed notices', () => {
  it.each(feedMutants)('a feed without $without', async (mutant) => {
    const noticed = await isNoticed(
      { within: SEEDS },
      async (seed) => (await simulateFeed(seed, mutant)).broken.length > 0,
    );

    expect(noticed).toBe(true);
  });
});

describe('a seed of the feed', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulateFeed(seed, intactFeed, (line) => lines.push(line));
    return lines;
  };

  it('always makes the same history', async () => {
    expect(await historyOf(1)).toEqual(await historyOf(1));
  });
});
