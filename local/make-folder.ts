/** Creates the folder that holds everything the local cloud stores. */
import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OptionError } from './option-error.ts';

/** @throws {OptionError} when the folder cannot be created or written */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeMissing(resolve(folder));
    // The dot makes it fail for a file.
    await access(`${folder}/.`, constants.W_OK);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new OptionError('dataDir', `The folder ${folder} cannot be written (${code}).`, error);
  }
}

/**
 * Creates a folder and its missing parents. Node 20's `mkdir` with `recursive` loops for ever where a parent exists but
 * accepts no new folder, such as /proc.
 */
async function makeMissing(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeMissing(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Another process may have created it in the meantime.
    if (!existsSync(folder)) throw error;
  });
}
