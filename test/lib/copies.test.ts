/** The copies outside of the account: nothing unless a setting names where to, and then no more than they need. */
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { CopiesStack } from '#lib/copies-stack.ts';
import { grantsOf, resourcesOf, synthesize, testApp, written } from './synthesized.ts';

const VAULT = 'arn:aws:backup:eu-west-1:210987654321:backup-vault:copies';
const REPLICA = 'arn:aws:s3:::copies';

interface Policy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: unknown;
    readonly Principal: { readonly AWS: unknown };
  }[];
}

interface Vault {
  readonly AccessPolicy: Policy;
}

interface Plan {
  readonly BackupPlan: { readonly BackupPlanRule: readonly object[] };
}

interface Selection {
  readonly BackupSelection: { readonly Resources: readonly unknown[] };
}

interface Replicated {
  readonly LifecycleConfiguration: { readonly Rules: readonly object[] };
}

const typesOf = (template: Template): readonly string[] =>
  Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);

/** The properties of the only resource of a type, or of the one whose id begins with a name. */
const only = (template: Template, type: string, name = ''): object =>
  resourcesOf(template, type).find(([id]) => id.startsWith(name))?.[1].Properties ??
  expect.fail(`The template has no ${type}.`);

const flat = (grants: readonly string[]): string[] =>
  grants.map((grant) => grant.replace(/arn:\{AWS::Partition\}:backup:\S+:recovery-point/, 'recovery-point'));

describe('a message center', () => {
  it('copies nothing by default', () => {
    const template = synthesize();

    expect(typesOf(template).filter((type) => type.startsWith('AWS::Backup'))).toEqual([]);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket')) {
      expect(Properties).not.toHaveProperty('VersioningConfiguration');
      expect(Properties).not.toHaveProperty('ReplicationConfiguration');
    }
  });

  it('with backupVaultArn, copies what a restore brings back, and the ledger, each day', () => {
    const template = synthesize({ backupVaultArn: VAULT, copyDays: 14 });
    const { BackupPlan } = only(template, 'AWS::Backup::BackupPlan') as Plan;
    const { BackupSelection } = only(template, 'AWS::Backup::BackupSelection') as Selection;

    expect(BackupPlan.BackupPlanRule).toMatchObject([
      {
        ScheduleExpression: 'cron(0 1 * * ? *)',
        Lifecycle: { DeleteAfterDays: 1 },
        CopyActions: [{ DestinationBackupVaultArn: VAULT, Lifecycle: { DeleteAfterDays: 14 } }],
      },
    ]);
    expect(BackupSelection.Resources.map(written).toSorted()).toEqual(
      ['Conversations', 'Ledger', 'Messages', 'Moderation', 'PostIndex', 'Posts', 'Users'].map(
        (name) => `{Tables${name}.Arn}`,
      ),
    );
  });

  it('with backupVaultArn, has a role for these tables, their vaults, and tables that are restored beside', () => {
    const grants = flat(grantsOf(synthesize({ backupVaultArn: VAULT }), 'TableCopies'));

    expect(grants.filter((grant) => grant.includes('{TablesPosts.Arn}'))).toEqual([
      'dynamodb:BatchWriteItem {TablesPosts.Arn}-*',
      'dynamodb:DeleteItem {TablesPosts.Arn}-*',
      'dynamodb:DescribeTable {TablesPosts.Arn}',
      'dynamodb:DescribeTable {TablesPosts.Arn}-*',
      'dynamodb:GetItem {TablesPosts.Arn}-*',
      'dynamodb:ListTagsOfResource {TablesPosts.Arn}',
      'dynamodb:PutItem {TablesPosts.Arn}-*',
      'dynamodb:Query {TablesPosts.Arn}-*',
      'dynamodb:RestoreTableFromAwsBackup {TablesPosts.Arn}-*',
      'dynamodb:Scan {TablesPosts.Arn}-*',
      'dynamodb:StartAwsBackupJob {TablesPosts.Arn}',
      'dynamodb:UpdateItem {TablesPosts.Arn}-*',
    ]);
    expect(grants.filter((grant) => !grant.includes('{Tables') || grant.includes('Connections'))).toEqual([
      `backup:CopyFromBackupVault ${VAULT}`,
      'backup:CopyFromBackupVault {TableCopiesVault.BackupVaultArn}',
      `backup:CopyIntoBackupVault ${VAULT}`,
      'backup:CopyIntoBackupVault {TableCopiesVault.BackupVaultArn}',
      `backup:DescribeBackupVault ${VAULT}`,
      'backup:DescribeBackupVault {TableCopiesVault.BackupVaultArn}',
      'backup:TagResource recovery-point:*',
    ]);
  });

  it('with backupVaultArn, lets the account of the copies copy one back, and nobody else', () => {
    const { AccessPolicy } = only(synthesize({ backupVaultArn: VAULT }), 'AWS::Backup::BackupVault') as Vault;
    const { Statement } = AccessPolicy;

    expect(Statement).toMatchObject([{ Effect: 'Allow', Action: 'backup:CopyIntoBackupVault' }]);
    expect(Statement.map(({ Principal }) => written(Principal.AWS))).toEqual([
      'arn:{AWS::Partition}:iam::210987654321:root',
    ]);
  });

  it.each([
    ['Files', ['kept/', 'evidence/']],
    ['AccountExports', ['']],
  ])('with replicaBucketArn, replicates the bucket of %s, deletions included', (name, prefixes) => {
    const template = synthesize({ replicaBucketArn: REPLICA });
    const bucket = only(template, 'AWS::S3::Bucket', name) as Replicated;

    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ReplicationConfiguration: {
        Rules: prefixes.map((Prefix, Priority) => ({
          ...{ Status: 'Enabled', Priority, Filter: { Prefix }, Destination: { Bucket: REPLICA } },
          DeleteMarkerReplication: { Status: 'Enabled' },
        })),
      },
    });
  });

  it.each(['Files', 'AccountExports'])('removes the versions of %s, also where they are no longer made', (name) => {
    for (const settings of [{}, { replicaBucketArn: REPLICA }]) {
      const bucket = only(synthesize(settings), 'AWS::S3::Bucket', name) as Replicated;

      expect(bucket.LifecycleConfiguration.Rules).toContainEqual({
        ...{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        ExpiredObjectDeleteMarker: true,
      });
    }
  });

  it('with replicaBucketArn, has a role that may replicate what is replicated, and nothing else', () => {
    expect(grantsOf(synthesize({ replicaBucketArn: REPLICA }), 'FilesReplication')).toEqual([
      's3:GetObjectVersionAcl {Files.Arn}/evidence/*',
      's3:GetObjectVersionAcl {Files.Arn}/kept/*',
      's3:GetObjectVersionForReplication {Files.Arn}/evidence/*',
      's3:GetObjectVersionForReplication {Files.Arn}/kept/*',
      's3:GetObjectVersionTagging {Files.Arn}/evidence/*',
      's3:GetObjectVersionTagging {Files.Arn}/kept/*',
      's3:GetReplicationConfiguration {Files.Arn}',
      's3:ListBucket {Files.Arn}',
      's3:ReplicateDelete arn:aws:s3:::copies/evidence/*',
      's3:ReplicateDelete arn:aws:s3:::copies/kept/*',
      's3:ReplicateObject arn:aws:s3:::copies/evidence/*',
      's3:ReplicateObject arn:aws:s3:::copies/kept/*',
      's3:ReplicateTags arn:aws:s3:::copies/evidence/*',
      's3:ReplicateTags arn:aws:s3:::copies/kept/*',
    ]);
  });

  it.each([
    [{ backupVaultArn: 'copies' }, 'the ARN of a vault of AWS Backup'],
    [{ replicaBucketArn: 'copies' }, 'the ARN of a bucket'],
    [{ copyDays: 36 }, 'a whole number from 1 to 35'],
  ])('refuses %o', (settings, expected) => {
    expect(() => synthesize(settings)).toThrow(`must be ${expected}`);
  });
});

describe('the stack of the copies', () => {
  const template = Template.fromStack(new CopiesStack(testApp(), 'Copies', { copiesOf: '123456789012', copyDays: 14 }));

  it('takes copies from the account of the message center alone', () => {
    const { AccessPolicy } = only(template, 'AWS::Backup::BackupVault') as Vault;
    const { PolicyDocument } = only(template, 'AWS::S3::BucketPolicy') as { PolicyDocument: Policy };
    const statements = [AccessPolicy, PolicyDocument]
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow');

    expect(statements.map(({ Action }) => Action)).toEqual([
      'backup:CopyIntoBackupVault',
      ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
      ['s3:GetObject', 's3:GetObjectTagging'],
      's3:ListBucket',
    ]);
    expect(statements.map(({ Principal }) => written(Principal.AWS))).toEqual(
      statements.map(() => 'arn:{AWS::Partition}:iam::123456789012:root'),
    );
  });

  it('removes what was deleted copyDays later, and expires what expires in the message center', () => {
    expect((only(template, 'AWS::S3::Bucket', 'Replica') as Replicated).LifecycleConfiguration).toEqual({
      Rules: [
        {
          ...{ Status: 'Enabled', Prefix: 'kept/', NoncurrentVersionExpiration: { NoncurrentDays: 14 } },
          ExpiredObjectDeleteMarker: true,
        },
        {
          ...{ Status: 'Enabled', Prefix: 'evidence/', NoncurrentVersionExpiration: { NoncurrentDays: 14 } },
          ExpirationInDays: 90,
        },
        {
          ...{ Status: 'Enabled', Prefix: '2', NoncurrentVersionExpiration: { NoncurrentDays: 14 } },
          ExpirationInDays: 35,
        },
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      ],
    });
  });

  it('stays with what is in it', () => {
    for (const type of ['AWS::Backup::BackupVault', 'AWS::S3::Bucket'])
      for (const [, { DeletionPolicy }] of resourcesOf(template, type)) expect(DeletionPolicy).toBe('Retain');
  });

  it('refuses an account that is none', () => {
    expect(() => new CopiesStack(testApp(), 'Copies', { copiesOf: 'mine', copyDays: 7 })).toThrow('copiesOf');
  });
});
