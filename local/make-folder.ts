/**
 * Creates the folder that holds everything the local cloud stores. Only its owner may read it: people's messages,
 * mailed codes and signing keys are in it.
 */
import { constants, existsSync } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OptionError } from './option-error.ts';

const OWNER_ONLY = 0o700;
const OTHERS = 0o077;

/** @throws {OptionError} when the folder cannot be created or written */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeMissing(resolve(folder), OWNER_ONLY);
    // The dot makes it fail for a file.
    await access(`${folder}/.`, constants.W_OK);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new OptionError('dataDir', `The folder ${folder} cannot be written (${code}).`, error);
  }
}

/**
 * Creates a folder that belongs to the local cloud alone. One that exists, such as of an earlier version, is closed to
 * others.
 * @throws {OptionError} when the folder cannot be created or written
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  await chmod(folder, OWNER_ONLY);
}

/**
 * Returns what to tell the owner of a folder that others may look into. Such a folder is not closed to them: a person
 * may have chosen one that is used for more, such as /tmp.
 */
export async function privacyHint(folder: string): Promise<string | undefined> {
  const mode = (await stat(folder)).mode & 0o777;
  if ((mode & OTHERS) === 0) return undefined;
  return `Others can list ${folder} (mode ${mode.toString(8)}). To keep it to yourself: chmod 700 ${folder}`;
}

/**
 * Creates a folder and its missing parents. Node 20's `mkdir` with `recursive` loops for ever where a parent exists but
 * accepts no new folder, such as /proc.
 */
async function makeMissing(folder: string, mode?: number): Promise<void> {
  if (existsSync(folder)) return;
  await makeMissing(dirname(folder));
  await mkdir(folder, mode).catch((error: unknown) => {
    // Another process may have created it in the meantime.
    if (!existsSync(folder)) throw error;
  });
}
