/**
 * The replication of buckets: what is stored, tagged or deleted under the prefix of a rule is so in the destination as
 * well, some time later. A destination is usually in another account; here it is one more bucket, without the policy
 * and the lifecycle that it has there. Expirations are not replicated.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
import { compile } from '../iam/policy.ts';
import { statementsOfFunction } from '../iam/roles.ts';
import type { Resource, Stack } from '../template/resource.ts';
import type { ObjectStore } from './object-store.ts';

export interface ReplicationProperties {
  readonly VersioningConfiguration?: { readonly Status: string };
  readonly ReplicationConfiguration?: { readonly Role: string; readonly Rules: readonly Rule[] };
}

interface Rule {
  readonly Status: string;
  readonly Filter?: { readonly Prefix?: string };
  readonly DeleteMarkerReplication?: { readonly Status?: string };
  readonly Destination: { readonly Bucket: string };
}

interface Options {
  readonly stack: Stack;
  readonly buckets: {
    readonly objects: Pick<ObjectStore, 'read' | 'receive' | 'commit' | 'delete'>;
    onChanged(report: (bucket: string, key: string, isDeletion: boolean) => void): void;
  };
  readonly log: (line: string) => void;
}

const KNOWN = new Set(['Id', 'Status', 'Priority', 'Filter', 'DeleteMarkerReplication', 'Destination']);

/** Returns the names of the buckets to which a bucket is replicated. */
export const destinationsOf = ({ ReplicationConfiguration }: ReplicationProperties): readonly string[] => [
  ...new Set((ReplicationConfiguration?.Rules ?? []).map(destinationOf)),
];

/** @throws {Error} that names a bucket whose objects would not be replicated */
export function startReplication({ stack, buckets, log }: Options): { close(): Promise<void> } {
  const sources = new Map(
    stack
      .ofType<ReplicationProperties>('AWS::S3::Bucket')
      .filter(({ properties }) => properties.ReplicationConfiguration)
      .map((bucket) => [bucket.ref, checked(stack, bucket)]),
  );
  /** Of one object in turn, so that the last change is the last one there as well. */
  const working = new Map<string, Promise<void>>();

  buckets.onChanged((bucket, key, isDeletion) => {
    const rule = sources
      .get(bucket)
      ?.find(({ Status, Filter }) => Status === 'Enabled' && key.startsWith(Filter?.Prefix ?? ''));
    if (!rule || (isDeletion && rule.DeleteMarkerReplication?.Status !== 'Enabled')) return;
    const name = `${bucket}/${key}`;
    const work = (working.get(name) ?? Promise.resolve())
      .then(() =>
        isDeletion
          ? buckets.objects.delete(destinationOf(rule), key)
          : copy(buckets.objects, bucket, key, destinationOf(rule)),
      )
      .catch((error: unknown) => log(`[s3] ${name} was not replicated: ${String(error)}`))
      .finally(() => {
        if (working.get(name) === work) working.delete(name);
      });
    working.set(name, work);
  });
  return { close: async () => void (await Promise.all(working.values())) };
}

/** Makes an object of the destination what it is in the source. It may be gone there: its deletion follows. */
async function copy(
  objects: Options['buckets']['objects'],
  bucket: string,
  key: string,
  destination: string,
): Promise<void> {
  const found = await objects.read(bucket, key);
  if (!found) return;
  const { headers, tags } = found.head;
  const draft = await objects.receive(found.content as AsyncIterable<Uint8Array>);
  await objects.commit(destination, key, draft, { headers, ...(tags && { tags }) });
}

function checked(stack: Stack, bucket: Resource<ReplicationProperties>): readonly Rule[] {
  const { logicalId, arn, properties } = bucket;
  const { Role = '', Rules = [] } = properties.ReplicationConfiguration ?? {};
  const refuse = (reason: string): Error => new Error(`The bucket ${logicalId} would not be replicated: ${reason}.`);
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
  if (properties.VersioningConfiguration?.Status !== 'Enabled') throw refuse('it has no versions');
  const unknown = Rules.flatMap(Object.keys).find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    throw refuse(`the local cloud does not know ${unknown} in a rule; teach it in local/s3/replication.ts`);
  const statements = statementsOfFunction(stack, { ...bucket, properties: { Role } });
  const decide = compile(statements, logicalId, stack.accountId);
  for (const { Filter, Destination } of Rules) {
    const objects = `/${Filter?.Prefix ?? ''}*`;
    const needed = [
      ['s3:GetReplicationConfiguration', arn],
      ['s3:ListBucket', arn],
      ...READS.map((action) => [action, arn + objects]),
      ...WRITES.map((action) => [action, Destination.Bucket + objects]),
    ] as const;
    const denied = needed.find(([action = '', resource = '']) => decide(action, resource) !== 'allowed');
    if (denied) throw refuse(`its role may not ${denied.join(' on ')}`);
  }
  return Rules;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
const READS = ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'];
const WRITES = ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'];

const destinationOf = ({ Destination }: Rule): string => Destination.Bucket.replace(/^arn:aws[a-z-]*:s3:::/, '');
