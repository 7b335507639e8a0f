/**
 * The functions' code and its source maps: one esbuild run for all of them, so that a deployment cannot ship stale
 * bundles.
 *
 * A map is never in a bundle's folder: it would be deployed, and cold starts would load it. The same sources and
 * packages make the same bundles and maps, so a stack of a deployed function is read with those of the deployed
 * commit: bin/trace.ts.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, buildSync, type BuildOptions, type OutputFile } from 'esbuild';

/** Entry points under `functions/`, one for each Lambda function. */
export const entryPoints = [
  'http/accounts',
  'http/users',
  'http/messages',
  'http/conversations',
  'http/posts',
  'http/attachments',
  'http/safety',
  'http/push',
  'queue/pushes',
  'stream/message-pushes',
  'http/admin',
  'http/openapi',
  'socket/authorize',
  'socket/connect',
  'socket/disconnect',
  'socket/receive',
  'stream/messages',
  'stream/posts',
  'stream/post-notices',
  'trigger/user-pool',
  'trigger/sweep',
  'trigger/export-accounts',
] as const;
export type EntryPoint = (typeof entryPoints)[number];

interface Bundles {
  /** Holds a folder for each entry point. */
  readonly folder: string;
  /** By entry point. */
  readonly maps: ReadonlyMap<string, BundleMap>;
}

interface BundleMap {
  /** SHA-256 of the bundle, in hex. */
  readonly hash: string;
  /** The source map as JSON in UTF-8. */
  readonly json: Uint8Array;
}

const project = fileURLToPath(new URL('..', import.meta.url));
const functions = join(project, 'functions');
/** The path of an entry point's bundle while it is made: right in the project, from where its map names the sources. */
const outputOf = (entryPoint: EntryPoint): string => join(project, `${entryPoint.replace('/', '-')}.mjs`);

const options = {
  entryPoints: entryPoints.map((entryPoint) => ({
    in: join(functions, `${entryPoint}.ts`),
    out: parse(outputOf(entryPoint)).name,
  })),
  outdir: project,
  outExtension: { '.js': '.mjs' },
  // The code and the maps go to different places.
  write: false,
  // No comment in the code names the map, so the code is the same as without one.
  sourcemap: 'external',
  sourcesContent: false,
  bundle: true,
  minify: true,
  platform: 'node',
  // The oldest Node the local cloud runs on; Lambda's is newer, and both run the very same files.
  target: 'node20',
  format: 'esm',
  // The packages' ES modules, which tree-shake; by default Node's platform prefers their CommonJS.
  mainFields: ['module', 'main'],
  // What the SDK brings along and no function uses; a cold start loads every byte.
  alias: {
    '@aws-sdk/credential-provider-node': join(functions, 'aws/credentials.ts'),
    '@aws-sdk/endpoint-cache': join(functions, 'aws/endpoint-cache.ts'),
  },
  // The SDK's clients carry their package.json for the version in the user agent, which then goes without.
  loader: { '.json': 'empty' },
  // Loaded only by operations with event streams, of which none is called.
  external: ['@smithy/core/event-streams'],
  legalComments: 'none',
} satisfies BuildOptions;

let made: Bundles | undefined;
let making: Promise<void> | undefined;

/** Returns all bundles. The first call makes them, and they are removed when the process ends. */
function bundles(): Bundles {
  made ??= keep(buildSync(options).outputFiles);
  return made;
}

/**
 * Makes all bundles ahead of the first call of `bundleOf`, once. esbuild works in a process of its own, so the caller
 * may load the CDK in the meantime.
 */
export function makeBundles(): Promise<void> {
  making ??= build(options).then(({ outputFiles }) => {
    made ??= keep(outputFiles);
  });
  return making;
}

/** @returns the folder of the entry point's bundle, which holds `index.mjs` alone */
export function bundleOf(entryPoint: EntryPoint): string {
  return join(bundles().folder, entryPoint);
}

/**
 * Writes the source maps of all bundles, each named after the bundle's content: `<SHA-256 in hex>.map`. Their sources
 * are paths from the project's root.
 * @param folder is emptied first
 */
export function writeSourceMaps(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { hash, json } of bundles().maps.values()) writeFileSync(join(folder, `${hash}.map`), json);
}

/** @returns the source map of the entry point's bundle as JSON */
export function sourceMapOf(entryPoint: EntryPoint): string {
  const map = bundles().maps.get(entryPoint);
  if (!map) throw new Error(`esbuild made no source map of ${entryPoint}.`);
  return new TextDecoder().decode(map.json);
}

/** Writes the code to a temporary folder, and keeps the maps out of it. */
function keep(outputs: readonly OutputFile[]): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'message-center-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const files = new Map(outputs.map(({ path, contents }) => [path, contents]));
  const maps = new Map<string, BundleMap>();
  for (const entryPoint of entryPoints) {
    const code = files.get(outputOf(entryPoint));
    const json = files.get(`${outputOf(entryPoint)}.map`);
    if (!code || !json) throw new Error(`esbuild made no bundle of ${entryPoint}.`);
    mkdirSync(join(folder, entryPoint), { recursive: true });
    writeFileSync(join(folder, entryPoint, 'index.mjs'), code);
    maps.set(entryPoint, { hash: createHash('sha256').update(code).digest('hex'), json });
  }
  return { folder, maps };
}
