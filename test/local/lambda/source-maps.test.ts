/** Stack traces of functions name lines of their sources, with maps that lie beside the assembly. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTranslate } from '#local/lambda/source-maps.ts';
import { arn, run } from './echo.ts';

const sources = {
  'handler.ts': `import { refuse } from './refuse.ts';

export const handler = async ({ how }: { how: string }): Promise<void> => {
  try {
    refuse();
  } catch (error) {
    if (how === 'throws') throw error;
    if (how === 'logs') console.error(error);
    if (how === 'logs as JSON') console.log(JSON.stringify({ stack: (error as Error).stack }));
    if (how === 'crashes') await new Promise(() => setImmediate(() => Promise.reject(error)));
  }
};
`,
  'refuse.ts': `interface Refusal {
  readonly message: string;
}

export function refuse({ message }: Refusal = { message: 'refused' }): never {
  throw new Error(message);
}
`,
};

/** The position that each way of printing the error gives. */
const WHERE = /\(?refuse\.ts:6:9\)?.*handler\.ts:5:5/s;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-maps-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns the sources as one minified script, with its map */
async function bundle(): Promise<{ code: string; map: string }> {
  const folder = await temporaryFolder();
  for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, name), source);
  const [map, code] = buildSync({
    entryPoints: [join(folder, 'handler.ts')],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    write: false,
  }).outputFiles;
  return { code: code?.text ?? '', map: map?.text ?? '' };
}

/** Writes the map to `<assembly>.maps`, under the hash of the code. */
async function writeMap(assembly: string, { code, map }: { code: string; map: string }): Promise<void> {
  await mkdir(`${assembly}.maps`);
  onTestFinished(() => rm(`${assembly}.maps`, { recursive: true }));
  await writeFile(join(`${assembly}.maps`, `${createHash('sha256').update(code).digest('hex')}.map`), map);
}

describe('A stack of a function', () => {
  it.each(['throws', 'logs', 'logs as JSON', 'crashes'])('that it %s names the sources', async (how) => {
    const { code, map } = await bundle();
    const { invoke, lines, assembly } = await run({ source: code });
    await writeMap(assembly, { code, map });

    await invoke(arn, { how }).catch(() => {});

    await vi.waitFor(() => expect(lines.join('\n')).toMatch(WHERE), 60_000);
    expect(lines.join('\n')).not.toContain('index.mjs');
  });

  it('names the bundle if there is no map', async () => {
    const { code } = await bundle();
    const { invoke, lines } = await run({ source: code });

    await invoke(arn, { how: 'throws' }).catch(() => {});

    expect(lines.join('\n')).toMatch(/Error: refused\n.*index\.mjs:1:\d+/);
  });
});

describe('The translation', () => {
  async function asset(): Promise<{ assembly: string; code: string; map: string; path: string }> {
    const assembly = join(await temporaryFolder(), 'an assembly (1)');
    const { code, map } = await bundle();
    const path = join(assembly, 'asset.x');
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'index.mjs'), code);
    await writeMap(assembly, { code, map });
    return { assembly, code, map, path };
  }
  const urlOf = (path: string): string => `file://${encodeURI(path)}`;

  it('finds an asset by its real path, as Node names modules', async () => {
    const { path } = await asset();
    const link = join(await temporaryFolder(), 'link');
    await symlink(path, link);

    expect(createTranslate(link)(`at x (${urlOf(path)}/index.mjs:1:50)`)).toMatch(/^at x \(.*(handler|refuse)\.ts:\d/);
  });

  it('leaves other files, missing files and other text as they are', async () => {
    const { path } = await asset();
    const translate = createTranslate(path);
    const others = [
      `${urlOf(path)}/other.mjs:1:50`,
      `${urlOf(path)}.mjs:1:50`,
      `${urlOf(path)}/index.mjs`,
      'file:///elsewhere/index.mjs:1:50',
      'node:internal/process/task_queues:95:5',
      '/%/index.mjs:1:1',
    ].join(' ');

    expect(translate(others)).toBe(others);
  });
});
