/** The functions of the synthesized stack, and what each is allowed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as environment from '#functions/aws/environment.ts';
import { type EntryPoint, bundleOf, entryPoints } from '#lib/bundle.ts';
import { functionsOf, grantsOf, resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();
const functions = functionsOf(template);
const names = [...functions.keys()];

/** By function: its entry point, and what its code does to which table (`Tables…`), pool or bucket. */
const expected: Readonly<Record<string, { entryPoint: EntryPoint; grants: readonly string[] }>> = {
  HttpApiAccounts: {
    entryPoint: 'http/accounts',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchWriteItem {TablesConversations.Arn}',
      'dynamodb:BatchWriteItem {TablesMessages.Arn}',
      'dynamodb:DeleteItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesConnections.Arn}',
      'dynamodb:PutItem {TablesUsers.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
      'cognito-idp:AdminDeleteUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminGetUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminInitiateAuth {IdentityUserPool.Arn}',
      'cognito-idp:AdminRespondToAuthChallenge {IdentityUserPool.Arn}',
      'cognito-idp:AdminSetUserMFAPreference {IdentityUserPool.Arn}',
      'cognito-idp:AdminUserGlobalSignOut {IdentityUserPool.Arn}',
      'cognito-idp:DescribeUserPoolClient {IdentityUserPool.Arn}',
      'secretsmanager:GetSecretValue {SecretsDistributionProof}',
      'secretsmanager:GetSecretValue {SecretsRoot}',
    ],
  },
  HttpApiUsers: {
    entryPoint: 'http/users',
    grants: [
      'cognito-idp:AdminGetUser {IdentityUserPool.Arn}',
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:DeleteItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesConversations.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesUsers.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:Query {TablesUsers.Arn}',
      'dynamodb:UpdateItem {TablesUsers.Arn}',
    ],
  },
  HttpApiMessages: {
    entryPoint: 'http/messages',
    grants: [
      'dynamodb:BatchGetItem {TablesConversations.Arn}',
      'dynamodb:BatchGetItem {TablesMessages.Arn}',
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesConversations.Arn}',
      'dynamodb:PutItem {TablesMessages.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesMessages.Arn}',
    ],
  },
  HttpApiConversations: {
    entryPoint: 'http/conversations',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:BatchGetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesConversations.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesMessages.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesConversations.Arn}',
      'dynamodb:UpdateItem {TablesMessages.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/POST/@connections/*',
    ],
  },
  HttpApiSafety: {
    entryPoint: 'http/safety',
    grants: [
      'dynamodb:BatchGetItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesModeration.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesConversations.Arn}',
    ],
  },
  HttpApiAdmin: {
    entryPoint: 'http/admin',
    grants: [
      'cognito-idp:AdminDisableUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminEnableUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminGetUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminListGroupsForUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminSetUserMFAPreference {IdentityUserPool.Arn}',
      'cognito-idp:AdminUserGlobalSignOut {IdentityUserPool.Arn}',
      'cognito-idp:ListUsers {IdentityUserPool.Arn}',
      'dynamodb:GetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesModeration.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesMessages.Arn}',
      'dynamodb:PutItem {TablesModeration.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:Query {TablesModeration.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesModeration.Arn}',
      'dynamodb:UpdateItem {TablesUsers.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
    ],
  },
  HttpApiOpenapi: { entryPoint: 'http/openapi', grants: [] },
  WebSocketApiAuthorize: { entryPoint: 'socket/authorize', grants: [] },
  WebSocketApiConnect: {
    entryPoint: 'socket/connect',
    grants: [
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
      'execute-api:ManageConnections {WebSocketApi}/live/GET/@connections/*',
    ],
  },
  WebSocketApiDisconnect: {
    entryPoint: 'socket/disconnect',
    grants: ['dynamodb:UpdateItem {TablesConnections.Arn}', 'dynamodb:UpdateItem {TablesUsers.Arn}'],
  },
  WebSocketApiReceive: {
    entryPoint: 'socket/receive',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:GetItem {TablesConversations.Arn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesConversations.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
      'execute-api:ManageConnections {WebSocketApi}/live/POST/@connections/*',
    ],
  },
  MessageStreamConsumer: {
    entryPoint: 'stream/messages',
    grants: [
      'dynamodb:BatchGetItem {TablesConnections.Arn}',
      'dynamodb:DescribeStream {TablesMessages.StreamArn}',
      'dynamodb:GetItem {TablesMessages.Arn}',
      'dynamodb:GetRecords {TablesMessages.StreamArn}',
      'dynamodb:GetShardIterator {TablesMessages.StreamArn}',
      'dynamodb:ListStreams {TablesMessages.StreamArn}',
      'dynamodb:PutItem {TablesConversations.Arn}',
      'dynamodb:PutItem {TablesMessages.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'dynamodb:UpdateItem {TablesMessages.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/POST/@connections/*',
      's3:ListBucket {MessageStreamDeadLetterBucket.Arn}',
      's3:PutObject {MessageStreamDeadLetterBucket.Arn}/aws/lambda/*',
    ],
  },
  SweepSweeper: {
    entryPoint: 'trigger/sweep',
    grants: [
      'cognito-idp:AdminDeleteUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminGetUser {IdentityUserPool.Arn}',
      'cognito-idp:AdminUserGlobalSignOut {IdentityUserPool.Arn}',
      'cognito-idp:ListUsers {IdentityUserPool.Arn}',
      'dynamodb:BatchWriteItem {TablesConversations.Arn}',
      'dynamodb:BatchWriteItem {TablesMessages.Arn}',
      'dynamodb:DeleteItem {TablesUsers.Arn}',
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesUsers.Arn}',
      'dynamodb:Query {TablesConversations.Arn}',
      'dynamodb:Query {TablesMessages.Arn}',
      'dynamodb:Query {TablesUsers.Arn}',
      'dynamodb:UpdateItem {TablesConnections.Arn}',
      'execute-api:ManageConnections {WebSocketApi}/live/DELETE/@connections/*',
    ],
  },
  IdentityTrigger: {
    entryPoint: 'trigger/user-pool',
    grants: [
      'dynamodb:GetItem {TablesUsers.Arn}',
      'dynamodb:PutItem {TablesUsers.Arn}',
      'dynamodb:UpdateItem {TablesUsers.Arn}',
    ],
  },
};

describe('the functions', () => {
  it('are one for each entry point', () => {
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(
      Object.values(expected)
        .map(({ entryPoint }) => entryPoint)
        .toSorted(),
    ).toEqual([...entryPoints].toSorted());
  });

  it.each(Object.entries(expected))('%s may do exactly what its code does', (name, { grants }) => {
    const own = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} {${name}Logs.Arn}`);
    const granted = grantsOf(template, name).map((grant) => grant.replace(/arn:.*:(?=\{)/, ''));

    expect(granted).toEqual([...grants, ...own].toSorted());
  });

  it.each(Object.entries(expected))(
    '%s has exactly the environment variables that its code reads',
    (name, { entryPoint }) => {
      const code = readFileSync(join(bundleOf(entryPoint), 'index.mjs'), 'utf8');
      const read = Object.keys(environment).filter((variable) => code.includes(`"${variable}"`));
      const { Variables = {} } = (functions.get(name)?.Properties['Environment'] ?? {}) as { Variables?: object };

      expect(Object.keys(Variables).toSorted()).toEqual(read.toSorted());
    },
  );

  it('have no policy but their own', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role').filter(([id]) =>
      names.some((name) => id.startsWith(`${name}Role`)),
    );

    expect(roles).toHaveLength(names.length);
    for (const [, { Properties }] of roles) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });

  it.each(names)('%s has a current runtime, memory, a timeout, and logs that are kept for a month', (name) => {
    const properties = functions.get(name)?.Properties;
    const [, logs] = resourcesOf(template, 'AWS::Logs::LogGroup').find(([id]) => id.startsWith(`${name}Logs`)) ?? [];

    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: expect.any(Number),
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
    const { LogGroup } = (properties?.['LoggingConfig'] ?? {}) as { LogGroup?: unknown };
    expect(written(LogGroup)).toBe(`{${name}Logs}`);
    expect(logs?.Properties['RetentionInDays']).toBe(30);
  });
});

describe('the template', () => {
  it('grants nothing on the resource *', () => {
    const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([, { Properties }]) => JSON.stringify(Properties));

    expect(policies.filter((policy) => /"Resource":(\[[^\]]*)?"\*"/.test(policy))).toEqual([]);
  });

  it('holds no secret and no key', () => {
    // That secrets are generated, where they are, and who may read them, is no secret.
    const text = JSON.stringify(template.toJSON())
      .replace('"GenerateSecret":true', '')
      .replaceAll(/"GenerateSecretString":\{"ExcludePunctuation":true,"PasswordLength":64\}/g, '')
      .replaceAll(/AWS::SecretsManager::Secret|Secrets(Root|DistributionProof)[\dA-F]{8}/g, '')
      .replaceAll('secretsmanager:GetSecretValue', '')
      .replaceAll(/\{\{resolve:secretsmanager:",\{"Ref":""\},":SecretString:::\}\}/g, '')
      .replaceAll(/\b(ROOT_SECRET|DISTRIBUTION_PROOF)_ARN\b/g, '');

    expect(text).not.toMatch(/secret|private key|access_?key|\bAKIA|password"?:"/i);
  });

  it('holds nothing that belongs to a single machine, account or region', () => {
    const text = JSON.stringify(template.toJSON());

    expect(text).not.toMatch(/localhost|127\.0\.0\.1|http:\/\//);
    expect(text).not.toMatch(/arn:aws:|[a-z]{2}-(north|south|east|west|central)[a-z]*-\d/);
    expect(text).not.toMatch(/\b\d{12}\b/);
  });
});
