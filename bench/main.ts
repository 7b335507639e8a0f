/**
 * `npm run bench`: how many messages a second the local cloud delivers, how long each takes, and what it costs.
 * `-- --json` prints JSON; `-- --profile <folder>` leaves CPU profiles of the cloud's threads there. `-- --only identity`
 * compares instead how long answers take for names that are known and for names that are not.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { deliver } from './delivery.ts';
import type { Delivery, Pair } from './delivery.ts';
import { timeIdentity } from './identity.ts';
import { createPeople } from './person.ts';
import { startCloudProcess } from './process.ts';
import type { CloudProcess } from './process.ts';

/** Enough for the just-in-time compiler: before, a message costs two to three times as much. */
const warmUp = { inFlight: 32, messages: 3000, seconds: 30 };
const levels = [
  { inFlight: 1, messages: 1000, seconds: 20 },
  { inFlight: 8, messages: 3000, seconds: 20 },
  { inFlight: 32, messages: 5000, seconds: 20 },
];

interface Level extends Delivery {
  readonly inFlight: number;
  /** Processor time of the cloud's process per message, in milliseconds. */
  readonly cpuPerMessage: number | undefined;
}

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, profile: { type: 'string' }, only: { type: 'string' } } });
if (options.only !== undefined && options.only !== 'identity') throw new Error('There is one part that can be run alone: --only identity.');
const cloud = await startCloudProcess(options.profile);
try {
  if (options.only) await benchIdentity(cloud);
  else await benchMessages(cloud);
} finally {
  await cloud.stop();
}

async function benchMessages(running: CloudProcess): Promise<void> {
  const report = await run(running);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
  const { holes, duplicates, lost } = report.check;
  if (holes + duplicates + lost + report.missed > 0) process.exitCode = 1;
}

async function benchIdentity({ siteUrl }: CloudProcess): Promise<void> {
  const timings = await timeIdentity(siteUrl);
  if (options.json) return console.log(JSON.stringify(timings, null, 2));
  for (const { path, known, unknown } of timings) {
    const ratio = (known / unknown).toFixed(2);
    console.log(`${path.padEnd(22)} known ${known.toFixed(1).padStart(6)} ms   unknown ${unknown.toFixed(1).padStart(6)} ms   ratio ${ratio}`);
  }
}

async function run({ siteUrl, usage }: CloudProcess) {
  const count = Math.max(...levels.map(({ inFlight }) => inFlight));
  const names = Array.from({ length: count }, (_, index) => [`sender-${index}`, `recipient-${index}`]).flat();
  const people = await createPeople(siteUrl, names);
  const pairs = Array.from({ length: count }, (_, index): Pair => {
    const [sender, recipient] = people.slice(2 * index);
    if (!sender || !recipient) throw new Error('There are not enough people.');
    return { sender, recipient, sent: [], through: 0 };
  });

  const warm = await deliver(pairs.slice(0, warmUp.inFlight), warmUp);
  const measured: Level[] = [];
  for (const { inFlight, ...bounds } of levels) {
    const before = await usage();
    const delivery = await deliver(pairs.slice(0, inFlight), bounds);
    const after = await usage();
    const cpuPerMessage = before && after && (after.cpu - before.cpu) / delivery.messages;
    measured.push({ inFlight, ...delivery, cpuPerMessage });
  }
  const memory = (await usage())?.memory;
  const found = await check(`${siteUrl}/api`, pairs);
  for (const person of people) person.close();
  return {
    node: process.version,
    processors: cpus().length,
    levels: measured,
    memory,
    missed: warm.missed + measured.reduce((sum, { missed }) => sum + missed, 0),
    check: found,
  };
}

function print({ levels: measured, memory, missed, check: found, node, processors }: Awaited<ReturnType<typeof run>>): void {
  const row = (...cells: readonly string[]): string => cells.map((cell) => cell.padStart(12)).join('');
  const digits = (number: number | undefined): string => number?.toFixed(1) ?? '-';
  console.log(row('in flight', 'messages', 'per second', 'p50 ms', 'p99 ms', 'CPU ms/msg'));
  for (const { inFlight, messages, perSecond, p50, p99, cpuPerMessage } of measured) {
    console.log(row(String(inFlight), String(messages), perSecond.toFixed(0), digits(p50), digits(p99), digits(cpuPerMessage)));
  }
  const { entries, holes, duplicates, lost, announcedTwice } = found;
  console.log(`\n${entries} entries in the logs: ${holes} holes, ${duplicates} duplicates, ${lost} lost.`);
  console.log(`${missed} not announced in time, ${announcedTwice} announced twice.`);
  const megabytes = memory === undefined ? '' : `, ${(memory / 2 ** 20).toFixed(0)} MB resident`;
  console.log(`Node ${node} on ${processors} processors${megabytes}.`);
}
