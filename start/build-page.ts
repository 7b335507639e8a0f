/** Builds the page as it is deployed, once for the same sources. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HALF_MADE_MS, makeWhole, removeOlder, root } from './cache.ts';
import { contentHash } from './content-hash.ts';
import { runNode } from './run-node.ts';

/** Where the stack finds the page. */
export const page = join(root, 'web/dist');
const cache = join(root, 'node_modules/.cache/message-center');

/** Everything the page is made from. */
const sources = ['web', 'client', 'contract', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

interface BuildOptions {
  /** Told when there is something to wait for. */
  readonly log?: (line: string) => void;
  /** Ends the build early: it rejects, and leaves nothing half made. */
  readonly signal?: AbortSignal;
}

/** Builds the page into web/dist, unless that is what the last build made of the same sources. */
export async function buildPage(options: BuildOptions = {}): Promise<void> {
  await (
    await pageBuild()
  )?.(options);
}

/** Returns what builds the page into web/dist; nothing where it is what the last build made of the same sources. */
export async function pageBuild(): Promise<((options: BuildOptions) => Promise<void>) | undefined> {
  const stamp = join(cache, 'page.key');
  const hash = contentHash(root, sources, process.version);
  const key = (): string => `${hash} ${contentHash(page, ['.'])}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === key()) return undefined;
  return async (options) => {
    await build(options);
    // Sources that changed meanwhile are built at the next start.
    if (contentHash(root, sources, process.version) === hash) await writeFile(stamp, key());
  };
}

async function build({ log, signal }: BuildOptions): Promise<void> {
  log?.('Building the page …');
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const made = join(cache, `page.${process.pid}`);
  await makeWhole(made, async () => {
    await runNode([vite, 'build', 'web', '--outDir', made, '--emptyOutDir', '--logLevel', 'error'], {
      failure: 'The page cannot be built',
      signal,
    });
    await rm(page, { recursive: true, force: true });
    return page;
  });
  await removeOlder(cache, (name) => /^page\.\d+$/.test(name), HALF_MADE_MS);
}
