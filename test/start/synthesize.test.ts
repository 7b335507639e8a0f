/** What the local cloud runs is made once for the same sources, whole or not at all. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { contentHash } from '#start/content-hash.ts';
import { removeOtherAssemblies, synthesize } from '#start/synthesize.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-synth-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('Synthesis', () => {
  it('is made once for the same sources and settings, and again for others', async () => {
    const outDir = await temporaryFolder();
    const variable = async (assembly: string) =>
      /"MESSAGES_TO_LOAD": "\d+"/.exec(await readFile(join(assembly, 'MessageCenter.template.json'), 'utf8'))?.[0];

    const first = await synthesize({ outDir, context: { messagesToLoad: '7' } });
    const made = await stat(join(first, 'manifest.json'));
    const again = await synthesize({ outDir, context: { messagesToLoad: '7' } });

    expect(again).toBe(first);
    expect(await stat(join(again, 'manifest.json'))).toEqual(made);
    expect(basename(dirname(first))).not.toBe(basename(dirname(inject('assembly'))));
    expect([await variable(first), await variable(inject('assembly'))]).toEqual([
      '"MESSAGES_TO_LOAD": "7"',
      '"MESSAGES_TO_LOAD": "15"',
    ]);
  });

  it('that begins while the page is built makes the same, once it is', async () => {
    const outDir = await temporaryFolder();
    const early = await synthesize({ outDir, context: { messagesToLoad: '6' }, building: Promise.resolve() });

    expect(await synthesize({ outDir, context: { messagesToLoad: '6' } })).toBe(early);
    expect(await readdir(outDir)).toEqual([basename(dirname(early))]);
  });

  it('that begins while the page is built ends where that fails, and leaves nothing', async () => {
    const outDir = await temporaryFolder();
    const building = Promise.reject(new Error('The page cannot be built: no paper'));

    await expect(synthesize({ outDir, context: { messagesToLoad: '6' }, building })).rejects.toThrow('no paper');

    expect(await readdir(outDir)).toEqual([]);
  });

  it('that fails says why in one line and leaves nothing', async () => {
    const outDir = await temporaryFolder();

    await expect(synthesize({ outDir, context: { messagesToLoad: 'many' } })).rejects.toThrow(
      /^The stack cannot be synthesized: The setting messagesToLoad must be .*"many"\.$/,
    );

    expect(await readdir(outDir)).toEqual([]);
  });

  it('keeps the source map of each function beside the assembly, and none in it', async () => {
    const assembly = inject('assembly');
    const bundles = (await readdir(assembly, { recursive: true })).filter((name) => name.endsWith('index.mjs'));

    const hashes = await Promise.all(
      bundles.map(async (name) =>
        createHash('sha256')
          .update(await readFile(join(assembly, name)))
          .digest('hex'),
      ),
    );

    expect(bundles.length).toBeGreaterThan(10);
    expect((await readdir(`${assembly}.maps`)).toSorted()).toEqual(hashes.map((hash) => `${hash}.map`).toSorted());
    expect((await readdir(assembly, { recursive: true })).filter((name) => name.endsWith('.map'))).toEqual([]);
  });

  it('that is ended early leaves nothing', async () => {
    const outDir = await temporaryFolder();
    const stop = new AbortController();
    const synthesis = synthesize({ outDir, context: { messagesToLoad: '8' }, signal: stop.signal });
    // Its child has begun to write.
    await vi.waitFor(async () => expect(await readdir(outDir)).toHaveLength(1), 150_000);

    stop.abort();

    await expect(synthesis).rejects.toThrow('cannot be synthesized');
    expect(await readdir(outDir)).toEqual([]);
  });

  it('removes what was made of earlier sources, and nothing else', async () => {
    const outDir = await temporaryFolder();
    const [kept, old] = ['a'.repeat(32), 'b'.repeat(32)];
    for (const name of [kept, old, `${old}.123`, 'notes.txt']) await writeFile(join(outDir, name), '');

    await removeOtherAssemblies(join(outDir, kept, 'cdk.out'));

    expect((await readdir(outDir)).toSorted()).toEqual([kept, 'notes.txt']);
  });
});

describe('The hash of sources', () => {
  it('is of names and contents, wherever they lie', async () => {
    const [here, there] = [await temporaryFolder(), await temporaryFolder()];
    await writeFile(join(here, 'a.ts'), 'x');
    await cp(here, there, { recursive: true });
    const before = contentHash(here, ['.']);

    expect(contentHash(there, ['.'])).toBe(before);
    expect(contentHash(here, ['.'], 'Node 24')).not.toBe(before);
    await writeFile(join(here, 'a.ts'), 'y');
    expect(contentHash(here, ['.'])).not.toBe(before);
    await rm(join(there, 'a.ts'));
    await writeFile(join(there, 'b.ts'), 'x');
    expect(contentHash(there, ['.'])).not.toBe(before);
  });

  it('leaves out what is built and what is installed', async () => {
    const folder = await temporaryFolder();
    const before = contentHash(folder, ['.']);
    await cp(import.meta.dirname, join(folder, 'dist'), { recursive: true });
    await cp(import.meta.dirname, join(folder, 'node_modules'), { recursive: true });

    expect(contentHash(folder, ['.'])).toBe(before);
  });
});
