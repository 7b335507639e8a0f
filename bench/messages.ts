/** Measures delivery under load: latency, processor time and the cost at AWS, by the number of messages in flight. */
import { cpus } from 'node:os';
import type { Check } from './check.ts';
import { COST_COLUMNS, costCells, MESSAGE_BUDGET } from './cost.ts';
import { deliver, deliverAtRate } from './delivery.ts';
import { createLoad, type Measured } from './load.ts';
import type { CloudProcess } from './process.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

/** Closed loops. With 128 in flight, each person writes to four. */
const LEVELS = [
  { inFlight: 1, messages: 1000, seconds: 20 },
  { inFlight: 8, messages: 3000, seconds: 20 },
  { inFlight: 32, messages: 5000, seconds: 20 },
  { inFlight: 128, messages: 5000, seconds: 20 },
];
/** The open loop: this share of what the last closed loop delivered. */
const OPEN_LOOP_SHARE = 0.5;
const OPEN_LOOP_SECONDS = 10;

interface Level extends Measured {
  /** `32 in flight`, or the rate of an open loop. */
  readonly load: string;
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

export async function measureMessages(cloud: CloudProcess): Promise<Report> {
  const load = await createLoad(cloud);
  const levels: Level[] = [];
  for (const { inFlight, ...bounds } of LEVELS) {
    progress(`Delivering with ${inFlight} in flight …`);
    const measured = await load.measure((pairs) => deliver(pairs.slice(0, inFlight), bounds));
    levels.push({ load: `${inFlight} in flight`, ...measured });
  }
  const rate = Math.max(1, Math.round((levels.at(-1)?.perSecond ?? 0) * OPEN_LOOP_SHARE));
  progress(`Delivering ${rate} a second …`);
  const open = await load.measure((pairs) => deliverAtRate(pairs, rate, OPEN_LOOP_SECONDS));
  levels.push({ load: `${rate} a second`, ...open });
  return {
    node: process.version,
    processors: cpus().length,
    levels,
    memory: (await cloud.resources())?.memory,
    missed: load.missed + levels.reduce((sum, { missed }) => sum + missed, 0),
    check: await load.end(),
  };
}

/** True if nothing happened that the promise rules out. */
export const isWhole = ({ check: { holes, duplicates, lost }, missed }: Report): boolean =>
  holes + duplicates + lost + missed === 0;

export function printMessages({ levels, memory, missed, check: found, node, processors }: Report): void {
  const time = createTable(16);
  console.log(time('load', ['messages', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms/msg']));
  for (const { load, messages, perSecond, p50Ms, p95Ms, p99Ms, cpuMsPerMessage } of levels) {
    const figures = [String(messages), perSecond.toFixed(0), ...[p50Ms, p95Ms, p99Ms, cpuMsPerMessage].map(digits)];
    console.log(time(load, figures));
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
    console.log(cost(`${level.load}, batches of ${digits(level.batch)}`, costCells(level.cost)));
  console.log(cost('budget', costCells(MESSAGE_BUDGET)));

  // With one message in flight, every AWS call has exactly one route that it can belong to.
  const [alone] = levels;
  if (!alone) return;
  console.log(`\n${cost(`by route, ${alone.load}`, COST_COLUMNS)}`);
  for (const [route, part] of Object.entries(alone.routes)) console.log(cost(route, costCells(part)));
}
