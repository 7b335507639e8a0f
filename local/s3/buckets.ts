/** Objects that other services write to the template's buckets: files in the data folder, until they expire. */
import { open, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { makePrivateFolder } from '../make-folder.ts';
import type { Stack } from '../template/resource.ts';
import { compileLifecycle, type ExpiresAt, type LifecycleProperties } from './lifecycle.ts';

export interface Buckets {
  /**
   * Writes an object. Resolves when it is on the disk.
   * @returns the path of its file: `<data folder>/buckets/<bucket>/<key>`
   * @throws {Error} when the template has no such bucket
   */
  put(bucketArn: string, key: string, content: string): Promise<string>;
}

/** @throws {Error} that names a bucket with a lifecycle rule that the local cloud does not know */
export function openBuckets(stack: Stack, dataDir: string): Buckets {
  const buckets = new Map(
    stack
      .ofType<LifecycleProperties>('AWS::S3::Bucket')
      .map((bucket) => [
        bucket.arn,
        { folder: join(dataDir, 'buckets', bucket.ref), expiresAt: compileLifecycle(bucket) },
      ]),
  );

  return {
    async put(bucketArn, key, content) {
      const bucket = buckets.get(bucketArn);
      if (!bucket) throw new Error(`The template has no bucket ${bucketArn}.`);
      const file = join(bucket.folder, key);
      await makePrivateFolder(join(dataDir, 'buckets'));
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, 'w');
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await removeExpired(bucket.folder, bucket.expiresAt);
      return file;
    },
  };
}

async function removeExpired(folder: string, expiresAt: ExpiresAt): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const key = relative(folder, file).replaceAll(sep, '/');
    if (expiresAt(key, (await stat(file)).mtimeMs) <= Date.now()) await rm(file, { force: true });
  }
}
