/** Finds out whether the disk has room to open the database again. */
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Opening copies the logs into a table. A database that was closed and finds no room for that cannot even be read, so
 * the room is tried first, with a file of that size.
 * @throws {Error} of the disk
 */
export async function probeSpace(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(folder, name))).size));
  const probe = join(folder, 'probe');
  try {
    const file = await open(probe, 'w');
    try {
      await file.writeFile(Buffer.alloc(sizes.reduce((sum, size) => sum + size, 0)));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(probe, { force: true });
  }
}
