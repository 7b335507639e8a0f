/** Measures delivery under load: latency, processor time and the cost at AWS, by the number of messages in flight. */
import { cpus } from 'node:os';
import { type Usage, usageBetween } from '#local/usage/meter.ts';
import { type Check, check } from './check.ts';
import { byRoute, type Cost, COST_COLUMNS, costCells, costOf, MESSAGE_BUDGET } from './cost.ts';
import { deliver, type Delivery, type Pair } from './delivery.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import type { CloudProcess } from './process.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

/** Enough for the just-in-time compiler. Without it, a message takes two to three times the processor time. */
const WARM_UP = { inFlight: 32, messages: 3000, seconds: 30 };
const LEVELS = [
  { inFlight: 1, messages: 1000, seconds: 20 },
  { inFlight: 8, messages: 3000, seconds: 20 },
  { inFlight: 32, messages: 5000, seconds: 20 },
];

interface Level extends Delivery {
  readonly inFlight: number;
  /** Processor time of the cloud's process. */
  readonly cpuMsPerMessage: number | undefined;
  /** The cost of one message. */
  readonly cost: Cost;
  /** The average number of messages in a batch of the stream. */
  readonly batch: number;
  readonly routes: Readonly<Record<string, Cost>>;
}

interface Report {
  readonly node: string;
  readonly processors: number;
  readonly levels: readonly Level[];
  /** Resident memory, in bytes. */
  readonly memory: number | undefined;
  /** Messages that were not announced to their recipient in time. */
  readonly missed: number;
  readonly check: Check;
}

export async function measureMessages({ siteUrl, resources }: CloudProcess): Promise<Report> {
  const count = Math.max(...LEVELS.map(({ inFlight }) => inFlight));
  progress(`Signing up ${2 * count} people …`);
  const names = Array.from({ length: count }, (_, index) => [`sender-${index}`, `recipient-${index}`]).flat();
  const people = await createPeople(siteUrl, names);
  const pairs = Array.from({ length: count }, (_, index): Pair => {
    const [sender, recipient] = people.slice(2 * index);
    if (!sender || !recipient) throw new Error('There are not enough people.');
    return { sender, recipient, sent: [], through: 0 };
  });

  progress('Warming up …');
  const warm = await deliver(pairs.slice(0, WARM_UP.inFlight), WARM_UP);
  const levels: Level[] = [];
  for (const { inFlight, ...bounds } of LEVELS) {
    progress(`Delivering with ${inFlight} in flight …`);
    const usageBefore = await settledUsage(siteUrl);
    const before = await resources();
    const delivery = await deliver(pairs.slice(0, inFlight), bounds);
    const after = await resources();
    const cpuMsPerMessage = before && after && (after.cpuMs - before.cpuMs) / delivery.messages;
    const used = usageBetween(usageBefore, await settledUsage(siteUrl));
    levels.push({ inFlight, ...delivery, cpuMsPerMessage, ...costOfMessage(used, delivery.messages) });
  }
  const memory = (await resources())?.memory;
  progress('Reading every log …');
  const found = await check(`${siteUrl}/api`, pairs);
  for (const person of people) person.close();
  return {
    node: process.version,
    processors: cpus().length,
    levels,
    memory,
    missed: warm.missed + levels.reduce((sum, { missed }) => sum + missed, 0),
    check: found,
  };
}

function costOfMessage(used: Usage, messages: number): Pick<Level, 'cost' | 'batch' | 'routes'> {
  const batches = used.filter(({ route }) => route.startsWith('stream '));
  return {
    cost: costOf(used, messages),
    batch: messages / batches.reduce((sum, { invocations }) => sum + invocations, 0),
    routes: byRoute(used, messages),
  };
}

/** True if nothing happened that the promise rules out. */
export const isWhole = ({ check: { holes, duplicates, lost }, missed }: Report): boolean =>
  holes + duplicates + lost + missed === 0;

export function printMessages({ levels, memory, missed, check: found, node, processors }: Report): void {
  const time = createTable(12);
  console.log(time('in flight', ['messages', 'per second', 'p50 ms', 'p99 ms', 'CPU ms/msg']));
  for (const { inFlight, messages, perSecond, p50Ms, p99Ms, cpuMsPerMessage } of levels) {
    const figures = [String(messages), perSecond.toFixed(0), ...[p50Ms, p99Ms, cpuMsPerMessage].map(digits)];
    console.log(time(String(inFlight), figures));
  }
  printCosts(levels);
  const { entries, holes, duplicates, lost, announcedTwice } = found;
  console.log(`\n${entries} entries in the logs: ${holes} holes, ${duplicates} duplicates, ${lost} lost.`);
  console.log(`${missed} not announced in time, ${announcedTwice} announced twice.`);
  const megabytes = memory === undefined ? '' : `, ${(memory / 2 ** 20).toFixed(0)} MB resident`;
  console.log(`Node ${node} on ${processors} processors${megabytes}.`);
}

function printCosts(levels: readonly Level[]): void {
  const cost = createTable(34);
  console.log(`\n${cost('one delivered message', COST_COLUMNS)}`);
  for (const level of levels)
    console.log(cost(`${level.inFlight} in flight, batches of ${digits(level.batch)}`, costCells(level.cost)));
  console.log(cost('budget', costCells(MESSAGE_BUDGET)));

  // With one message in flight, every AWS call has exactly one route that it can belong to.
  const [alone] = levels;
  if (!alone) return;
  console.log(`\n${cost(`by route, ${alone.inFlight} in flight`, COST_COLUMNS)}`);
  for (const [route, part] of Object.entries(alone.routes)) console.log(cost(route, costCells(part)));
}
