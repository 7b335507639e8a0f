/** Lets `npm start` in a test use the assembly that was made for all tests, since a synthesis takes seconds. */

import { mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { TEST_SETTINGS } from './settings.ts';

/** @returns the environment to start with: this data folder, and the settings that the assembly was made with */
export async function spareSynthesis(dataDir: string): Promise<Readonly<Record<string, string>>> {
  // The assembly lies in a folder that is named after its sources.
  const kept = dirname(inject('assembly'));
  await mkdir(join(dataDir, 'cloud'));
  await symlink(kept, join(dataDir, 'cloud', basename(kept)));
  return { DATA_DIR: dataDir, ...TEST_SETTINGS };
}
