import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  type AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { getMe, getUser, listUsers, updateMe } from '../../../functions/api/routes/users.ts';
import { encodeCursor } from '../../../functions/core/cursor.ts';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('../../../functions/http/users.ts');

const cognito = mockClient(CognitoIdentityProviderClient);

const profile = (username: string, more: object = {}) => ({
  initial: username[0],
  username,
  displayName: username,
  createdAt: NOW,
  ...more,
});
const shown = (username: string) => ({ username, displayName: username, createdAt: '2026-01-02T03:04:05.678Z' });

const list = (query: string | Record<string, string> = ''): Promise<Received> => call(handler, listUsers, { query });

/** Answers the queries of the users table from these names. */
function answerPeople(...names: readonly string[]): void {
  dynamo
    .on(QueryCommand, { TableName: 'users-table' })
    .callsFake(async (query: { ExpressionAttributeValues: Record<string, string>; ExclusiveStartKey?: { username: string }; Limit: number }) => {
      const { ':initial': initial, ':prefix': prefix = '' } = query.ExpressionAttributeValues;
      const after = query.ExclusiveStartKey?.username ?? '';
      const found = names.toSorted().filter((name) => name[0] === initial && name.startsWith(prefix) && name > after);
      return { Items: found.slice(0, query.Limit).map((name) => profile(name)) };
    });
}

beforeEach(() => {
  dynamo.reset();
  dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [] } });
  dynamo.on(GetCommand, { TableName: 'conversations-table' }).resolves({});
  cognito.reset();
});

describe('GET /users', () => {
  it('is everyone but me, in order, without a trace of how profiles are stored', async () => {
    answerPeople('zoe', 'alice', 'bob', '0zero');

    expect(await list()).toMatchObject({ status: 200, body: { items: [shown('0zero'), shown('bob'), shown('zoe')] } });
    expect((await list()).body).not.toHaveProperty('next');
  });

  it('asks for one initial after the other, leaving out the deleted', async () => {
    answerPeople('bob');

    await list({ prefix: 'bo', limit: '7' });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'users-table',
      KeyConditionExpression: 'initial = :initial AND begins_with(username, :prefix)',
      FilterExpression: 'attribute_not_exists(deletedAt)',
      ExpressionAttributeValues: { ':initial': 'b', ':prefix': 'bo' },
      Limit: 9,
    });
  });

  it('goes on with a cursor where the page before ended', async () => {
    answerPeople('bob', 'carol', 'dave');

    const first = await list({ limit: '2' });
    const { next } = first.body as { next: string };
    const second = await list({ limit: '2', cursor: next });

    expect(first.body).toMatchObject({ items: [shown('bob'), shown('carol')] });
    expect(second.body).toEqual({ items: [shown('dave')] });
    expect(dynamo).toHaveReceivedCommandWith(QueryCommand, { ExclusiveStartKey: { initial: 'c', username: 'carol' } });
  });

  it.each([
    ['of another person', encodeCursor(['bob', 'users', ''], 'carol')],
    ['of another prefix', encodeCursor(['alice', 'users', 'b'], 'bob')],
    ['of another list', encodeCursor(['alice', 'conversations'], '1 alice~bob')],
    ['that names no one', encodeCursor(['alice', 'users', ''], '')],
    ['that names what is no name', encodeCursor(['alice', 'users', ''], 'Not a name')],
    ['that is none', 'x'],
    ['that is too long', 'x'.repeat(501)],
  ])('is refused with a cursor %s', async (_, cursor) => {
    expect(await list({ cursor })).toMatchObject({ status: 400, body: { code: 'invalid', errors: { cursor: expect.any(String) } } });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it('is refused with a cursor outside of its prefix, which no key of the table lies in', async () => {
    expect(await list({ prefix: 'bo', cursor: encodeCursor(['alice', 'users', 'bo'], 'zoe') })).toMatchObject({ status: 400 });
  });

  it.each(['prefix=B', 'prefix=', 'prefix=-a', `prefix=${'a'.repeat(31)}`, 'limit=0', 'limit=101', 'q=bob'])(
    'is refused for the query %j',
    async (query) => {
      expect(await list(query)).toMatchObject({ status: 400 });
    },
  );
});

describe('GET /users/{username}', () => {
  const get = (username: string): Promise<Received> => call(handler, getUser, { parameters: { username } });

  it('is a profile, with whether its person is online', async () => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: profile('bob', { about: 'Here', lastSeenAt: 0 }) });
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { 'connections-table': [{ username: 'bob', 'c#1': { session: 's', connectedAt: NOW - 60_000 } }] } });

    expect(await get('bob')).toMatchObject({
      status: 200,
      body: { ...shown('bob'), about: 'Here', online: true, lastSeenAt: '1970-01-01T00:00:00.000Z' },
    });
    expect(dynamo).toHaveReceivedCommandWith(BatchGetCommand, {
      RequestItems: { 'connections-table': { Keys: [{ username: 'bob' }], ConsistentRead: true } },
    });
  });

  it.each([
    ['has blocked me', {}, { username: 'bob', peer: 'alice', createdAt: 0, blocked: true }],
    ['is disabled', { disabledAt: 1 }, undefined],
  ])('shows nothing of the presence of a person who %s, and all else', async (_, more, row) => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: profile('bob', { about: 'Here', lastSeenAt: 0, ...more }) });
    dynamo.on(GetCommand, { TableName: 'conversations-table' }).resolves(row ? { Item: row } : {});
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [{ username: 'bob', 'c#1': { session: 's', connectedAt: NOW } }] } });

    expect((await get('bob')).body).toEqual({ ...shown('bob'), about: 'Here', online: false });
    expect(dynamo).toHaveReceivedCommandWith(GetCommand, { TableName: 'conversations-table', Key: { username: 'bob', peer: 'alice' }, ConsistentRead: true });
  });

  it('says offline of a person whose sockets are all past their time', async () => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: profile('bob') });
    const item = {
      username: 'bob',
      expiresAt: 7,
      'c#1': { session: 's', connectedAt: NOW - 130 * 60_000 },
      'x#1': { session: 's', connectedAt: NOW },
    };
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [item] } });

    const { body } = await get('bob');

    expect(body).toEqual({ ...shown('bob'), online: false });
  });

  it.each([
    ['is nobody', 'nobody', {}],
    ['is deleted', 'bob', { Item: profile('bob', { deletedAt: 1 }) }],
  ])('answers alike whoever %s', async (_, username, answer) => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves(answer);

    expect(await get(username)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('asks no table for what can not be a name', async () => {
    for (const name of ['Bob', 'ab', '', 'bob~alice', '%00']) expect(await get(name)).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});

const UserAttributes = [
  { Name: 'sub', Value: '1' },
  { Name: 'email', Value: 'alice@example.org' },
];
const account: Partial<AdminGetUserCommandOutput> = { UserStatus: 'CONFIRMED', UserCreateDate: new Date(NOW), UserAttributes };

describe('GET /me', () => {
  const me = (): Promise<Received> => call(handler, getMe);

  it('is my own profile with my address, which nobody else is shown', async () => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);

    expect(await me()).toMatchObject({ status: 200, body: { ...shown('alice'), email: 'alice@example.org' } });
    expect(cognito).toHaveReceivedCommandExactlyOnceWith(AdminGetUserCommand, { UserPoolId: 'eu-central-1_pool', Username: 'alice' });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('says so to an administrator, and nothing of it to others', async () => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);

    expect((await call(handler, getMe, { groups: ['admins'] })).body).toMatchObject({ administrator: true });
    expect((await me()).body).not.toHaveProperty('administrator');
  });

  it.each([
    ['makes the profile where there is none yet', () => dynamo.on(PutCommand).resolves({})],
    ['finds the profile that another request has just made', () => dynamo.on(PutCommand).rejects(conditionFailed())],
  ])('%s', async (_, arrange) => {
    dynamo
      .on(GetCommand)
      .resolvesOnce({})
      .resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);
    arrange();

    expect(await me()).toMatchObject({ status: 200, body: shown('alice') });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'users-table',
      Item: { initial: 'a', username: 'alice', displayName: 'alice', createdAt: NOW },
      ConditionExpression: 'attribute_not_exists(username)',
    });
  });

  it('asks to sign in where the account is gone', async () => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).rejects(failure('UserNotFoundException'));

    expect(await me()).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });
});

describe('PATCH /me', () => {
  const update = (body: unknown): Promise<Received> => call(handler, updateMe, { body });
  const living = 'attribute_exists(username) AND attribute_not_exists(deletedAt)';

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice', { about: 'Before' }) });
    cognito.on(AdminGetUserCommand).resolves(account);
  });

  it('changes what is given, in its normal form, and answers the profile as it is then', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: profile('alice', { displayName: 'Alice L.', about: 'Down\nthe hole', seen: 1 }) });

    const answer = await update({ displayName: ' Alice\u202e  L. ', about: 'Down\r\nthe hole\n' });

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({ ...shown('alice'), displayName: 'Alice L.', about: 'Down\nthe hole', email: 'alice@example.org' });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'users-table',
      Key: { initial: 'a', username: 'alice' },
      UpdateExpression: 'SET #displayName = :displayName, #about = :about',
      ConditionExpression: living,
      ExpressionAttributeNames: { '#displayName': 'displayName', '#about': 'about' },
      ExpressionAttributeValues: { ':displayName': 'Alice L.', ':about': 'Down\nthe hole' },
    });
  });

  it('removes what I say of myself when I say nothing', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: profile('alice') });

    expect((await update({ about: '  ' })).body).toEqual({ ...shown('alice'), email: 'alice@example.org' });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      UpdateExpression: 'REMOVE #about',
      ExpressionAttributeNames: { '#about': 'about' },
    });
  });

  it('of nothing changes nothing', async () => {
    expect((await update({})).body).toMatchObject({ about: 'Before' });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('asks to sign in where the account is gone', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await update({ displayName: 'Alice' })).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });

  it.each<[what: string, body: object, field: string]>([
    ['an empty name', { displayName: ' \u200b ' }, 'displayName'],
    ['a name of 61 characters', { displayName: 'x'.repeat(61) }, 'displayName'],
    ['a name that is none', { displayName: 7 }, 'displayName'],
    ['a name with a bell', { displayName: 'A\u0007' }, 'displayName'],
    ['501 characters about oneself', { about: 'x'.repeat(501) }, 'about'],
    ['a tower of marks', { about: `x${'\u0323'.repeat(9)}` }, 'about'],
    ['another user name', { username: 'bob' }, 'username'],
    ['an address', { email: 'a@example.org' }, 'email'],
    ['a state only administrators set', { disabledAt: null }, 'disabledAt'],
  ])('is refused for %s, naming the field', async (_, body, field) => {
    expect(await update(body)).toMatchObject({ status: 400, body: { code: 'invalid', errors: { [field]: expect.any(String) } } });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });
});
