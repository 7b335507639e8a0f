/** The bucket of attachments in the synthesized stack, and what a function that is bound to it may do. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { FilesBucket } from '#lib/files-bucket.ts';
import { ServiceFunction } from '#lib/function.ts';
import { resolveSettings } from '#lib/settings.ts';
import { RETAINED, functionsOf, grantsOf, resourcesOf, synthesize, testApp, written } from './synthesized.ts';

const bucketOf = (template: Template) =>
  resourcesOf(template, 'AWS::S3::Bucket').find(([id]) => id.startsWith('Files'))?.[1];

describe('the bucket of files', () => {
  const template = synthesize();

  it('is private, encrypted, and takes requests over TLS alone', () => {
    const policy = resourcesOf(template, 'AWS::S3::BucketPolicy')
      .map(([, { Properties }]) => Properties)
      .find(({ Bucket }) => written(Bucket) === '{Files}');

    expect(bucketOf(template)?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(policy?.['PolicyDocument']).toMatchObject({
      Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    });
  });

  it('removes uploads after a day, evidence after 90 days, and parts that nobody completes', () => {
    expect(bucketOf(template)?.Properties['LifecycleConfiguration']).toEqual({
      Rules: [
        { Prefix: 'incoming/', ExpirationInDays: 1, Status: 'Enabled' },
        { Prefix: 'evidence/', ExpirationInDays: 90, Status: 'Enabled' },
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
        { NoncurrentVersionExpiration: { NoncurrentDays: 1 }, ExpiredObjectDeleteMarker: true, Status: 'Enabled' },
      ],
    });
  });

  it('outlives the stack with the data', () => {
    expect(bucketOf(template)).toMatchObject(RETAINED);
    expect(bucketOf(synthesize({ retainData: false }))?.DeletionPolicy).toBe('Delete');
  });
});

describe('the scan for malware', () => {
  it('is of what was taken and reported, by a role as documented, and read by those who make links', () => {
    const template = synthesize({ scanUploadsFrom: '2026-12-01' });
    const plans = resourcesOf(template, 'AWS::GuardDuty::MalwareProtectionPlan');

    expect(plans.map(([, { Properties }]) => Properties)).toMatchObject([
      {
        ProtectedResource: { S3Bucket: { ObjectPrefixes: ['kept/', 'evidence/'] } },
        Actions: { Tagging: { Status: 'ENABLED' } },
      },
    ]);
    expect(plans[0]?.[1].DependsOn).toEqual([expect.stringContaining('MalwareScanPolicy')]);
    expect(grantsOf(template, 'MalwareScan').map((grant) => grant.replace(/arn:\S+:rule/, 'rule'))).toEqual([
      'events:DeleteRule rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      'events:DescribeRule rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      'events:ListTargetsByRule rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      'events:PutRule rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      'events:PutTargets rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      'events:RemoveTargets rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
      's3:GetBucketNotification {Files.Arn}',
      's3:GetObject {Files.Arn}/*',
      's3:GetObjectTagging {Files.Arn}/*',
      's3:GetObjectVersion {Files.Arn}/*',
      's3:GetObjectVersionTagging {Files.Arn}/*',
      's3:ListBucket {Files.Arn}',
      's3:PutBucketNotification {Files.Arn}',
      's3:PutObject {Files.Arn}/malware-protection-resource-validation-object',
      's3:PutObjectTagging {Files.Arn}/*',
      's3:PutObjectVersionTagging {Files.Arn}/*',
    ]);
    const readers = ['Attachments', 'Users', 'Admin'].flatMap((name) =>
      grantsOf(template, `HttpApi${name}`).filter((grant) => grant.includes('Tagging')),
    );
    expect(readers).toEqual([
      's3:GetObjectTagging {Files.Arn}/kept/*',
      's3:GetObjectTagging {Files.Arn}/kept/*',
      's3:GetObjectTagging {Files.Arn}/evidence/*',
    ]);
  });

  it('is not there by default, and nothing may read tags then', () => {
    expect(resourcesOf(synthesize(), 'AWS::GuardDuty::MalwareProtectionPlan')).toEqual([]);
    expect(grantsOf(synthesize(), 'HttpApiAttachments').join()).not.toContain('Tagging');
  });
});

describe('a function that is bound to it', () => {
  it('may do exactly these operations under the prefix, and list nothing', () => {
    const stack = new Stack(testApp(), 'Bound');
    const bucket = new FilesBucket(stack, 'Files', resolveSettings({}));
    new ServiceFunction(stack, 'Reader', 'http/openapi')
      .bindBucket(bucket, 'incoming/', 'GetObject')
      .bindBucket(bucket, 'kept/', 'PutObject', 'DeleteObject');
    const template = Template.fromStack(stack);

    expect(grantsOf(template, 'Reader').filter((grant) => grant.startsWith('s3:'))).toEqual([
      's3:DeleteObject {Files.Arn}/kept/*',
      's3:GetObject {Files.Arn}/incoming/*',
      's3:PutObject {Files.Arn}/kept/*',
    ]);
    const { Variables = {} } = (functionsOf(template).get('Reader')?.Properties['Environment'] ?? {}) as {
      readonly Variables?: Readonly<Record<string, unknown>>;
    };
    expect(Object.entries(Variables).map(([name, value]) => [name, written(value)])).toEqual([
      ['FILES_BUCKET', '{Files}'],
    ]);
  });
});
