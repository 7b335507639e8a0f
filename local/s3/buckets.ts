/** The template's buckets, their objects on the disk, and the expiration of these. */
import { Readable } from 'node:stream';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Faults } from '../faults.ts';
import type { Stack } from '../template/resource.ts';
import { checkBucketPolicies } from './bucket-policies.ts';
import { compileLifecycle, type LifecycleProperties } from './lifecycle.ts';
import { ObjectStore } from './object-store.ts';
import { destinationsOf, type ReplicationProperties } from './replication.ts';

export interface Buckets {
  readonly objects: ObjectStore;
  /** Returns the ARN of a bucket; undefined if the template has none of this name. */
  arnOf(name: string): string | undefined;
  /**
   * Writes an object as another service does. Resolves when it is on the disk.
   * @returns the path of its file in the folder `buckets` of the data folder
   * @throws {Error} when the template has no such bucket
   */
  put(bucketArn: string, key: string, content: string): Promise<string>;
  /** Calls back with each object that is stored from now on. */
  onStored(report: (bucket: string, key: string) => void): void;
  /** Calls back with each object that is stored, tagged or deleted from now on, but not with what expires. */
  onChanged(report: (bucket: string, key: string, isDeletion: boolean) => void): void;
  /** Deletes what has expired. */
  sweep(): Promise<void>;
  close(): void;
}

interface Options {
  readonly stack: Stack;
  readonly dataDir: string;
  readonly index: KeyValueStore;
  readonly faults: Pick<Faults, 'keepExpired' | 'storedEarlierMs'>;
  readonly log: (line: string) => void;
  /** @returns epoch milliseconds */
  readonly now?: () => number;
}

/** S3 removes expired objects some time after they expired, which nobody can see: they are not read in between. */
const SWEEP_INTERVAL_MS = 60 * 60_000;

/** @throws {Error} that names a bucket with a lifecycle rule or a policy that the local cloud does not know */
export async function openBuckets({ stack, dataDir, index, faults, log, now = Date.now }: Options): Promise<Buckets> {
  checkBucketPolicies(stack);
  const declared = stack.ofType<LifecycleProperties & ReplicationProperties>('AWS::S3::Bucket');
  const buckets = new Map([
    ...declared.flatMap(({ properties }) => destinationsOf(properties)).map(outside),
    ...declared.map((bucket) => [bucket.ref, { arn: bucket.arn, expiresAt: compileLifecycle(bucket) }] as const),
  ]);
  const reports: ((bucket: string, key: string) => void)[] = [];
  const changes: ((bucket: string, key: string, isDeletion: boolean) => void)[] = [];
  const objects = new ObjectStore({
    dataDir,
    index,
    now: () => now() - faults.storedEarlierMs,
    onStored: (bucket, key) => reports.forEach((report) => report(bucket, key)),
    onChanged: (...change) => changes.forEach((report) => report(...change)),
    isExpired: (bucket, key, modifiedAt) =>
      !faults.keepExpired && (buckets.get(bucket)?.expiresAt(key, modifiedAt) ?? Infinity) <= now(),
  });
  if (buckets.size > 0) await objects.open();
  const sweep = (): Promise<void> => objects.sweep([...buckets.keys()]);
  await sweep();
  const sweeping = setInterval(() => {
    sweep().catch((error: unknown) => log(`[s3] ${String(error)}`));
  }, SWEEP_INTERVAL_MS).unref();

  return {
    objects,
    arnOf: (name) => buckets.get(name)?.arn,
    async put(bucketArn, key, content) {
      const [name] = [...buckets].find(([, { arn }]) => arn === bucketArn) ?? [];
      if (name === undefined) throw new Error(`The template has no bucket ${bucketArn}.`);
      const draft = await objects.receive(Readable.from([Buffer.from(content)]));
      await objects.commit(name, key, draft, { headers: { 'content-type': 'application/json' } });
      return (await objects.fileOf(name, key)) ?? '';
    },
    onStored: (report) => void reports.push(report),
    onChanged: (report) => void changes.push(report),
    sweep,
    close: () => clearInterval(sweeping),
  };
}

/** A bucket that the template replicates to and does not have. What is in it stays. */
const outside = (name: string) => [name, { arn: `arn:aws:s3:::${name}`, expiresAt: () => Infinity }] as const;
