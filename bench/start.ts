/**
 * Measures `npm start` to `ready`: the first start, for which nothing is kept, and the next one on the same data. Both
 * have their people, posts and messages.
 */
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloudProcess } from './process.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

const STARTS = 3;
/** What is kept of the page and of the programs. The stack is kept with the data. */
const CACHE = 'node_modules/.cache/message-center';

export interface StartTiming {
  readonly ms: number;
  /** Processor time of all processes. */
  readonly cpuMs: number | undefined;
}

export interface StartTimings {
  readonly first: readonly StartTiming[];
  readonly next: readonly StartTiming[];
}

/** The cache of this checkout comes back at the end. */
export async function timeStarts(): Promise<StartTimings> {
  const first: StartTiming[] = [];
  const next: StartTiming[] = [];
  const aside = `${CACHE}.aside`;
  await rename(CACHE, aside).catch(() => undefined);
  try {
    for (let start = 1; start <= STARTS; start++) {
      progress(`Starting, ${start} of ${STARTS} …`);
      await rm(CACHE, { recursive: true, force: true });
      const data = await mkdtemp(join(tmpdir(), 'message-center-bench-'));
      first.push(await timeStart(data));
      next.push(await timeStart(data));
      await rm(data, { recursive: true });
    }
  } finally {
    await rm(CACHE, { recursive: true, force: true });
    await rename(aside, CACHE).catch(() => undefined);
  }
  return { first, next };
}

async function timeStart(data: string): Promise<StartTiming> {
  const start = performance.now();
  const cloud = await startCloudProcess({ environment: { SEED: 'people' }, data });
  const ms = performance.now() - start;
  const cpuMs = (await cloud.resources())?.cpuMs;
  await cloud.stop();
  return { ms, cpuMs };
}

export function printStarts({ first, next }: StartTimings): void {
  const table = createTable(16);
  console.log(table('npm start', ['ready s', 'CPU s']));
  for (const [name, timings] of Object.entries({ first, next }))
    for (const { ms, cpuMs } of timings)
      console.log(table(name, [digits(ms / 1000), digits(cpuMs === undefined ? undefined : cpuMs / 1000)]));
}
