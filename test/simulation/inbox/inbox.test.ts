/**
 * Histories of an inbox over days: no conversation vanishes from it, none is listed twice, each is in its list and in
 * its place, and what is unread is counted, whatever dies, comes late or at once. Each mutant shows that a defence is
 * needed.
 */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { isNoticed } from '../seeds.ts';
import { mutants } from './mutants.ts';
import { simulate } from './simulate.ts';

const HISTORIES = Number(process.env['SIMULATION_HISTORIES'] ?? 3) * 4;
/** A missing defence shows within these. */
const SEEDS = 200;

afterEach(() => vi.restoreAllMocks());

it(`holds the promise in ${HISTORIES} histories`, { timeout: 1_800_000 }, async () => {
  for (let seed = 1; seed <= HISTORIES; seed++)
    expect({ seed, broken: [...(await simulate(seed))] }).toEqual({ seed, broken: [] });
});

describe('an inbox that', () => {
  it.each(Object.entries(mutants))('%s is noticed', async (_, { seed: first, mutant, breaks }) => {
    const noticed = await isNoticed({ first, within: SEEDS }, async (seed) =>
      (await simulate(seed, mutant)).has(breaks),
    );

    expect(noticed).toBe(true);
  });
});
