/**
 * Measures what a cold start loads: each function's bundle in a process of its own, beside a plain build of the same
 * entry point, with esbuild's own defaults for Node and the whole SDK clients. Processor time is of loading alone,
 * without Node's own start.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import * as names from '#functions/aws/environment.ts';
import { bundleOf, type EntryPoint, entryPoints, makeBundles } from '#lib/bundle.ts';
import { progress } from './progress.ts';
import { createTable, digits } from './table.ts';

const SAMPLES = 7;
/** Functions read their variables as they load: addresses have to be some, and for the others a number is enough. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.values(names)
      .filter((name) => typeof name === 'string')
      .map((name) => [name, '1']),
  ),
  ...Object.fromEntries(
    [names.TOKEN_ISSUER, names.SITE_ORIGIN, names.CONNECTIONS_ENDPOINT, names.PUSH_QUEUE_URL, names.PUSH_ORIGINS].map(
      (name) => [name, 'https://one.example'],
    ),
  ),
  AWS_REGION: 'eu-central-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const BUDGET = { bytes: 240_000, packed: 80_000, share: 0.4 };

interface Loading {
  readonly entryPoint: EntryPoint;
  readonly bytes: number;
  readonly packed: number;
  /** Medians of processor time, user and system. */
  readonly ms: number;
  readonly plainBytes: number;
  readonly plainMs: number;
}

export async function measureLoading(): Promise<Loading[]> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-loading-'));
  try {
    progress('Bundling …');
    await makeBundles();
    await build({
      entryPoints: entryPoints.map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      // The packages' CommonJS, which Node's platform prefers, asks for Node's own modules by `require`.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    const loadings: Loading[] = [];
    for (const entryPoint of entryPoints) {
      progress(`Loading ${entryPoint} …`);
      loadings.push(
        await load(entryPoint, join(bundleOf(entryPoint), 'index.mjs'), join(folder, entryPoint, 'index.mjs')),
      );
    }
    return loadings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(entryPoint: EntryPoint, deployed: string, plain: string): Promise<Loading> {
  const times: { deployed: number[]; plain: number[] } = { deployed: [], plain: [] };
  // In turns, so that other work of the machine falls on both alike. The first turn warms the disk up.
  for (let sample = -1; sample < SAMPLES; sample++) {
    const [one, other] = [await loadingMs(deployed), await loadingMs(plain)];
    if (sample < 0) continue;
    times.deployed.push(one);
    times.plain.push(other);
  }
  const code = await readFile(deployed);
  return {
    entryPoint,
    bytes: code.length,
    packed: gzipSync(code).length,
    ms: median(times.deployed),
    plainBytes: (await readFile(plain)).length,
    plainMs: median(times.plain),
  };
}

/** Returns the processor time of loading a module in a new process, in milliseconds. */
async function loadingMs(path: string): Promise<number> {
  const code = `const before = process.cpuUsage();
    await import(${JSON.stringify(path)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    env: ENVIRONMENT,
  });
  const ms = Number(stdout.trim().split('\n').at(-1));
  if (!(ms > 0)) throw new Error(`${path} was not loaded: ${stdout}`);
  return ms;
}

export function printLoading(loadings: readonly Loading[]): void {
  const table = createTable(26);
  console.log(table('function', ['KB', 'gzip KB', 'CPU ms', 'plain KB', 'plain CPU ms', 'share of CPU']));
  for (const { entryPoint, bytes, packed, ms, plainBytes, plainMs } of loadings) {
    const sizes = [bytes, packed].map((size) => (size / 1000).toFixed(0));
    const share = (ms / plainMs).toFixed(2);
    console.log(table(entryPoint, [...sizes, digits(ms), (plainBytes / 1000).toFixed(0), digits(plainMs), share]));
  }
  const { bytes, packed, share } = BUDGET;
  console.log(table('budget', [...[bytes, packed].map((size) => String(size / 1000)), '', '', '', share.toFixed(2)]));
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
