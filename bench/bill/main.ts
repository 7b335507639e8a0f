/**
 * `npm run cost`, whose usage is below. Steps go to standard error.
 *
 * @example npm run cost -- --recorded --write
 */
import { readFile, writeFile } from 'node:fs/promises';
import { readOptions } from '#bin/read-options.ts';
import { synthesize } from '#start/synthesize.ts';
import { progress } from '../progress.ts';
import { readRecorded, RECORDED_FILE } from './recorded.ts';
import { runScenario } from './scenario.ts';
import { readTemplate, standingOf, unsureOf } from './standing.ts';
import { sentenceOf, tablesOf, withSentence, withTables } from './tables.ts';

const DOC = new URL('../../docs/cost.md', import.meta.url);
const README = new URL('../../README.md', import.meta.url);

const { values: options } = readOptions({
  command: 'npm run cost',
  usage: `Usage: npm run cost -- [options]

Plays a fixed scenario on a local cloud, which takes three minutes, counts what AWS would bill, and prints the tables of
docs/cost.md.

  --recorded  prints them from what was measured last, at once
  --write     writes them into docs/cost.md, the sentence into README.md, and what was measured into recorded.json`,
  options: { recorded: { type: 'boolean' }, write: { type: 'boolean' } },
});

const recorded = options.recorded ? await readRecorded() : await runScenario();
const template = await readTemplate(await synthesize({ outDir: '.local/bench-assembly', log: progress }));
const bill = { recorded, standing: standingOf(template), unsure: unsureOf(template) };
const tables = tablesOf(bill);
for (const table of Object.values(tables)) console.log(`${table}\n`);
console.log(`README.md: ${sentenceOf(bill)}`);

if (options.write) {
  if (!options.recorded) await writeFile(RECORDED_FILE, `${JSON.stringify(recorded, null, 2)}\n`);
  await writeFile(DOC, withTables(await readFile(DOC, 'utf8'), tables));
  await writeFile(README, withSentence(await readFile(README, 'utf8'), sentenceOf(bill)));
}
