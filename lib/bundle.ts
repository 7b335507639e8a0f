/** The functions' code: one esbuild run for all of them, so that a deployment can not ship stale bundles. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Entry points under `functions/`, one for each Lambda function. */
export const entryPoints = [
  'http/accounts',
  'http/users',
  'http/messages',
  'http/conversations',
  'http/safety',
  'http/admin',
  'http/openapi',
  'socket/authorize',
  'socket/connect',
  'socket/disconnect',
  'socket/receive',
  'stream/messages',
  'trigger/user-pool',
] as const;
export type EntryPoint = (typeof entryPoints)[number];

const functions = fileURLToPath(new URL('../functions/', import.meta.url));

let bundles: string | undefined;

/** Folder with the entry point's bundle, `index.mjs`. The first call makes all of them; they are removed when the process ends. */
export function bundleOf(entryPoint: EntryPoint): string {
  bundles ??= bundle();
  return join(bundles, entryPoint);
}

function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'message-center-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  buildSync({
    entryPoints: entryPoints.map((entryPoint) => ({
      in: join(functions, `${entryPoint}.ts`),
      out: join(entryPoint, 'index'),
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
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
  });
  return folder;
}
