/**
 * What takes the copies outside of the account: a vault for tables, and a bucket for files and exports of accounts. It
 * is a stack of its own, deployed to another account or region; its outputs are settings of the other stack.
 */
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { EVIDENCE_DAYS, FILE_PREFIXES } from '#functions/aws/environment.ts';
import { accept, acceptPattern } from './accept.ts';
import { EXPORTS_EXPIRE_AFTER } from './account-exports.ts';
import { afterDeletion } from './copied-bucket.ts';
import { SettingError, type Settings } from './settings.ts';

interface CopiesProps extends Pick<Settings, 'copyDays'> {
  /** Id of the account whose message center is copied. */
  readonly copiesOf: string;
}

/** The keys of exports begin with the day: `2026-11-29/index.json`. */
const EXPORTS_PREFIX = '2';

export class CopiesStack extends Stack {
  /** @throws {SettingError} where the account is none */
  constructor(scope: Construct, id: string, { copiesOf, copyDays }: CopiesProps) {
    super(scope, id, { description: 'Message center: copies outside of its account', terminationProtection: true });
    if (!/^\d{12}$/.test(copiesOf))
      throw new SettingError(`The setting copiesOf must be the id of an account; it is ${JSON.stringify(copiesOf)}.`);
    const source = new AccountPrincipal(copiesOf);
    const vault = new BackupVault(this, 'Vault', {
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
      accessPolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({ principals: [source], actions: ['backup:CopyIntoBackupVault'], resources: ['*'] }),
        ],
      }),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new CfnOutput(this, 'ReturnRole', { value: returnRole(this, vault, copiesOf).roleArn });
    new CfnOutput(this, 'BackupVaultArn', { value: vault.backupVaultArn, description: 'backupVaultArn' });
    const bucket = replicaBucket(this, copyDays);
    // Who of the account may do so is what its roles allow: one may replicate. A new account reads its files from here.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
    for (const [resource, ...actions] of [
      [bucket.arnForObjects('*'), 's3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
      [bucket.arnForObjects('*'), 's3:GetObject', 's3:GetObjectTagging'],
      [bucket.bucketArn, 's3:ListBucket'],
    ] as const)
      bucket.addToResourcePolicy(
        new PolicyStatement({ principals: [source], actions: [...actions], resources: [resource] }),
      );
    new CfnOutput(this, 'ReplicaBucketArn', { value: bucket.bucketArn, description: 'replicaBucketArn' });
  }
}

/** Returns the role by which AWS Backup copies tables back, into a vault of the account of the message center. */
function returnRole(scope: Stack, vault: BackupVault, account: string): Role {
  const role = new Role(scope, 'Return', { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
  const vaults = `arn:${scope.partition}:backup:*:${account}:backup-vault:*`;
  role.addToPolicy(new PolicyStatement({ actions: ['backup:CopyFromBackupVault'], resources: [vault.backupVaultArn] }));
  role.addToPolicy(new PolicyStatement({ actions: ['backup:CopyIntoBackupVault'], resources: [vaults] }));
  acceptPattern(role, vaults, 'The vault of a new account has a name that is not known yet, in a region of choice.');
  return role;
}

/**
 * Expirations are not replicated, so this bucket has those of the originals, and removes what is below a replicated
 * deletion.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
function replicaBucket(scope: Construct, copyDays: number): Bucket {
  const keptFor = Duration.days(copyDays);
  const bucket = new Bucket(scope, 'Replica', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // What arrives belongs to this account, although the other one sent it.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    lifecycleRules: [
      afterDeletion(keptFor, FILE_PREFIXES.kept),
      expiring(FILE_PREFIXES.evidence, Duration.days(EVIDENCE_DAYS), keptFor),
      expiring(EXPORTS_PREFIX, EXPORTS_EXPIRE_AFTER, keptFor),
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  accept(bucket, {
    'AwsSolutions-S1': 'Nobody opens a file here before the account is gone. CloudTrail shows who does.',
  });
  return bucket;
}

/**
 * What expires leaves a version as well, and the marker above it expires by the same rule. Nothing else deletes or
 * replaces what is under these prefixes, unless somebody has taken the other account over: so versions are kept here,
 * too.
 */
const expiring = (prefix: string, expiration: Duration, keptFor: Duration): LifecycleRule => ({
  prefix,
  expiration,
  noncurrentVersionExpiration: keptFor,
});
