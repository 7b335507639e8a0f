/** GET /users, and GET /users/{username} */

import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { getUser, listUsers } from '#contract/routes/users.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { profile, shown } from '../support/profiles.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');

const list = (query: string | Record<string, string> = ''): Promise<Received> => call(handler, listUsers, { query });

/** Answers the queries of the users table from these names. */
function answerPeople(...names: readonly string[]): void {
  dynamo
    .on(QueryCommand, { TableName: 'users-table' })
    .callsFake(
      async (query: {
        ExpressionAttributeValues: Record<string, string>;
        ExclusiveStartKey?: { username: string };
        Limit: number;
      }) => {
        const { ':initial': initial } = query.ExpressionAttributeValues;
        const after = query.ExclusiveStartKey?.username ?? '';
        const found = names.toSorted().filter((name) => name[0] === initial && name > after);
        const deleted = (name: string) => (name.endsWith('-gone') ? { deletedAt: 1 } : {});
        return { Items: found.slice(0, query.Limit).map((name) => profile(name, deleted(name))) };
      },
    );
  dynamo
    .on(GetCommand, { TableName: 'users-table', Key: { initial: 'initials', username: 'initials' } })
    .resolves({ Item: { all: true, names: new Set(names.map(([initial]) => initial)) } });
}

beforeEach(() => {
  dynamo.reset();
  dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [] } });
  dynamo.on(GetCommand, { TableName: 'conversations-table' }).resolves({});
});

describe('GET /users', () => {
  it('lists everyone but me, in order, without storage fields', async () => {
    answerPeople('zoe', 'alice', 'bob', '0zero');

    expect(await list()).toMatchObject({ status: 200, body: { items: [shown('0zero'), shown('bob'), shown('zoe')] } });
    expect((await list()).body).not.toHaveProperty('next');
  });

  it('queries the initials that names have, and omits deleted users', async () => {
    answerPeople('bob', 'bob-gone');

    expect((await list({ limit: '7' })).body).toEqual({ items: [shown('bob')] });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'users-table',
      KeyConditionExpression: 'initial = :initial',
      ExpressionAttributeValues: { ':initial': 'b' },
      Limit: 9,
    });
  });

  it('with a prefix queries the index of names alone, by the longest word', async () => {
    dynamo.on(QueryCommand).resolves({
      Items: [{ initial: 'word#d', username: 'durand bob', wordsVersion: 1 }],
    });
    const bob = profile('bob', { displayName: 'Bob Durand', words: ['bob', 'durand'] });
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'users-table': [bob] } });

    expect((await list({ prefix: 'Bo DUR', limit: '7' })).body).toEqual({
      items: [{ ...shown('bob'), displayName: 'Bob Durand' }],
    });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'users-table',
      KeyConditionExpression: 'initial = :partition AND begins_with(username, :beginning)',
      ExpressionAttributeValues: { ':partition': 'word#d', ':beginning': 'dur' },
      Limit: 9,
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(BatchGetCommand, {
      RequestItems: { 'users-table': { Keys: [{ initial: 'b', username: 'bob' }], ConsistentRead: false } },
    });
  });

  it('continues with a cursor where the previous page ended', async () => {
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
    expect(await list({ cursor })).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { cursor: expect.any(String) } },
    });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it('is refused with a cursor outside its prefix, where no key of the table can be', async () => {
    for (const position of ['zoe', 'bob', 'zoe bob', 'bob Not-a-name', 'bo!b bob', ' bob'])
      expect(await list({ prefix: 'bo', cursor: encodeCursor(['alice', 'users', 'bo'], position) })).toMatchObject({
        status: 400,
      });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it.each(['prefix=', 'prefix=%00', 'prefix=a%7f', `prefix=${'a'.repeat(101)}`, 'limit=0', 'limit=101', 'q=bob'])(
    'is refused for the query %j',
    async (query) => {
      expect(await list(query)).toMatchObject({ status: 400 });
    },
  );
});

describe('GET /users/{username}', () => {
  const get = (username: string): Promise<Received> => call(handler, getUser, { parameters: { username } });

  it('is a profile, and whether the person is online', async () => {
    dynamo
      .on(GetCommand, { TableName: 'users-table' })
      .resolves({ Item: profile('bob', { about: 'Here', lastSeenAt: 0 }) });
    dynamo.on(BatchGetCommand).resolves({
      Responses: { 'connections-table': [{ username: 'bob', 'c#1': { session: 's', connectedAt: NOW - 60_000 } }] },
    });

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
  ])('hides the presence of a person who %s, and shows the rest', async (_, more, row) => {
    dynamo
      .on(GetCommand, { TableName: 'users-table' })
      .resolves({ Item: profile('bob', { about: 'Here', lastSeenAt: 0, ...more }) });
    dynamo.on(GetCommand, { TableName: 'conversations-table' }).resolves(row ? { Item: row } : {});
    dynamo.on(BatchGetCommand).resolves({
      Responses: { 'connections-table': [{ username: 'bob', 'c#1': { session: 's', connectedAt: NOW } }] },
    });

    expect((await get('bob')).body).toEqual({ ...shown('bob'), about: 'Here', online: false });
    expect(dynamo).toHaveReceivedCommandWith(GetCommand, {
      TableName: 'conversations-table',
      Key: { username: 'bob', peer: 'alice' },
      ConsistentRead: true,
    });
  });

  it('shows a person as offline whose sockets have all expired', async () => {
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
    ['does not exist', 'nobody', {}],
    ['is deleted', 'bob', { Item: profile('bob', { deletedAt: 1 }) }],
  ])('answers the same for a person who %s', async (_, username, answer) => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves(answer);

    expect(await get(username)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('reads no table for an invalid name', async () => {
    for (const name of ['Bob', 'ab', '', 'bob~alice', '%00']) expect(await get(name)).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});
