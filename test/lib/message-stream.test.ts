/** The message stream of the synthesized stack, and its dead letters. */

import { describe, expect, it } from 'vitest';
import { mapping as simulated } from '../simulation/mapping.ts';
import { RETAINED, resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();
const only = (type: string, within = template) => resourcesOf(within, type).map(([, resource]) => resource)[0];

const mappingFor = (name: string) =>
  resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .find(({ FunctionName }) => written(FunctionName) === `{${name}Function}`);

describe('the message stream', () => {
  it('feeds new entries, never heads, to the consumer, and retries for an hour, as the simulation does', () => {
    const mapping = only('AWS::Lambda::EventSourceMapping')?.Properties ?? {};
    const { Filters } = mapping['FilterCriteria'] as { Filters: { Pattern: string }[] };
    const { OnFailure } = mapping['DestinationConfig'] as { OnFailure: { Destination: unknown } };

    expect(mapping).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 3600,
      StartingPosition: 'TRIM_HORIZON',
    });
    expect(mapping).not.toHaveProperty('MaximumRetryAttempts');
    expect(simulated).toEqual({
      batchSize: mapping['BatchSize'],
      parallelizationFactor: mapping['ParallelizationFactor'],
      maximumRetryAttempts: Infinity,
      maximumRecordAgeMs: Number(mapping['MaximumRecordAgeInSeconds']) * 1000,
      bisectsOnError: mapping['BisectBatchOnFunctionError'],
      reportsBatchItemFailures: true,
    });
    expect(written(mapping['EventSourceArn'])).toBe('{TablesMessages.StreamArn}');
    expect(written(mapping['FunctionName'])).toBe('{MessageStreamConsumerFunction}');
    expect(written(OnFailure.Destination)).toBe('{MessageStreamDeadLetterBucket.Arn}');
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { seq: { N: [{ 'anything-but': ['0'] }] } } } },
    ]);
  });

  it('has a like beside it, which feeds posts and their changes to a consumer of their own', () => {
    const [ofMessages, ofPosts] = ['MessageStreamConsumer', 'PostStreamConsumer'].map(mappingFor);
    const { Filters } = (ofPosts ?? {})['FilterCriteria'] as { Filters: { Pattern: string }[] };
    const own = { EventSourceArn: 0, FunctionName: 0, FilterCriteria: 0 };

    expect({ ...ofPosts, ...own }).toEqual({ ...ofMessages, ...own });
    expect(written(ofPosts?.['EventSourceArn'])).toBe('{TablesPosts.StreamArn}');
    expect(written(ofPosts?.['FunctionName'])).toBe('{PostStreamConsumerFunction}');
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { Keys: { id: { S: [{ 'anything-but': ['#self', '#searches'] }] } } },
      },
    ]);
  });

  it('has another consumer on the stream of posts, which collects new ones and outcomes, and drops them', () => {
    const mapping = mappingFor('PostStreamNotifier') ?? {};
    const { Filters } = mapping['FilterCriteria'] as { Filters: { Pattern: string }[] };

    expect(mapping).toMatchObject({
      MaximumBatchingWindowInSeconds: 2,
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: 300,
    });
    expect(mapping).not.toHaveProperty('DestinationConfig');
    expect(written(mapping['EventSourceArn'])).toBe('{TablesPosts.StreamArn}');
    expect(written(mapping['FunctionName'])).toBe('{PostStreamNotifierFunction}');
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { id: { S: [{ 'anything-but': ['#self', '#searches'] }] } } } },
      {
        eventName: ['MODIFY'],
        dynamodb: {
          Keys: { id: { S: [{ 'anything-but': ['#self', '#searches'] }] } },
          NewImage: { outcomeVersion: { N: [{ exists: true }] } },
        },
      },
    ]);
  });

  it('keeps what was given up for 14 days, encrypted, in a private bucket that takes TLS alone', () => {
    const bucketOf = (within: typeof template) =>
      resourcesOf(within, 'AWS::S3::Bucket').find(([id]) => id.startsWith('MessageStreamDeadLetterBucket'))?.[1];
    const bucket = bucketOf(template);
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').map(([, { Properties }]) => Properties);
    const policy = policies.find(({ Bucket }) => written(Bucket) === '{MessageStreamDeadLetterBucket}');

    expect(bucket?.Properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 14, Status: 'Enabled' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(policy?.['PolicyDocument']).toMatchObject({
      Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    });
    expect(bucket).toMatchObject(RETAINED);
    expect(bucketOf(synthesize({ retainData: false }))?.DeletionPolicy).toBe('Delete');
  });

  it('writes what was given up to buckets of its own account alone', () => {
    const statements = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) =>
        (Properties['PolicyDocument'] as { Statement: { Action: string; Resource: unknown; Condition?: unknown }[] })
          .Statement,
    );
    const ofLetters = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('DeadLetterBucket'));

    expect(ofLetters.map(({ Action, Condition }) => [Action, Condition])).toEqual(
      ['s3:ListBucket', 's3:PutObject', 's3:ListBucket', 's3:PutObject'].map((action) => [
        action,
        { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } },
      ]),
    );
  });

  it('carries new images, as that of the posts does, and no other table has one', () => {
    const streams = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').filter(
      ([, { Properties }]) => Properties['StreamSpecification'],
    );

    expect(streams.map(([id, { Properties }]) => [id.slice(0, -8), Properties['StreamSpecification']])).toEqual([
      ['TablesMessages', { StreamViewType: 'NEW_IMAGE' }],
      ['TablesPosts', { StreamViewType: 'NEW_IMAGE' }],
    ]);
  });
});
