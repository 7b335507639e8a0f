/**
 * Makes what the local cloud runs: the built page and the synthesized stack. Both are kept by a hash of what they are made from,
 * so that a start with nothing changed makes neither.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contentHash } from './content-hash.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'web/dist');
const cache = join(root, 'node_modules/.cache/message-center');

/** Everything the page is made from. */
const pageSources = ['web', 'client', 'contract', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
/** Everything the stack is made from. Settings come as context only, so that no other variable of the environment matters. */
const stackSources = [
  'bin',
  'lib',
  'contract',
  'functions',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** Milliseconds after which what is half made was left behind by a process that was killed. */
const AN_HOUR = 60 * 60_000;

interface Watched {
  /** Told when there is something to wait for. */
  readonly log?: (line: string) => void;
  /** Ends it early: it rejects, and leaves nothing half made. */
  readonly signal?: AbortSignal;
}

interface CdkJson {
  /** The command that synthesizes: `node --import tsx bin/…`. */
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Builds the page into web/dist, unless it is what the last build made of the same sources. */
export async function buildPage({ log, signal }: Watched = {}): Promise<void> {
  const stamp = join(cache, 'page.key');
  const sources = contentHash(root, pageSources, process.version);
  const key = (): string => `${sources} ${contentHash(page, ['.'])}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === key()) return;

  log?.('Building the page …');
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const made = join(cache, `page.${process.pid}`);
  await making(made, async () => {
    await command(
      'The page can not be built',
      [vite, 'build', 'web', '--outDir', made, '--emptyOutDir', '--logLevel', 'error'],
      { signal },
    );
    await rm(page, { recursive: true, force: true });
    await moveTo(page, made);
  });
  await writeFile(stamp, key());
  await removeOlder(cache, (name) => /^page\.\d+$/.test(name), AN_HOUR);
}

/**
 * Synthesizes the stack.
 * @param options.outDir gets a folder for each different stack, which is never changed once it is there: it may be running
 * @param options.context settings of the deployment, as `cdk deploy -c name=value` takes them
 * @returns the assembly's folder
 */
export async function synthesize(
  options: { outDir: string; context?: Readonly<Record<string, string>> } & Watched,
): Promise<string> {
  const cdk = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')) as CdkJson;
  const context = JSON.stringify({ ...cdk.context, ...options.context });
  const key = contentHash(root, stackSources, [process.version, context, contentHash(page, ['.'])].join('\n'));
  const assembly = resolve(options.outDir, key);
  if (existsSync(assembly)) return assembly;

  options.log?.('Synthesizing the stack …');
  // Only a whole assembly ever has the key's name.
  const made = `${assembly}.${process.pid}`;
  const [, ...app] = cdk.app.split(' ');
  const variables = {
    CDK_OUTDIR: made,
    CDK_CONTEXT_JSON: context,
    // A check of the template against the resources' schemas, which takes longer than all the rest; `npx cdk synth` makes it.
    CDK_VALIDATION: 'false',
  };
  await making(made, async () => {
    await command('The stack can not be synthesized', app, { variables, signal: options.signal });
    await moveTo(assembly, made);
  });
  return assembly;
}

/** Removes what was half made where making it fails. */
async function making(made: string, make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw error;
  }
}

/** Another process may have made the same in the meantime. */
async function moveTo(place: string, made: string): Promise<void> {
  try {
    await rename(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    await rm(made, { recursive: true, force: true });
  }
}

/**
 * Removes what `synthesize` made of earlier sources and settings.
 * @param age only what is older than that, in milliseconds
 */
export async function removeOtherAssemblies(outDir: string, kept: string, age = 0): Promise<void> {
  await removeOlder(outDir, (name) => name !== kept && /^[0-9a-f]{32}/.test(name), age);
}

async function removeOlder(folder: string, matches: (name: string) => boolean, age: number): Promise<void> {
  const names = (await readdir(folder)).filter(matches);
  for (const path of names.map((name) => join(folder, name))) {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs >= age) await rm(path, { recursive: true, force: true });
  }
}

interface CommandOptions {
  /** Of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** Runs Node. Of what it printed, the error says what to mend: one line, or the whole trace of a defect. */
async function command(failure: string, args: readonly string[], { variables, signal }: CommandOptions): Promise<void> {
  // Nothing else of the environment, which is not in the key: a NODE_ENV would make another page.
  const { PATH, HOME, TMPDIR } = process.env;
  try {
    await run(process.execPath, [...args], {
      cwd: root,
      env: { PATH, HOME, TMPDIR, ...variables },
      ...(signal && { signal }),
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const [, line = `\n${stderr || stdout || String(error)}`] = /^Error: (.+)$/m.exec(stderr) ?? [];
    throw new Error(`${failure}: ${line}`, { cause: error });
  }
}
