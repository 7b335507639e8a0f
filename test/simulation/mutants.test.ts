/** A harness that does not fail when a defence is gone would prove nothing. */

import { describe, expect, it } from 'vitest';
import { intact, mutants } from './mutants.ts';
import { chaos, quiet } from './profiles.ts';
import { simulate } from './simulate.ts';

/** Seeds within which a missing defence has to show. */
const SEEDS = 20;
/** Messages of a quiet history: few, since the next message often heals what the last one has suffered. */
const FEW = 60;
/** And of a chaotic one: many, since much has to come together. */
const MANY = 300;

describe('the simulation notices', () => {
  it.each(mutants)('a product without $without', async (mutant) => {
    const history = mutant.profile === 'chaos' ? { profile: chaos, sends: MANY } : { profile: quiet, sends: FEW };

    let broken: readonly string[] = [];
    for (let seed = 1; seed <= SEEDS && broken.length === 0; seed++)
      ({ broken } = await simulate({ seed, ...history, mutant }));

    expect(broken).not.toEqual([]);
  });
});

describe('a seed', () => {
  const historyOf = async (seed: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    await simulate({ seed, profile: chaos, mutant: intact, sends: FEW, tell: (line) => lines.push(line) });
    return lines;
  };

  it('makes the same history every time, and another seed another one', async () => {
    const history = await historyOf(1);

    expect(await historyOf(1)).toEqual(history);
    expect(await historyOf(2)).not.toEqual(history);
  });
});
