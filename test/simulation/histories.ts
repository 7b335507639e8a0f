/** Many histories as tests, each from its own seed. */

import { afterAll, expect, it } from 'vitest';

/** Histories of a profile, a tenth of those of `npm run test:simulation`. */
const HISTORIES = Number(process.env['SIMULATION_HISTORIES'] ?? 3);
/** With this variable, only the history of its seed is replayed, and everything that happens in it is printed. */
const REPLAYED = process.env['SIMULATION_SEED'];

const seeds = REPLAYED === undefined ? Array.from({ length: HISTORIES }, (_, i) => i + 1) : [Number(REPLAYED)];
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

interface Outcome {
  /** The first violations. */
  readonly broken: readonly string[];
  /** What is counted, by a word for it: what people did, which faults struck, and what was found at rest. */
  readonly counts: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/**
 * @param file the test that calls this, to replay a history from
 * @param simulate makes a history from a seed; `trace` gets a line for everything that happens
 */
export function itKeepsThePromise(
  file: string,
  simulate: (seed: number, trace: ((line: string) => void) | undefined) => Promise<Outcome>,
): void {
  const outcomes: Outcome[] = [];

  it.each(seeds)('in the history of seed %i', async (seed) => {
    const outcome = await simulate(seed, REPLAYED === undefined ? undefined : print);

    outcomes.push(outcome);
    expect(outcome.broken, `To replay: SIMULATION_SEED=${seed} npx vitest run ${file}`).toEqual([]);
  });

  afterAll(() => {
    print(`\n${file}: ${outcomes.length} histories`);
    for (const name of Object.keys(outcomes[0]?.counts ?? {}))
      print(`  ${`${name}:`.padEnd(8)} ${sum(outcomes.flatMap(({ counts }) => counts[name] ?? []))}`);
  });
}

/** @returns totals, as in `12 lost, 3 doubled` */
function sum(all: readonly ReadonlyMap<string, number>[]): string {
  const total = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) total.set(name, (total.get(name) ?? 0) + count);
  return [...total].map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ');
}
