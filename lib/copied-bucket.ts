/**
 * A bucket that may be replicated to one outside of the account. Replication needs versions, which a deletion leaves
 * behind, so both buckets remove them again: this one after a day, the other one after `copyDays`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
 */
import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Bucket, type BucketProps, CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { acceptPattern } from './accept.ts';
import type { Settings } from './settings.ts';

type CopySettings = Pick<Settings, 'replicaBucketArn'>;

/** S3 counts from the midnight (UTC) after the deletion. */
const VERSIONS_EXPIRE_AFTER = Duration.days(1);

/** Removes what a deletion leaves in a bucket with versions: the former version, and then the marker above it. */
export const afterDeletion = (keptFor: Duration, prefix?: string): LifecycleRule => ({
  ...(prefix !== undefined && { prefix }),
  noncurrentVersionExpiration: keptFor,
  expiredObjectDeleteMarker: true,
});

/**
 * Returns the props of a bucket that may be replicated. One that is not, or no longer, has the rule for versions as
 * well: those of the time in which it was replicated are kept, and of its objects a deletion leaves one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
 */
export const versionsOf = (
  { replicaBucketArn }: CopySettings,
  lifecycleRules: readonly LifecycleRule[],
): Pick<BucketProps, 'versioned' | 'lifecycleRules'> => ({
  ...(replicaBucketArn !== undefined && { versioned: true }),
  lifecycleRules: [...lifecycleRules, afterDeletion(VERSIONS_EXPIRE_AFTER)],
});

/**
 * Replicates what comes under prefixes from now on, and its deletion. A deletion is a marker in the replica: the
 * version below stays until the replica's own lifecycle removes it, and no permission here removes it earlier.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
 * @param prefixes those whose objects are replicated; '' for all
 */
export function replicate(bucket: Bucket, prefixes: readonly string[], { replicaBucketArn }: CopySettings): void {
  if (replicaBucketArn === undefined) return;
  const role = new Role(bucket, 'ReplicationRole', { assumedBy: new ServicePrincipal('s3.amazonaws.com') });
  for (const statement of statementsOf(bucket, prefixes, replicaBucketArn)) role.addToPolicy(statement);
  for (const prefix of prefixes) {
    acceptPattern(role, bucket.arnForObjects(`${prefix}*`), 'Each object is made later than the policy.');
    acceptPattern(role, `${replicaBucketArn}/${prefix}*`, 'Each object is made later than the policy.');
  }
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error(`${bucket.node.path} is not a bucket of this stack.`);
  defaultChild.replicationConfiguration = {
    role: role.roleArn,
    rules: prefixes.map((prefix, priority) => ({
      id: prefix === '' ? 'all' : prefix.replace('/', ''),
      status: 'Enabled',
      priority,
      filter: { prefix },
      deleteMarkerReplication: { status: 'Enabled' },
      destination: { bucket: replicaBucketArn },
    })),
  };
}

/**
 * What S3 needs to replicate objects that it encrypts by its own keys, to a bucket whose owner owns all in it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
function statementsOf(bucket: Bucket, prefixes: readonly string[], replicaArn: string): readonly PolicyStatement[] {
  const allow = (resources: readonly string[], ...actions: string[]) =>
    new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [...resources] });
  return [
    allow([bucket.bucketArn], 's3:GetReplicationConfiguration', 's3:ListBucket'),
    allow(
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      ...['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
    ),
    allow(
      prefixes.map((prefix) => `${replicaArn}/${prefix}*`),
      ...['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
    ),
  ];
}
