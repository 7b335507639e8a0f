/** Many histories of one profile, each from its own seed, as tests. */

import { afterAll, expect, it } from 'vitest';
import { intact } from './mutants.ts';
import type { Profile } from './profiles.ts';
import { simulate, type Outcome } from './simulate.ts';

/** Histories of a profile, and messages in each, besides some 80 more that devices are greeted with and that quarrels are made of: with two profiles, 30,000. */
const HISTORIES = 30;
const SENDS = 430;
/** Replays the history of this seed alone, and prints everything that happens in it. */
const REPLAYED = process.env['SIMULATION_SEED'];

const seeds = REPLAYED === undefined ? Array.from({ length: HISTORIES }, (_, i) => i + 1) : [Number(REPLAYED)];
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

export function itKeepsThePromise(profile: Profile): void {
  const outcomes: Outcome[] = [];

  it.each(seeds)('in the history of seed %i', async (seed) => {
    const outcome = await simulate({
      seed,
      profile,
      mutant: intact,
      sends: SENDS,
      tell: REPLAYED === undefined ? undefined : print,
    });

    outcomes.push(outcome);
    expect(
      outcome.broken,
      `To replay: SIMULATION_SEED=${seed} npx vitest run test/simulation/${profile.name}.test.ts`,
    ).toEqual([]);
  });

  afterAll(() => {
    print(`\n${profile.name}: ${outcomes.length} histories`);
    print(`  people:  ${sum(outcomes.map(({ done }) => done))}`);
    print(`  faults:  ${sum(outcomes.map(({ struck }) => struck))}`);
    print(`  at rest: ${sum(outcomes.map(({ failures }) => failures))}`);
  });
}

/** `12 lost, 3 doubled` */
function sum(all: readonly ReadonlyMap<string, number>[]): string {
  const total = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) total.set(name, (total.get(name) ?? 0) + count);
  return [...total].map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ');
}
