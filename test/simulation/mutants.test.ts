/** The simulation must fail when a defence of the product is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { intact, mutants } from './mutants.ts';
import { chaos, quiet, repetitive } from './profiles.ts';
import { isNoticed } from './seeds.ts';
import { simulate } from './simulate.ts';

/** Seeds within which a missing defence must show. The rarest shows in one of eight. */
const SEEDS = 60;
/** Messages of a quiet history: few, since the next message often repairs what the last one suffered. */
const FEW = 60;
/** Messages of a chaotic history: many, since much has to coincide. */
const MANY = 300;

/** Messages of a repetitive history: some of their batches have to come once more. */
const SOME = 150;
const histories = [
  { profile: quiet, sends: FEW },
  { profile: repetitive, sends: SOME },
  { profile: chaos, sends: MANY },
];

/** Enough for all the seeds on a busy machine. */
const TIMEOUT_MS = 1_800_000;

describe('the simulation notices', { timeout: TIMEOUT_MS }, () => {
  it.each(mutants)('a product without $without', async (mutant) => {
    const history = histories.find(({ profile }) => profile.name === mutant.profile);
    if (!history) throw new Error(`There are no histories of the profile ${mutant.profile}.`);

    const noticed = await isNoticed(
      { first: mutant.seed, within: SEEDS },
      async (seed) => (await simulate({ seed, ...history, mutant })).broken.length > 0,
    );

    expect(noticed).toBe(true);
  });
});

describe('a seed', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulate({ seed, profile: chaos, mutant: intact, sends: FEW, trace: (line) => lines.push(line) });
    return lines;
  };

  it('always makes the same history, and another seed makes another one', async () => {
    const history = await historyOf(1);

    expect(await historyOf(1)).toEqual(history);
    expect(await historyOf(2)).not.toEqual(history);
  });
});
