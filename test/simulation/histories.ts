/** Many histories of one profile, each from its own seed, as tests. */
import { expect, it } from 'vitest';
import { intact } from './mutants.ts';
import type { Profile } from './profiles.ts';
import { simulate } from './simulate.ts';

/** Histories of a profile, and messages in each: with two profiles, 30,000 messages. */
const HISTORIES = 30;
const SENDS = 500;
/** Replays the history of this seed alone, and prints everything that happens in it. */
const REPLAYED = process.env['SIMULATION_SEED'];

const seeds = REPLAYED === undefined ? Array.from({ length: HISTORIES }, (_, i) => i + 1) : [Number(REPLAYED)];
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

export function itKeepsThePromise(profile: Profile): void {
  it.each(seeds)('in the history of seed %i', async (seed) => {
    const broken = await simulate({ seed, profile, mutant: intact, sends: SENDS, ...(REPLAYED !== undefined && { tell: print }) });

    expect(broken, `To replay: SIMULATION_SEED=${seed} npx vitest run test/simulation/${profile.name}.test.ts`).toEqual([]);
  });
}
