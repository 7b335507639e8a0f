/** What is made from sources is kept under a name that stands for them, so that a start with nothing changed makes nothing. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Something half made that is older was left behind by a process that was killed. */
export const HALF_MADE_MS = 60 * 60_000;

/**
 * Makes a folder whole or not at all.
 * @param place where it is when it is whole; nothing may be there yet but what another process made of the same sources
 * @param made where it is until then, on the same file system
 * @param make fills the folder `made`
 */
export async function makeWhole(place: string, made: string, make: () => Promise<void>): Promise<void> {
  try {
    await make();
    await move(made, place);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw error;
  }
}

async function move(made: string, place: string): Promise<void> {
  try {
    await rename(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    await rm(made, { recursive: true, force: true });
  }
}

/** @param ageMs only what was changed that long ago, or longer */
export async function removeOlder(folder: string, matches: (name: string) => boolean, ageMs: number): Promise<void> {
  const names = (await readdir(folder)).filter(matches);
  for (const path of names.map((name) => join(folder, name))) {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs >= ageMs) await rm(path, { recursive: true, force: true });
  }
}
