/**
 * Histories of telling people by push: nobody else is told, nobody after they left, nobody twice before they looked,
 * and nobody is silenced for good, whatever dies, comes twice or late. Each mutant shows that a defence is needed.
 */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { foundMutants } from './found-mutants.ts';
import { simulateFound } from './found.ts';
import { mutants } from './mutants.ts';
import { simulate } from './simulate.ts';

const HISTORIES = Number(process.env['SIMULATION_HISTORIES'] ?? 3) * 4;
/** A missing defence shows within these. */
const SEEDS = 100;

afterEach(() => vi.restoreAllMocks());

it(`holds the promise in ${HISTORIES} histories`, { timeout: 1_800_000 }, async () => {
  for (let seed = 1; seed <= HISTORIES; seed++)
    expect({ seed, broken: [...(await simulate(seed))] }).toEqual({ seed, broken: [] });
});

describe('a product that', () => {
  it.each(Object.entries(mutants))('%s is noticed', async (_, { seed: first, mutant, breaks }) => {
    const noticed = await isNoticed({ first, within: SEEDS }, async (seed) =>
      (await simulate(seed, mutant)).has(breaks),
    );

    expect(noticed).toBe(true);
  });
});

it(`holds it for what saved searches find in ${HISTORIES} histories`, { timeout: 1_800_000 }, async () => {
  for (let seed = 1; seed <= HISTORIES; seed++)
    expect({ seed, broken: [...(await simulateFound(seed))] }).toEqual({ seed, broken: [] });
});

describe('with saved searches, a product that', () => {
  it.each(Object.entries(foundMutants))('%s is noticed', async (_, { seed: first, mutant, breaks }) => {
    const noticed = await isNoticed({ first, within: SEEDS }, async (seed) =>
      (await simulateFound(seed, mutant)).has(breaks),
    );

    expect(noticed).toBe(true);
  });
});
