/**
 * Compares two checkouts on one machine, in turns: what other programs take of it changes from minute to minute, and so
 * both get the same weather. Both clouds stay up, and the one that waits does nothing.
 */
import { deliver } from './delivery.ts';
import { createLoad, type Load, type Measured } from './load.ts';
import { type CloudProcess, startCloudProcess, UNLIMITED } from './process.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

const LEVELS = [
  { inFlight: 1, messages: 300, seconds: 10 },
  { inFlight: 32, messages: 1500, seconds: 10 },
];

interface Turn {
  readonly here: Measured;
  readonly there: Measured;
}

interface Side {
  readonly cloud: CloudProcess;
  readonly load: Load;
}

async function startSide(folder: string): Promise<Side> {
  progress(`Starting the cloud of ${folder} …`);
  const cloud = await startCloudProcess({ environment: UNLIMITED, folder });
  try {
    return { cloud, load: await createLoad(cloud) };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/**
 * Prints for each turn what this checkout takes as a share of what the other one takes.
 * @param folder of the other checkout, with its packages installed
 */
export async function compare(folder: string, turns: number): Promise<void> {
  const sides: Side[] = [];
  try {
    for (const each of ['.', folder]) sides.push(await startSide(each));
    const [here, there] = sides;
    if (!here || !there) return;
    for (const level of LEVELS) {
      const row = createTable(22);
      console.log(`\n${row(`${level.inFlight} in flight`, ['CPU ms/msg', 'p50 ms', 'p95 ms', 'per second'])}`);
      const pairs: Turn[] = [];
      for (let turn = 1; turn <= turns; turn++) {
        progress(`Turn ${turn} of ${turns}, ${level.inFlight} in flight …`);
        const pair = { here: await measure(here, level), there: await measure(there, level) };
        pairs.push(pair);
        console.log(row(`${turn}: this checkout`, cellsOf(pair.here)));
        console.log(row('   the other one', cellsOf(pair.there)));
        console.log(row('   ratio', ratiosOf(pair).map(ratio)));
      }
      console.log(row('median of the ratios', medians(pairs.map(ratiosOf)).map(ratio)));
    }
    await printWhole(sides);
  } finally {
    for (const { cloud } of sides) await cloud.stop();
  }
}

async function printWhole(sides: readonly Side[]): Promise<void> {
  for (const [i, { cloud, load }] of sides.entries()) {
    const memory = (await cloud.resources())?.memory;
    const { entries, holes, duplicates, lost } = await load.end();
    const name = i === 0 ? 'This checkout' : 'The other one';
    console.log(`\n${name}: ${memory === undefined ? '-' : (memory / 2 ** 20).toFixed(0)} MB resident.`);
    console.log(`${entries} entries: ${holes} holes, ${duplicates} duplicates, ${lost} lost.`);
    if (holes + duplicates + lost > 0) process.exitCode = 1;
  }
}

const measure = ({ load }: Side, { inFlight, ...bounds }: (typeof LEVELS)[number]): Promise<Measured> =>
  load.measure((pairs) => deliver(pairs.slice(0, inFlight), bounds));

const figuresOf = ({ cpuMsPerMessage = Number.NaN, p50Ms, p95Ms, perSecond }: Measured): number[] => [
  cpuMsPerMessage,
  p50Ms,
  p95Ms,
  perSecond,
];

const cellsOf = (measured: Measured): string[] => figuresOf(measured).map(digits);
const ratio = (number: number): string => `× ${number.toFixed(2)}`;

const ratiosOf = ({ here, there }: Turn): number[] => {
  const others = figuresOf(there);
  return figuresOf(here).map((figure, i) => figure / (others[i] ?? Number.NaN));
};

/** Returns the median of each column. */
const medians = (rows: readonly (readonly number[])[]): number[] =>
  (rows[0] ?? []).map((_, column) => {
    const sorted = rows.map((row) => row[column] ?? Number.NaN).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  });
