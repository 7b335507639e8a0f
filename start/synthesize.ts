/**
 * Synthesizes the stack for the local cloud, once for the same sources and settings. Its source maps are kept with
 * it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { page } from './build-page.ts';
import { bundled } from './bundled.mjs';
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
  /** The build of the page, where it is still under way. Until it has resolved, all that goes without it is done. */
  readonly building?: Promise<void> | undefined;
  /** Told when there is something to wait for. */
  readonly log?: (line: string) => void;
  /** Ends the synthesis early: it rejects, and leaves nothing half made. */
  readonly signal?: AbortSignal;
}

interface CdkJson {
  readonly context: Readonly<Record<string, unknown>>;
}

/** @returns the assembly's folder; its source maps are beside it */
export async function synthesize(options: SynthesizeOptions): Promise<string> {
  const { outDir, context: given, building, log, signal } = options;
  const failed = new AbortController();
  building?.catch(() => failed.abort());
  const cdk = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')) as CdkJson;
  const context = JSON.stringify({ ...cdk.context, ...given });
  const sources = contentHash(root, stackSources);
  const settings = [sources, process.version, context].join('\n');
  // A folder with this name is always whole.
  const folder = (): string => resolve(outDir, contentHash(page, ['.'], settings));
  const assemblyIn = (parent: string): string => join(parent, 'cdk.out');
  if (!building && existsSync(folder())) return assemblyIn(folder());

  log?.('Synthesizing the stack …');
  const made = resolve(outDir, `${contentHash(root, [], settings)}.${process.pid}`);
  const variables = {
    CDK_OUTDIR: assemblyIn(made),
    CDK_CONTEXT_JSON: context,
    // A check of the template against the resources' schemas, which takes longer than the rest; `npx cdk synth` makes
    // it.
    CDK_VALIDATION: 'false',
    // esbuild is a Go program: its memory may grow fivefold before it collects garbage, and mostly it ends before.
    // https://pkg.go.dev/runtime#hdr-Environment_Variables
    GOGC: '400',
  };
  const ends = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const whole = await makeWhole(made, async () => {
    const running = runNode([await program()], {
      failure: 'The stack cannot be synthesized',
      variables,
      signal: ends,
      inputEnds: building ?? Promise.resolve(),
    });
    // Where the page cannot be built, the program is ended, and may write until it has.
    await Promise.allSettled([running]);
    await Promise.all([building, running]);
    // Kept under this key it would be taken for the stack of the earlier sources.
    if (contentHash(root, stackSources) !== sources)
      throw new Error('The sources changed while the stack was synthesized. Start again.');
    return folder();
  });
  return assemblyIn(whole);
}

/** Returns the path of the program that synthesizes, as one file. */
async function program(): Promise<string> {
  const url = await bundled(join(root, 'start/app.ts'), join(root, 'node_modules/.cache/message-center/program'), [
    join(root, 'package-lock.json'),
  ]);
  return fileURLToPath(url);
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
