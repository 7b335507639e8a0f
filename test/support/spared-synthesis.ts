/** For tests that run `npm start`: lets it find the assembly that was made for all tests, since another takes seconds. */
import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inject } from 'vitest';

/** @returns the environment to start it with on this data folder, which says the settings that the assembly was made with */
export async function spareSynthesis(dataDir: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(join(dataDir, 'cloud'));
  await symlink(inject('assembly'), join(dataDir, 'cloud', basename(inject('assembly'))));
  return { DATA_DIR: dataDir, SENDS_PER_MINUTE: '0', CONVERSATIONS_PER_HOUR: '0' };
}
