/** The simulation of pictures must fail when a defence is missing: a proof that cannot fail proves nothing. */

import { describe, expect, it } from 'vitest';
import { filesMutants, intactFiles } from './mutants.ts';
import { simulateFiles } from './simulate.ts';

/** Seeds within which a missing defence must show. */
const SEEDS = 10;
/** Enough for all the seeds on a busy machine. */
const TIMEOUT_MS = 300_000;

describe('the simulation of pictures notices', { timeout: TIMEOUT_MS }, () => {
  it.each(filesMutants)('a product without $without', async (mutant) => {
    const { seed: first = 1 } = mutant;
    const seeds = new Set([first, ...Array.from({ length: SEEDS }, (_, i) => i + 1)]);
    let broken: readonly string[] = [];
    for (const seed of seeds) {
      ({ broken } = await simulateFiles(seed, mutant));
      if (broken.length > 0) break;
    }

    expect(broken).not.toEqual([]);
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
