/** The folder that everything is kept in. */
import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** @throws {Error} that says what to do, when it can not be made or written */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeMissing(resolve(folder));
    // The dot makes it fail for a file.
    await access(`${folder}/.`, constants.W_OK);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`The folder ${folder} can not be written (${code}). Choose another: DATA_DIR=<folder> npm start.`, {
      cause: error,
    });
  }
}

/** Not `mkdir` with `recursive`: of Node 20 it goes round for ever where a folder is there and yet takes no other, as /proc. */
async function makeMissing(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeMissing(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Another process may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  });
}
