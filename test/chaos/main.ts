/**
 * `npm run test:chaos`: the local cloud in a process that is killed again and again, behind a network that can not be relied
 * on, while people write to each other with the real client. At the end everything that was promised is looked for.
 * `-- --short` takes about a minute; `--sends`, `--people` and `--kills` say how much, and `--seed` which plan.
 */

import { setMaxListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCloudProcess } from './cloud-process.ts';
import { shortcomings } from './outcome.ts';
import { run, type Sizes } from './run.ts';
import { tableOf } from './table.ts';

/** Sentences that are printed; all of them are in the file. */
const PRINTED = 20;

const whole: Sizes = { sends: 10_000, people: 50, kills: 20 };
const short: Sizes = { sends: 1_000, people: 10, kills: 3 };

const text = { type: 'string' } as const;
const { values: given } = parseArgs({
  options: { short: { type: 'boolean' }, sends: text, people: text, kills: text, seed: text },
});
const usual = given.short ? short : whole;
const sizes: Sizes = {
  sends: numberOf('sends', usual.sends),
  people: numberOf('people', usual.people),
  kills: numberOf('kills', usual.kills),
};
const seed = numberOf('seed', Math.floor(Math.random() * 1_000_000));

// A mailbox may have more requests under way than Node expects of one signal.
setMaxListeners(0);
const folder = await mkdtemp(join(tmpdir(), 'message-center-chaos-'));
const cloud = await createCloudProcess(folder);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void leave(130));

process.once('unhandledRejection', (error) => void keep([reasonOf(error)]));

console.log(
  `Seed ${seed}. The same seed plans the same faults; which requests and sends they hit depends on the machine.`,
);
try {
  const outcome = await Promise.race([run({ ...sizes, seed, cloud, log }), cloud.failure]);
  const reasons = shortcomings(outcome, sizes);
  console.log(`\n${tableOf(outcome)}\n`);
  if (reasons.length === 0) await leave(0);
  await keep(reasons);
} catch (error) {
  await keep([reasonOf(error)]);
}

function log(line: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Ends the cloud and removes its data. */
async function leave(code: number): Promise<never> {
  await cloud.kill();
  await rm(folder, { recursive: true, force: true });
  process.exit(code);
}

/** Ends the cloud and leaves everything to be looked at. */
async function keep(reasons: readonly string[]): Promise<never> {
  await cloud.kill();
  await writeFile(join(folder, 'findings.txt'), `${reasons.join('\n')}\n`);
  console.error(
    `Failed, with seed ${seed}:\n${reasons
      .slice(0, PRINTED)
      .map((reason) => `  ${reason}\n`)
      .join('')}`,
  );
  console.error(
    `All ${reasons.length} findings are in ${join(folder, 'findings.txt')}, and what the cloud printed in ${join(folder, 'cloud.log')}.`,
  );
  console.error(
    `To look at the data: DATA_DIR=${folder} SEED=none npm start; everybody's password is the one in test/chaos/device.ts.`,
  );
  process.exit(1);
}

function numberOf(option: 'sends' | 'people' | 'kills' | 'seed', usually: number): number {
  const value = Number(given[option] ?? usually);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${option} must be a whole number; it is ${given[option]}.`);
  process.exit(1);
}
