/** /admin/users and /admin/messages: accounts, and removing messages. */

import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as routes from '#contract/routes/admin.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { acts, asAdmin, resetAdmin } from '../support/as-admin.ts';
import { cognito, dynamo, failure, gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import type { Received } from '../support/http.ts';

const UserPoolId = 'eu-central-1_pool';
const at = '2026-01-02T03:04:05.678Z';

beforeEach(() => {
  resetAdmin();
  gateway.reset();
  gateway.on(DeleteConnectionCommand).resolves({});
});

describe('GET /admin/users', () => {
  it("lists the user pool's accounts, with their status, page by page", async () => {
    const user = (Username: string, more: object) => ({
      Username,
      Attributes: [{ Name: 'email', Value: `${Username}@example.org` }],
      UserCreateDate: new Date(NOW),
      Enabled: true,
      ...more,
    });
    const Users = [
      user('bob', { UserStatus: 'CONFIRMED' }),
      user('bo1', { UserStatus: 'UNCONFIRMED' }),
      user('bo2', { UserStatus: 'CONFIRMED', Enabled: false }),
    ];
    cognito.on(ListUsersCommand).resolves({ Users, PaginationToken: 'token' });

    const { body } = await asAdmin(routes.listAccounts, { query: { prefix: 'bo', limit: '100' } });
    const { next } = body as { next: string };
    await asAdmin(routes.listAccounts, { query: { prefix: 'bo', cursor: next } });

    expect(body).toEqual({
      items: [
        { username: 'bob', email: 'bob@example.org', status: 'confirmed', createdAt: at },
        { username: 'bo1', email: 'bo1@example.org', status: 'unconfirmed', createdAt: at },
        { username: 'bo2', email: 'bo2@example.org', status: 'disabled', createdAt: at },
      ],
      next: expect.any(String),
    });
    expect(cognito).toHaveReceivedNthCommandWith(ListUsersCommand, 1, {
      UserPoolId,
      Limit: 60,
      Filter: 'username ^= "bo"',
    });
    expect(cognito).toHaveReceivedNthCommandWith(ListUsersCommand, 2, { Limit: 50, PaginationToken: 'token' });
  });

  it('is refused with a token the pool does not know, or an invalid prefix', async () => {
    cognito.on(ListUsersCommand).rejects(failure('InvalidParameterException'));
    const cursor = encodeCursor(['alice', 'accounts', ''], 'old');

    expect(await asAdmin(routes.listAccounts, { query: { cursor } })).toMatchObject({
      status: 400,
      body: { errors: { cursor: expect.any(String) } },
    });
    expect(await asAdmin(routes.listAccounts, { query: { prefix: 'x" or "' } })).toMatchObject({
      status: 400,
      body: { errors: { prefix: expect.any(String) } },
    });
  });
});

describe('an act on an account', () => {
  it.each([
    ['disable', routes.disableAccount, AdminDisableUserCommand],
    ['enable', routes.enableAccount, AdminEnableUserCommand],
    ['sign-out', routes.signOutAccount, AdminUserGlobalSignOutCommand],
  ] as const)('%s is recorded before it is done', async (act, route, command) => {
    cognito.on(command).rejects(failure('InternalErrorException'));

    await asAdmin(route, { parameters: { username: 'bob' } });

    expect(cognito).toHaveReceivedCommandWith(command, { UserPoolId, Username: 'bob' });
    expect(acts()).toEqual([{ month: 'acts#2026-01', id: expect.any(String), by: 'alice', act, subject: 'bob' }]);
  });

  it('that disables locks the account, tells so in the profile, and closes the sockets', async () => {
    expect(await asAdmin(routes.disableAccount, { parameters: { username: 'bob' } })).toMatchObject({
      status: 204,
      body: undefined,
    });

    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'users-table',
      ExpressionAttributeValues: { ':disabledAt': NOW },
    });
    expect(cognito).toHaveReceivedCommandWith(AdminUserGlobalSignOutCommand, { UserPoolId, Username: 'bob' });
    expect(gateway).toHaveReceivedCommandWith(DeleteConnectionCommand, { ConnectionId: '1' });
  });

  it('that enables tells so in the profile', async () => {
    expect(await asAdmin(routes.enableAccount, { parameters: { username: 'bob' } })).toMatchObject({ status: 204 });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'users-table',
      UpdateExpression: 'REMOVE #disabledAt',
    });
    expect(gateway).not.toHaveReceivedAnyCommand();
  });

  it('that there is not is not found, and not recorded', async () => {
    cognito.on(AdminGetUserCommand, { Username: 'nobody' }).rejects(failure('UserNotFoundException'));

    for (const username of ['nobody', 'Bob', 'bob@example.org']) {
      expect(await asAdmin(routes.disableAccount, { parameters: { username } })).toMatchObject({ status: 404 });
    }
    expect(acts()).toEqual([]);
    expect(cognito).not.toHaveReceivedCommand(AdminDisableUserCommand);
  });

  it('fails where it could not be recorded, and is not done', async () => {
    dynamo.on(PutCommand).rejects(failure('InternalServerError'));

    await expect(asAdmin(routes.disableAccount, { parameters: { username: 'bob' } })).resolves.toMatchObject({
      status: 500,
    });
    expect(cognito).not.toHaveReceivedCommand(AdminDisableUserCommand);
  });
});

describe('DELETE /admin/messages/{id}', () => {
  const remove = (parameters: Readonly<Record<string, string>>): Promise<Received> =>
    asAdmin(routes.removeMessage, { parameters });

  it.each([
    ['is no message', { kind: 'edit', conversation: 'bob~carol', seq: 1 }, 404],
    ['is not there', undefined, 404],
    ['is deleted already', { kind: 'message', conversation: 'bob~carol', seq: 1, deletionSeq: 2 }, 204],
  ])('does nothing where it %s', async (_, Item, status) => {
    dynamo.on(GetCommand, { TableName: 'messages-table' }).resolves(Item ? { Item } : {});

    expect(await remove({ id: 'bob~carol.1' })).toMatchObject({ status });
    expect(await remove({ id: 'x' })).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });
});
