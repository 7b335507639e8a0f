/**
 * Synthesizes the stack for the local cloud, once for the same sources and settings. Its source maps are kept with
 * it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { page } from './build-page.ts';
import { makeWhole, removeOlder, root } from './cache.ts';
import { contentHash } from './content-hash.ts';
import { runNode } from './run-node.ts';

/** Everything the stack is made from, but for the page. Settings are context, so no environment variable matters. */
export const stackSources = [
  'bin',
  'lib',
  'contract',
  'functions',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

interface SynthesizeOptions {
  /** Gets a folder for each different stack, which never changes once it is there: it may be running. */
  readonly outDir: string;
  /** Settings of the deployment, as `cdk deploy -c name=value` takes them. */
  readonly context?: Readonly<Record<string, string>>;
  /** Told when there is something to wait for. */
  readonly log?: (line: string) => void;
  /** Ends the synthesis early: it rejects, and leaves nothing half made. */
  readonly signal?: AbortSignal;
}

interface CdkJson {
  /** The command that synthesizes: `node --import tsx bin/…`. */
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** @returns the assembly's folder; its source maps are beside it */
export async function synthesize({ outDir, context: given, log, signal }: SynthesizeOptions): Promise<string> {
  const cdk = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')) as CdkJson;
  const context = JSON.stringify({ ...cdk.context, ...given });
  const sources = contentHash(root, stackSources);
  const key = contentHash(page, ['.'], [sources, process.version, context].join('\n'));
  const folder = resolve(outDir, key);
  const assemblyIn = (parent: string): string => join(parent, 'cdk.out');
  if (existsSync(folder)) return assemblyIn(folder);

  log?.('Synthesizing the stack …');
  // A folder with the key's name is always whole.
  const made = `${folder}.${process.pid}`;
  const [, ...app] = cdk.app.split(' ');
  const variables = {
    CDK_OUTDIR: assemblyIn(made),
    CDK_CONTEXT_JSON: context,
    // A check of the template against the resources' schemas, which takes longer than the rest; `npx cdk synth` makes
    // it.
    CDK_VALIDATION: 'false',
  };
  await makeWhole(folder, made, async () => {
    await runNode(app, { failure: 'The stack cannot be synthesized', variables, signal });
    // Kept under this key it would be taken for the stack of the earlier sources.
    if (contentHash(root, stackSources) !== sources)
      throw new Error('The sources changed while the stack was synthesized. Start again.');
  });
  return assemblyIn(folder);
}

/**
 * Removes what `synthesize` made of other sources and settings.
 * @param assembly is kept
 * @param ageMs only what was made that long ago, or longer
 */
export async function removeOtherAssemblies(assembly: string, ageMs = 0): Promise<void> {
  const folder = dirname(assembly);
  await removeOlder(dirname(folder), (name) => name !== basename(folder) && /^[0-9a-f]{32}/.test(name), ageMs);
}
