/** Objects that other services write to the template's buckets: files in the data folder, until they expire. */
import { open, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makePrivateFolder } from '../make-folder.ts';
import type { Resource, Stack } from '../template/resource.ts';

export interface Buckets {
  /**
   * Writes an object. Resolves when it is on the disk.
   * @returns the path of its file: `<data folder>/buckets/<bucket>/<key>`
   * @throws {Error} when the template has no such bucket
   */
  put(bucketArn: string, key: string, content: string): Promise<string>;
}

interface BucketProperties {
  readonly LifecycleConfiguration?: { readonly Rules: readonly Readonly<Record<string, unknown>>[] };
}

const DAY_MS = 24 * 60 * 60_000;

/** @throws {Error} that names a bucket with a lifecycle rule that the local cloud does not know */
export function openBuckets(stack: Stack, dataDir: string): Buckets {
  const buckets = new Map(
    stack
      .ofType<BucketProperties>('AWS::S3::Bucket')
      .map((bucket) => [bucket.arn, { folder: join(dataDir, 'buckets', bucket.ref), lifetimeMs: lifetimeOf(bucket) }]),
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
      await removeExpired(bucket.folder, Date.now() - bucket.lifetimeMs);
      return file;
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html */
function lifetimeOf({ logicalId, properties }: Resource<BucketProperties>): number {
  const rules = (properties.LifecycleConfiguration?.Rules ?? []).filter(({ Status }) => Status === 'Enabled');
  const days = rules.map(({ Status: _status, Id: _id, ExpirationInDays, ...others }) => {
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new Error(
        `The local cloud does not know ${unknown} in a lifecycle rule (of ${logicalId}). Teach it in local/s3.`,
      );
    return Number(ExpirationInDays);
  });
  return Math.min(...days) * DAY_MS;
}

async function removeExpired(folder: string, oldest: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await stat(file)).mtimeMs < oldest) await rm(file, { force: true });
  }
}
