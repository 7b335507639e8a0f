/** The tables, the secrets and the user pool of the synthesized stack. */

import { describe, expect, it } from 'vitest';
import * as tables from '#functions/aws/tables.ts';
import { MessageCenterStack } from '#lib/message-center-stack.ts';
import type { MessageCenterProps } from '#lib/message-center.ts';
import { RETAINED, resourcesOf, synthesize, testApp, written } from './synthesized.ts';

const template = synthesize();
const only = (type: string, within = template) => resourcesOf(within, type).map(([, resource]) => resource)[0];

interface Replica {
  readonly PointInTimeRecoverySpecification: { readonly RecoveryPeriodInDays: number };
}

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

    expect(table).toMatchObject(RETAINED);
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        },
      ],
    });
    expect(table?.Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  it('can be restored, and logs are kept, for as many days as the settings say', () => {
    const own = synthesize({ recoveryDays: 7, logDays: 90 });
    const days = resourcesOf(own, 'AWS::DynamoDB::GlobalTable')
      .flatMap(([, { Properties }]) => Properties['Replicas'] as Replica[])
      .map(({ PointInTimeRecoverySpecification: { RecoveryPeriodInDays } }) => RecoveryPeriodInDays);
    const kept = resourcesOf(own, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties['RetentionInDays']);

    expect(new Set(days)).toEqual(new Set([7]));
    expect(kept.length).toBeGreaterThan(20);
    expect(new Set(kept)).toEqual(new Set([90]));
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

  it('can be deleted while the stack is new, and then not before that is turned off', () => {
    const stackOf = (props: MessageCenterProps) => new MessageCenterStack(testApp(), 'Protected', props);
    const unprotected = synthesize({ deletionProtection: false });

    for (const name of Object.keys(schemas))
      expect(tableOf(name, unprotected)).toMatchObject({
        ...RETAINED,
        Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
      });
    expect(only('AWS::Cognito::UserPool')).toMatchObject({ ...RETAINED, Properties: { DeletionProtection: 'ACTIVE' } });
    expect(only('AWS::Cognito::UserPool', unprotected)).toMatchObject({
      ...RETAINED,
      Properties: { DeletionProtection: 'INACTIVE' },
    });
    expect(
      [{}, { deletionProtection: false }, { retainData: false }].map((props) => stackOf(props).terminationProtection),
    ).toEqual([true, false, false]);
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
    expect(secretOf('Root')).toMatchObject(RETAINED);
    expect(secretOf('DistributionProof')?.DeletionPolicy).toBe('Delete');
    expect(secretOf('Root', synthesize({ retainData: false }))?.DeletionPolicy).toBe('Delete');
  });
});

it('nothing but files of the page is deployed by a custom resource: none touches the user pool', () => {
  const custom = Object.values(template.toJSON().Resources as Record<string, { Type: string }>)
    .map(({ Type }) => Type)
    .filter((type) => /^Custom::|^AWS::CloudFormation::CustomResource$/.test(type));

  expect([...new Set(custom)].toSorted()).toEqual(['Custom::CDKBucketDeployment', 'Custom::S3AutoDeleteObjects']);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/cognito-idp:(Update|Set)/);
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

  it('says in it what the code may be for, and to tell it to nobody: it is the same mail for all purposes', () => {
    for (const words of [/a new account/, /sets a new password/, /somebody else used your address/, /nobody/])
      expect(pool['EmailVerificationMessage']).toMatch(words);
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

  it('lets the trigger write the mails that SES sends, and none that Cognito sends itself', () => {
    const mailing = only('AWS::Cognito::UserPool', synthesize({ mailFrom: 'hello@example.com' }));
    const triggers = (mailing?.Properties['LambdaConfig'] ?? {}) as Record<string, unknown>;

    expect(written(triggers['CustomMessage'])).toBe('{IdentityTriggerFunction.Arn}');
    expect(pool['LambdaConfig']).not.toHaveProperty('CustomMessage');
  });
});
