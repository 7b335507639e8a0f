/**
 * `npm run bench`: how many messages a second the local cloud delivers, how long each takes, and what it costs.
 * `-- --json` prints JSON; `-- --profile <folder>` leaves CPU profiles of the cloud's threads there. `-- --only identity`
 * compares instead how long answers take for names that are known and for names that are not; `-- --only inbox` measures inboxes
 * of ten, a hundred and a thousand conversations.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { type Delivery, type Pair, deliver } from './delivery.ts';
import { timeIdentity } from './identity.ts';
import { timeInbox } from './inbox.ts';
import { createPeople } from './person.ts';
import { type CloudProcess, startCloudProcess } from './process.ts';

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

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, profile: { type: 'string' }, only: { type: 'string' } },
});
const parts = { identity: benchIdentity, inbox: benchInbox };
const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);
const { only } = options;
if (only !== undefined && !isPart(only)) throw new Error(`What can be run alone: ${Object.keys(parts).join(', ')}.`);
const cloud = await startCloudProcess(options.profile);
try {
  await (only ? parts[only] : benchMessages)(cloud);
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
    console.log(
      `${path.padEnd(22)} known ${known.toFixed(1).padStart(6)} ms   unknown ${unknown.toFixed(1).padStart(6)} ms   ratio ${ratio}`,
    );
  }
}

async function benchInbox({ siteUrl }: CloudProcess): Promise<void> {
  const timings = await timeInbox(siteUrl);
  if (options.json) return console.log(JSON.stringify(timings, null, 2));
  console.log(row('conversations', 'page', 'p50 ms', 'p99 ms', 'ratio', 'KB', 'AWS calls', 'read units'));
  for (const { conversations, page, p50, p99, bytes, awsCalls, readUnits } of timings) {
    const smallest = timings.find((timing) => timing.page === page)?.p50 ?? Number.NaN;
    const figures = [p50, p99, p50 / smallest, bytes / 1000].map(digits);
    console.log(row(String(conversations), page, ...figures, String(awsCalls), String(readUnits)));
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

function print({
  levels: measured,
  memory,
  missed,
  check: found,
  node,
  processors,
}: Awaited<ReturnType<typeof run>>): void {
  console.log(row('in flight', 'messages', 'per second', 'p50 ms', 'p99 ms', 'CPU ms/msg'));
  for (const { inFlight, messages, perSecond, p50, p99, cpuPerMessage } of measured) {
    console.log(
      row(String(inFlight), String(messages), perSecond.toFixed(0), digits(p50), digits(p99), digits(cpuPerMessage)),
    );
  }
  const { entries, holes, duplicates, lost, announcedTwice } = found;
  console.log(`\n${entries} entries in the logs: ${holes} holes, ${duplicates} duplicates, ${lost} lost.`);
  console.log(`${missed} not announced in time, ${announcedTwice} announced twice.`);
  const megabytes = memory === undefined ? '' : `, ${(memory / 2 ** 20).toFixed(0)} MB resident`;
  console.log(`Node ${node} on ${processors} processors${megabytes}.`);
}

function row(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(14)).join('');
}

function digits(number: number | undefined): string {
  return number?.toFixed(1) ?? '-';
}
