/** Alice's account and sockets, and a record of what is done to them. */

import { createHmac } from 'node:crypto';
import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type BatchWriteCommandInput,
  type QueryCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach } from 'vitest';
import { cognito as pool, dynamo, gateway } from './aws.ts';
import { NOW } from './clock.ts';

export { gateway, pool };

export const ClientId = 'client-id';
export const ClientSecret = 'secret-of-the-client';
export const hashFor = (username: string): string =>
  createHmac('sha256', ClientSecret).update(`${username}${ClientId}`).digest('base64');
export const Alice = { UserPoolId: 'eu-central-1_pool', Username: 'alice' };
export const MINUTE = 60_000;
/** The session of her phone. */
export const OTHER = '3f0b7a3e-5a51-4c39-9a43-2f7f0c8d9b11';

const claims = Buffer.from(JSON.stringify({ username: 'alice', origin_jti: 'session-of-alice' })).toString('base64url');
export const accessToken = ['header', claims, 'signature'].join('.');
export const AuthenticationResult = {
  AccessToken: accessToken,
  RefreshToken: 'new-refresh-token',
  ExpiresIn: 600,
  IdToken: 'an-id-token',
};

/** What was done, in order. */
export const acts: string[] = [];

/** Alice's item: two sockets of the calling session, one of another. */
export const Attributes = {
  username: 'alice',
  'c#desk-1': { session: 'session-of-alice', connectedAt: NOW - 50 * MINUTE, device: 'Firefox on Linux' },
  'c#desk-2': { session: 'session-of-alice', connectedAt: NOW - 40 * MINUTE, device: 'Firefox on Linux' },
  'c#phone': { session: OTHER, connectedAt: NOW - 45 * MINUTE },
  'x#another': NOW - MINUTE,
};

/** Call this once per test file: it sets up the mocks before each test. */
export const answerAlice = (): void =>
  beforeEach(() => {
    acts.length = 0;
    for (const mock of [pool, gateway, dynamo]) mock.reset();
    const told =
      <T>(act: string, answer: T) =>
      async (): Promise<T> => {
        acts.push(act);
        return answer;
      };
    pool.on(cognito.DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret } });
    pool.on(cognito.AdminInitiateAuthCommand).callsFake(told('signIn', { AuthenticationResult }));
    pool.on(cognito.GetTokensFromRefreshTokenCommand).callsFake(told('refresh', { AuthenticationResult }));
    pool.on(cognito.RevokeTokenCommand).callsFake(told('revoke', {}));
    pool.on(cognito.AdminUserGlobalSignOutCommand).callsFake(told('globalSignOut', {}));
    pool.on(cognito.ForgotPasswordCommand).callsFake(told('forgot', {}));
    pool.on(cognito.ConfirmForgotPasswordCommand).callsFake(told('reset', {}));
    pool.on(cognito.ChangePasswordCommand).callsFake(told('change', {}));
    pool.on(cognito.AdminGetUserCommand).callsFake(told('find', { Username: 'alice', UserStatus: 'CONFIRMED' }));
    pool.on(cognito.AdminDeleteUserCommand).callsFake(told('remove', {}));
    gateway
      .on(DeleteConnectionCommand)
      .callsFake(async ({ ConnectionId }: { ConnectionId: string }) => void acts.push(`close ${ConnectionId}`));
    dynamo
      .on(UpdateCommand)
      .callsFake(
        async ({ Key = {}, ExpressionAttributeNames: names = Key, UpdateExpression = '' }: UpdateCommandInput) => {
          // Attempts are counted before everything else that is done.
          if (String(Key['username']).startsWith('limit#password#')) return {};
          if (String(Key['username']).startsWith('limit#code#')) return {};
          acts.push(`${UpdateExpression.split(' ')[0]} ${Object.values(names).join(' ')}`);
          return { Attributes };
        },
      );
    for (const TableName of ['users-table', 'posts-table']) dynamo.on(GetCommand, { TableName }).resolves({});
    dynamo.on(PutCommand).callsFake(told('put', {}));
    dynamo.on(QueryCommand).callsFake(async ({ ExpressionAttributeValues = {} }: QueryCommandInput) => ({
      Items: Object.values(ExpressionAttributeValues).includes('alice#inbox')
        ? [{ username: 'alice#inbox', peer: 'fresh#bob' }]
        : [
            { username: 'alice', peer: 'bob' },
            { username: 'alice', peer: 'carol' },
          ],
    }));
    dynamo
      .on(QueryCommand, { TableName: 'messages-table' })
      .resolvesOnce({
        Items: [2, 1].map((seq) => ({ conversation: 'alice~alice', seq })),
        LastEvaluatedKey: { conversation: 'alice~alice', seq: 1 },
      })
      .resolves({ Items: [{ conversation: 'alice~alice', seq: 0 }] });
    dynamo.on(QueryCommand, { TableName: 'posts-table' }).resolves({ Items: [] });
    dynamo.on(QueryCommand, { TableName: 'postIndex-table' }).resolves({ Items: [] });
    dynamo.on(DeleteCommand, { TableName: 'posts-table' }).resolves({});
    dynamo.on(BatchWriteCommand).callsFake(async ({ RequestItems = {} }: BatchWriteCommandInput) => {
      for (const [table, writes] of Object.entries(RequestItems))
        acts.push(`delete ${writes.map((write) => JSON.stringify(write.DeleteRequest?.Key)).join()} of ${table}`);
      return {};
    });
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [Attributes] } });
  });

/** First the refresh tokens end, then access tokens are kept from opening sockets, then the sockets close. */
const closed = [
  'SET endedBefore',
  'close desk-1',
  'close desk-2',
  'close phone',
  'REMOVE c#desk-1 w#desk-1 c#desk-2 w#desk-2 c#phone w#phone',
];
export const allClosed = ['globalSignOut', ...closed];
