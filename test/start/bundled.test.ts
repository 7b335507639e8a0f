/** A program as one file, which follows its sources. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { bundled } from '#start/bundled.mjs';
import { temporaryFolder } from './program.ts';

async function program() {
  const folder = await temporaryFolder();
  const path = (name: string): string => join(folder, name);
  await mkdir(path('room'));
  await writeFile(path('main.ts'), `export { word, here } from './room/word.ts';`);
  await writeFile(path('room/word.ts'), `export const word: string = 'one';\nexport const here = import.meta.url;`);
  await writeFile(path('lock.json'), '1');
  const load = async () => {
    const url = await bundled(path('main.ts'), path('kept'), [path('lock.json')]);
    return { url, ...((await import(url)) as { word: string; here: string }) };
  };
  return { path, load };
}

it('a program is kept until one of its sources changes, and its modules know where they are', async () => {
  const { path, load } = await program();
  const first = await load();

  expect(first.word).toBe('one');
  expect(first.here).toBe(pathToFileURL(path('room/word.ts')).href);
  expect((await load()).url).toBe(first.url);

  await writeFile(path('room/word.ts'), `export const word = 'two';\nexport const here = '';`);
  const second = await load();
  expect(second.word).toBe('two');
  expect(second.url).not.toBe(first.url);
});

it('the program is made again where its file is lost, half written or made with other packages', async () => {
  const { path, load } = await program();
  const { url } = await load();
  const list = (await readdir(path('kept'))).find((name) => name.endsWith('.json')) ?? '';

  for (const spoil of [
    () => writeFile(path('lock.json'), '2'),
    () => writeFile(join(path('kept'), list), '{"url":'),
    () => writeFile(join(path('kept'), list), '{"url":"file:///gone.mjs","sources":{}}'),
  ]) {
    await spoil();
    expect((await load()).url).toBe(url);
  }
});

it('a source that cannot be compiled is named', async () => {
  const { path, load } = await program();
  await writeFile(path('room/word.ts'), 'export const word = ;');

  await expect(load()).rejects.toThrow(/room\/word\.ts:1/);
});
