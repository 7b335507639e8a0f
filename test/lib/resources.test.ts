/** The tables, the message stream, its alarms and the user pool of the synthesized stack. */

import { describe, expect, it } from 'vitest';
import * as tables from '#functions/aws/tables.ts';
import { mapping as simulated } from '../simulation/mapping.ts';
import { resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();
const only = (type: string, within = template) => resourcesOf(within, type).map(([, resource]) => resource)[0];

describe('the tables', () => {
  const schemas = {
    Users: tables.usersTable,
    Connections: tables.connectionsTable,
    Messages: tables.messagesTable,
    Conversations: tables.conversationsTable,
    Moderation: tables.moderationTable,
  };
  const tableOf = (name: string, within = template) =>
    resourcesOf(within, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith(`Tables${name}`))?.[1];

  it.each(Object.entries(schemas))('%s has the keys its functions use', (name, schema: tables.KeySchema) => {
    const keys = [schema.partitionKey, ...(schema.sortKey ? [schema.sortKey] : [])];

    expect(tableOf(name)?.Properties).toMatchObject({
      KeySchema: keys.map((key, i) => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    });
  });

  it.each(Object.keys(schemas))('%s is on demand, can be restored and outlives the stack', (name) => {
    const table = tableOf(name);

    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    });
    expect(table?.Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  it('expire connections and resolved reports, and nothing else', () => {
    const expiring = Object.keys(schemas).filter((name) => tableOf(name)?.Properties['TimeToLiveSpecification']);

    expect(expiring).toEqual(['Connections', 'Moderation']);
    for (const name of expiring)
      expect(tableOf(name)?.Properties['TimeToLiveSpecification']).toEqual({
        AttributeName: 'expiresAt',
        Enabled: true,
      });
  });

  it('are deleted with the stack if the data is not retained', () => {
    const passing = synthesize({ retainData: false });

    for (const name of Object.keys(schemas)) {
      expect(tableOf(name, passing)?.DeletionPolicy).toBe('Delete');
      expect(tableOf(name, passing)?.Properties).toMatchObject({ Replicas: [{ DeletionProtectionEnabled: false }] });
    }
    expect(only('AWS::Cognito::UserPool', passing)?.DeletionPolicy).toBe('Delete');
    expect(only('AWS::Cognito::UserPool', passing)?.Properties['DeletionProtection']).toBe('INACTIVE');
  });
});

describe('the secrets', () => {
  const secretOf = (name: string, within = template) =>
    resourcesOf(within, 'AWS::SecretsManager::Secret').find(([id]) => id.startsWith(`Secrets${name}`))?.[1];

  it('are generated, and stay as they are: another rule would make CloudFormation generate others', () => {
    for (const name of ['Root', 'DistributionProof'])
      expect(secretOf(name)?.Properties['GenerateSecretString']).toEqual({
        PasswordLength: 64,
        ExcludePunctuation: true,
      });
  });

  it('outlive the stack with the data, as far as something derives from them', () => {
    expect(secretOf('Root')?.DeletionPolicy).toBe('Retain');
    expect(secretOf('DistributionProof')?.DeletionPolicy).toBe('Delete');
    expect(secretOf('Root', synthesize({ retainData: false }))?.DeletionPolicy).toBe('Delete');
  });
});

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
    expect(bucket?.DeletionPolicy).toBe('Retain');
    expect(bucketOf(synthesize({ retainData: false }))?.DeletionPolicy).toBe('Delete');
  });

  it('writes what was given up to buckets of its own account alone', () => {
    const statements = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) =>
        (Properties['PolicyDocument'] as { Statement: { Action: unknown; Condition?: unknown }[] }).Statement,
    );
    const ofS3 = statements.filter(({ Action }) => String(Action).startsWith('s3:') && !String(Action).includes('*'));

    expect(ofS3.map(({ Action, Condition }) => [Action, Condition])).toEqual(
      ['s3:ListBucket', 's3:PutObject'].map((action) => [
        action,
        { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } },
      ]),
    );
  });

  it('carries new images of the messages table alone', () => {
    const streams = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').filter(
      ([, { Properties }]) => Properties['StreamSpecification'],
    );

    expect(streams.map(([id, { Properties }]) => [id.slice(0, -8), Properties['StreamSpecification']])).toEqual([
      ['TablesMessages', { StreamViewType: 'NEW_IMAGE' }],
    ]);
  });

  it('has alarms for dead letters, for falling behind and for skipped records', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

    const metrics = (alarms[0]?.['Metrics'] ?? []) as {
      Expression?: string;
      MetricStat?: { Metric: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] } };
    }[];

    expect(metrics.flatMap(({ Expression = [] }) => Expression)).toEqual(['FILL(kept, 0) + FILL(lost, 0)']);
    expect(
      metrics.flatMap(({ MetricStat }) => {
        const { MetricName, Dimensions: [by] = [] } = MetricStat?.Metric ?? {};
        return MetricName ? [[MetricName, by?.Name, written(by?.Value)]] : [];
      }),
    ).toEqual([
      ['OnFailureDestinationDeliveredEventCount', 'EventSourceMappingUUID', '{MessageStreamMapping}'],
      ['DroppedEventCount', 'EventSourceMappingUUID', '{MessageStreamMapping}'],
    ]);
    expect(alarms.map(({ MetricName, Threshold }) => [MetricName, Threshold])).toEqual([
      [undefined, 0],
      ['IteratorAge', 60_000],
      ['SkippedEntries', 0],
    ]);
  });

  it('counts skipped records of its own consumer only, whatever else the account runs', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const dimensions = alarms.find(({ MetricName }) => MetricName === 'SkippedEntries')?.['Dimensions'];

    expect((dimensions as { Name: string; Value: unknown }[]).map(({ Name, Value }) => [Name, written(Value)])).toEqual(
      [['FunctionName', '{MessageStreamConsumerFunction}']],
    );
  });

  it('mails its alarms to the address in the settings', () => {
    const watched = synthesize({ alarmEmail: 'ops@example.com' });

    expect(only('AWS::SNS::Subscription', watched)?.Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
    for (const [, { Properties }] of resourcesOf(watched, 'AWS::CloudWatch::Alarm')) {
      expect((Properties['AlarmActions'] as unknown[]).map(written)).toEqual(['{MonitoringTopic}']);
    }
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toEqual([]);
  });
});

describe('the user pool', () => {
  const pool = only('AWS::Cognito::UserPool')?.Properties ?? {};
  const client = only('AWS::Cognito::UserPoolClient')?.Properties ?? {};

  it('signs people in by name or by confirmed e-mail address, ignoring case', () => {
    expect(pool).toMatchObject({
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
  });

  it('has one group, that of the administrators', () => {
    const groups = resourcesOf(template, 'AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties);

    expect(groups.map(({ GroupName }) => GroupName)).toEqual(['admins']);
    expect(groups.map(({ UserPoolId }) => written(UserPoolId))).toEqual(['{IdentityUserPool}']);
  });

  it('requires long passwords and leaves their composition to the person', () => {
    expect(pool['Policies']).toEqual({
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: false,
        RequireUppercase: false,
        RequireNumbers: false,
        RequireSymbols: false,
      },
    });
  });

  it('calls the trigger before it accepts a name and after an account is confirmed', () => {
    const { PreSignUp, PostConfirmation, ...others } = pool['LambdaConfig'] as Record<string, unknown>;

    expect(written(PreSignUp)).toBe('{IdentityTriggerFunction.Arn}');
    expect(written(PostConfirmation)).toBe('{IdentityTriggerFunction.Arn}');
    expect(others).toEqual({});
  });

  it('says in its mail what to do with a code that one did not ask for', () => {
    expect(pool['EmailVerificationMessage']).toMatch(/\{####\}.*ignore this mail/s);
  });

  it('has a client that signs in by password through the API alone, and reveals no account', () => {
    expect(client).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AllowedOAuthFlowsUserPoolClient: false,
      WriteAttributes: ['email'],
    });
    expect(client).not.toHaveProperty('AllowedOAuthFlows');
    expect(client).toHaveProperty('GenerateSecret', true);
    expect(JSON.stringify(template)).not.toMatch(/ClientSecret|DescribeCognitoUserPoolClient/);
    expect(resourcesOf(template, 'AWS::Cognito::UserPoolDomain')).toEqual([]);
  });

  it('issues access tokens for ten minutes, and lets a lost refresh be repeated', () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 10,
      RefreshTokenValidity: 30 * 24 * 60,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
    expect(client).not.toHaveProperty('RefreshTokenRotation');
  });

  it('mails through SES from the address in the settings', () => {
    const mailing = only('AWS::Cognito::UserPool', synthesize({ mailFrom: 'hello@example.com' }));
    const { SourceArn, ...configuration } = (mailing?.Properties['EmailConfiguration'] ?? {}) as Record<
      string,
      unknown
    >;

    expect(configuration).toEqual({ EmailSendingAccount: 'DEVELOPER', From: 'hello@example.com' });
    expect(written(SourceArn)).toMatch(/:identity\/example\.com$/);
    expect(pool['EmailConfiguration']).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
  });
});
