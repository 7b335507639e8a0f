/** Keeps what is made from sources under a name that stands for them, so a start after no change makes nothing. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What is half made for longer than this was left behind by a process that was killed. */
export const HALF_MADE_MS = 60 * 60_000;

/**
 * Makes a folder whole or not at all.
 * @param made where the folder is until it is whole
 * @param make fills the folder `made`, and returns where the whole folder goes, on the same file system; another
 * process may have made it from the same sources meanwhile
 * @returns where the folder is
 */
export async function makeWhole(made: string, make: () => Promise<string>): Promise<string> {
  try {
    const place = await make();
    await move(made, place);
    return place;
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

/** Removes entries of a folder. @param ageMs how long ago they must have changed */
export async function removeOlder(folder: string, matches: (name: string) => boolean, ageMs: number): Promise<void> {
  const names = (await readdir(folder)).filter(matches);
  for (const path of names.map((name) => join(folder, name))) {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs >= ageMs) await rm(path, { recursive: true, force: true });
  }
}
