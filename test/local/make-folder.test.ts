/** Who may look into the data folder. */
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolder, makePrivateFolder, privacyHint } from '#local/make-folder.ts';

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const modeOf = async (folder: string): Promise<string> => ((await stat(folder)).mode & 0o777).toString(8);

it('only its owner may look into a folder that is made', async () => {
  const folder = join(await place(), 'parent', 'data');

  await makeFolder(folder);

  expect(await modeOf(folder)).toBe('700');
  expect(await privacyHint(folder)).toBeUndefined();
});

it('a folder that others may look into stays as it is, and its owner is told', async () => {
  const folder = join(await place(), 'shared');
  await mkdir(folder);
  await chmod(folder, 0o755);

  await makeFolder(folder);

  expect(await modeOf(folder)).toBe('755');
  expect(await privacyHint(folder)).toMatch(/mode 755.*chmod 700 /);
});

it('a folder in it that belongs to the local cloud alone is closed to others', async () => {
  const folder = join(await place(), 'database');
  await mkdir(folder);
  await chmod(folder, 0o755);

  await makePrivateFolder(folder);

  expect(await modeOf(folder)).toBe('700');
});
