/**
 * `npm run test:chaos`, whose usage is below. Progress goes to standard error, the outcome to standard output.
 *
 * @example npm run test:chaos -- --short --seed 7
 */

import { setMaxListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '#bin/read-options.ts';
import { createProgress } from '#start/progress.ts';
import { createCloudProcess } from './cloud-process.ts';
import { PASSWORD } from './device.ts';
import { shortcomings } from './outcome.ts';
import { run, type Sizes } from './run.ts';
import { tableOf } from './table.ts';

/** Findings that are printed. All of them are in the file. */
const PRINTED = 20;

const whole: Sizes = { sends: 10_000, people: 50, kills: 20 };
const short: Sizes = { sends: 1_000, people: 10, kills: 3 };

const text = { type: 'string' } as const;
const USAGE = `Usage: npm run test:chaos -- [options]

People write to each other with the real client, over an unreliable network, while the local cloud is killed again and
again. At the end, the promise is checked.

  --short            takes about a minute
  --sends <number>   and --people, --kills: the size
  --seed <number>    repeats the plan of another run`;

const { values: given } = readOptions({
  command: 'npm run test:chaos',
  usage: USAGE,
  options: { short: { type: 'boolean' }, sends: text, people: text, kills: text, seed: text },
});
const usual = given.short ? short : whole;
const sizes: Sizes = {
  sends: numberOf('sends', usual.sends),
  people: numberOf('people', usual.people),
  kills: numberOf('kills', usual.kills),
};
const seed = numberOf('seed', Math.floor(Math.random() * 1_000_000));

// A mailbox may have more requests under way than Node expects for one signal.
setMaxListeners(0);
const folder = await mkdtemp(join(tmpdir(), 'message-center-chaos-'));
const cloud = await createCloudProcess(folder);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void leave(130));

process.once('unhandledRejection', (error) => void keep([reasonOf(error)]));

const progress = createProgress((line) => console.error(line));
progress(`Seed ${seed}: it plans the faults. Which requests and sends they hit depends on the machine.`);
try {
  const outcome = await Promise.race([run({ ...sizes, seed, cloud, progress }), cloud.failure]);
  const reasons = shortcomings(outcome, sizes);
  console.log(`\n${tableOf(outcome)}\n`);
  if (reasons.length === 0) await leave(0);
  await keep(reasons);
} catch (error) {
  await keep([reasonOf(error)]);
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

/** Ends the cloud and keeps its data for an investigation. */
async function keep(reasons: readonly string[]): Promise<never> {
  await cloud.kill();
  await writeFile(join(folder, 'findings.txt'), `${reasons.join('\n')}\n`);
  console.error(
    `Failed, with seed ${seed}:\n${reasons
      .slice(0, PRINTED)
      .map((reason) => `  ${reason}\n`)
      .join('')}`,
  );
  console.error(`All ${reasons.length} findings: ${join(folder, 'findings.txt')}`);
  console.error(`What the cloud printed: ${join(folder, 'cloud.log')}`);
  console.error(`The data: DATA_DIR=${folder} SEED=none npm start; everybody's password is '${PASSWORD}'.`);
  process.exit(1);
}

function numberOf(option: 'sends' | 'people' | 'kills' | 'seed', usually: number): number {
  const value = Number(given[option] ?? usually);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${option} must be a whole number, not '${given[option]}'.`);
  process.exit(1);
}
