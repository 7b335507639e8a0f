/** Many histories of one profile as tests, each from its own seed. */

import { afterAll, expect, it } from 'vitest';
import { intact } from './mutants.ts';
import type { Profile } from './profiles.ts';
import { simulate, type Outcome } from './simulate.ts';

/**
 * Histories of a profile, and messages in each. Greetings and quarrels add some 80 messages to a history, so the 30
 * histories a profile of `npm run test:simulation` have about 30,000.
 */
const HISTORIES = Number(process.env['SIMULATION_HISTORIES'] ?? 10);
const SENDS = 430;
/** Enough for one history on a busy machine. */
const TIMEOUT_MS = 120_000;
/** With this variable, only the history of its seed is replayed, and everything that happens in it is printed. */
const REPLAYED = process.env['SIMULATION_SEED'];

const seeds = REPLAYED === undefined ? Array.from({ length: HISTORIES }, (_, i) => i + 1) : [Number(REPLAYED)];
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

export function itKeepsThePromise(profile: Profile): void {
  const outcomes: Outcome[] = [];

  it.each(seeds)('in the history of seed %i', { timeout: TIMEOUT_MS }, async (seed) => {
    const outcome = await simulate({
      seed,
      profile,
      mutant: intact,
      sends: SENDS,
      trace: REPLAYED === undefined ? undefined : print,
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

/** @returns totals, as in `12 lost, 3 doubled` */
function sum(all: readonly ReadonlyMap<string, number>[]): string {
  const total = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) total.set(name, (total.get(name) ?? 0) + count);
  return [...total].map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ');
}
