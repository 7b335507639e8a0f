/** /blocks and /reports. */

import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '#contract/message-id.ts';
import { block, listBlocks, report, unblock } from '#contract/routes/safety.ts';
import { conditionFailed, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { edit, logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { postOf } from '../support/posts.ts';

stubEnvironment();
const { handler } = await import('#functions/http/safety.ts');

const profile = (username: string, more: object = {}) => ({
  initial: username[0],
  username,
  displayName: `The ${username}`,
  createdAt: NOW,
  ...more,
});
const people = [profile('bob', { about: 'Here' }), profile('carol'), profile('dave', { deletedAt: 1 })];

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'users-table' }).callsFake(async ({ Key }: { Key: { username: string } }) => ({
    Item: people.find(({ username }) => username === Key.username),
  }));
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});

describe('GET /blocks', () => {
  const blocks = (): Promise<Received> => call(handler, listBlocks);

  it('lists the people I have blocked, in order, without deleted ones', async () => {
    const rows = ['bob', 'carol', 'cat', 'dave'].map((peer) => ({
      username: 'alice',
      peer,
      createdAt: 0,
      ...(peer !== 'cat' && { blocked: true, shownReadSeq: 0 }),
    }));
    dynamo.on(QueryCommand).resolves({ Items: rows });
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'users-table': people.toReversed() } });

    const createdAt = '2026-01-02T03:04:05.678Z';
    const items = [
      { username: 'bob', displayName: 'The bob', about: 'Here', createdAt },
      { username: 'carol', displayName: 'The carol', createdAt },
    ];
    expect((await blocks()).body).toEqual({ items });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'conversations-table',
      KeyConditionExpression: 'username = :username',
      ExpressionAttributeValues: { ':username': 'alice' },
      ConsistentRead: true,
      Limit: 1000,
    });
    expect(dynamo.commandCalls(BatchGetCommand)[0]?.args[0].input.RequestItems?.['users-table']?.Keys).toEqual(
      ['bob', 'carol', 'dave'].map((username) => ({ initial: username[0], username })),
    );
  });

  it('comes in pages, which go on after rows of people I have not blocked', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({
      username: 'alice',
      peer: `p${1000 + i}`,
      createdAt: 0,
      ...(i < 2 && { blocked: true }),
    }));
    dynamo.on(QueryCommand).resolvesOnce({ Items: rows }).resolvesOnce({ Items: rows }).resolves({ Items: [] });
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'users-table': people } });

    const next = async (query: Record<string, string>) =>
      ((await call(handler, listBlocks, { query })).body as { next?: string }).next ?? '';
    const second = await next({ limit: '1' });
    const third = await next({ cursor: second });
    expect(await next({ cursor: third })).toBe('');

    expect(dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input.ExclusiveStartKey?.['peer'])).toEqual(
      [undefined, 'p1000', 'p1999'],
    );
  });

  it('is empty where I have blocked nobody', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });

    expect(await blocks()).toMatchObject({ status: 200, body: { items: [] } });
  });
});

describe('PUT /blocks/{username}', () => {
  const put = (username: string): Promise<Received> => call(handler, block, { parameters: { username } });

  it('marks my row of the conversation, or creates it, and keeps the read position the peer sees', async () => {
    expect(await put('bob')).toMatchObject({ status: 204, body: undefined });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'conversations-table',
      Key: { username: 'alice', peer: 'bob' },
      UpdateExpression:
        'SET blocked = :true, shownReadSeq = if_not_exists(readSeq, :nothing), createdAt = ' +
        'if_not_exists(createdAt, :at)',
      ConditionExpression: 'attribute_not_exists(blocked)',
      ExpressionAttributeValues: { ':true': true, ':nothing': 0, ':at': NOW },
      ReturnValues: 'ALL_NEW',
    });
  });

  it('changes nothing for a person I have blocked before', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());
    dynamo.on(BatchGetCommand).resolves({ Responses: {} });

    expect(await put('bob')).toMatchObject({ status: 204 });
  });

  it.each(['nobody', 'dave', 'Bob', 'alice~bob', ''])('does not find %j', async (username) => {
    expect(await put(username)).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('is refused for myself', async () => {
    expect(await put('alice')).toMatchObject({ status: 400, body: { errors: { username: expect.any(String) } } });
  });
});

describe('DELETE /blocks/{username}', () => {
  const remove = (username: string): Promise<Received> => call(handler, unblock, { parameters: { username } });

  it.each([
    [
      'whom I have blocked',
      () => dynamo.on(UpdateCommand).resolves({ Attributes: { username: 'alice', peer: 'bob' } }),
    ],
    [
      'whom I have not',
      () => {
        dynamo.on(UpdateCommand).rejects(conditionFailed());
        dynamo.on(BatchGetCommand).resolves({ Responses: {} });
      },
    ],
  ])('removes the mark of a person %s', async (_, arrange) => {
    arrange();

    expect(await remove('bob')).toMatchObject({ status: 204 });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'conversations-table',
      Key: { username: 'alice', peer: 'bob' },
      UpdateExpression: 'REMOVE blocked, shownReadSeq',
      ConditionExpression: 'attribute_exists(blocked)',
      ReturnValues: 'ALL_NEW',
    });
  });

  it('does not find an invalid name', async () => {
    expect(await remove('Bob')).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });
});

describe('POST /reports', () => {
  const post = (body: object): Promise<Received> => call(handler, report, { body });
  const stored = () => dynamo.commandCalls(PutCommand).map(({ args: [{ input }] }) => input);
  const log = logOf(message('Hi'), message('You fool', { sender: 'bob', recipient: 'alice' }), edit(1));

  beforeEach(() => {
    dynamo.on(GetCommand, { TableName: 'messages-table' }).callsFake(async ({ Key }: { Key: Position }) => ({
      Item: Key.conversation === 'alice~bob' ? log[Key.seq - 1] : undefined,
    }));
  });

  it('stores a message as it was when it was reported', async () => {
    expect(await post({ message: 'alice~bob.2', kind: 'fraud', reason: ' Rude\r\n ' })).toMatchObject({ status: 202 });
    expect(stored()).toEqual([
      {
        TableName: 'moderation-table',
        Item: {
          month: 'reports#2026-01',
          id: expect.stringMatching(/^0[0-9a-z]{8}-[0-9a-f-]{36}$/),
          reporter: 'alice',
          kind: 'fraud',
          reason: 'Rude',
          status: 'open',
          message: { id: 'alice~bob.2', sender: 'bob', timestamp: NOW - 1000, body: 'You fool' },
        },
      },
    ]);
  });

  it('stores a person as they were when they were reported', async () => {
    expect(await post({ user: 'bob', kind: 'spam' })).toMatchObject({ status: 202 });
    expect(stored()[0]?.Item).toMatchObject({ kind: 'spam', user: { displayName: 'The bob', about: 'Here' } });
    expect(stored()[0]?.Item?.['user']).not.toHaveProperty('createdAt');
  });

  describe('of a post', () => {
    const place = { latitude: 38.713281, longitude: -9.131578, blur: '600m' } as const;
    const texts = { title: 'Cheap watches', description: 'Really', reward: 'Riches', placeName: 'Alfama' };
    const live = { lastsUntil: NOW + 1000, createdAt: NOW };
    const posts = [
      postOf('bob', 1, { ...live, ...texts, place, status: 'promised' }),
      postOf('bob', 2, { ...live, status: 'done', closedAt: NOW }),
      postOf('bob', 3, { ...live, lastsUntil: NOW }),
      postOf('alice', 4, { ...live, status: 'done', closedAt: NOW }),
      postOf('dave', 5, live),
      postOf('carol', 6, live),
    ];
    const reported = (n: number) => post({ post: posts[n - 1]?.id, reason: 'Rude' });

    beforeEach(() => {
      dynamo.on(GetCommand, { TableName: 'posts-table' }).callsFake(async ({ Key }: { Key: { id: string } }) => ({
        Item: posts.find(({ id }) => id === Key.id),
      }));
      type Keys = Readonly<Record<string, { Keys: readonly { username: string }[] }>>;
      dynamo.on(BatchGetCommand).callsFake(async ({ RequestItems }: { RequestItems: Keys }) => {
        const names = new Set((RequestItems['users-table']?.Keys ?? []).map(({ username }) => username));
        const blocks = names.has('carol') ? [{ username: 'carol', peer: 'alice', blocked: true }] : [];
        return {
          Responses: {
            'users-table': [...people, profile('alice')].filter(({ username }) => names.has(username)),
            'conversations-table': blocks,
          },
        };
      });
    });

    it('stores what I can read of it, and no place', async () => {
      expect(await reported(1)).toMatchObject({ status: 202, body: undefined });
      expect(stored()[0]?.Item?.['post']).toEqual({ id: posts[0]?.id, owner: 'bob', status: 'promised', ...texts });
      expect(JSON.stringify(stored())).not.toMatch(/38\.7|latitude|blur/);
    });

    it('of my own finds it although it is over', async () => {
      expect(await reported(4)).toMatchObject({ status: 202 });
    });

    it.each([
      ['is over', 2],
      ['has expired', 3],
      ['is of a deleted person', 5],
      ['is of a person who blocks me', 6],
      ['does not exist', 7],
    ])('that %s does not find it', async (_, n) => {
      const answer = n > posts.length ? await post({ post: postOf('bob', n).id, reason: 'Rude' }) : await reported(n);

      expect(answer).toEqual(await post({ post: 'x', reason: 'Rude' }));
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(stored()).toEqual([]);
    });
  });

  it('beyond the hourly limit is refused before earlier texts are read, and not stored', async () => {
    const edited = { ...log[0], editSeq: 5, edits: new Set([4, 5]) };
    dynamo.on(GetCommand, { TableName: 'messages-table' }).resolves({ Item: edited });
    dynamo.on(UpdateCommand, { TableName: 'connections-table' }).rejects(conditionFailed());

    expect(await post({ message: 'alice~bob.1', reason: 'Rude' })).toMatchObject({
      status: 429,
      body: { code: 'too-many-requests' },
    });
    expect(dynamo).not.toHaveReceivedCommand(BatchGetCommand);
    expect(stored()).toEqual([]);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      Key: { username: `limit#reports#alice#${Math.floor(NOW / 3_600_000)}` },
    });
  });

  it.each([
    ['a message of others', { message: 'bob~carol.1' }],
    ['a message that does not exist', { message: 'alice~bob.9' }],
    ['an entry that is no message', { message: 'alice~bob.3' }],
    ['the head', { message: 'alice~bob.0' }],
    ['what is no id', { message: 'x' }],
    ['nobody', { user: 'nobody' }],
    ['a deleted person', { user: 'dave' }],
  ])('does not find %s', async (_, subject) => {
    expect(await post({ ...subject, reason: 'Rude' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(stored()).toEqual([]);
  });

  it.each<[what: string, body: object, field: string, code?: string]>([
    ['nothing', { reason: 'Rude' }, 'body'],
    ['two things', { message: 'alice~bob.2', user: 'bob', reason: 'Rude' }, 'body'],
    ['a person and a post', { user: 'bob', post: 'x', reason: 'Rude' }, 'body'],
    ['no reason', { user: 'bob' }, 'reason'],
    ['a kind that there is not', { user: 'bob', kind: 'rude' }, 'kind'],
    ['an empty reason', { user: 'bob', reason: ' \u200b' }, 'reason'],
    ['a reason of 1,001 characters', { user: 'bob', reason: 'x'.repeat(1_001) }, 'reason'],
    ['what is no name', { user: 'Bob', reason: 'Rude' }, 'user'],
    ['in the name of another', { user: 'bob', reason: 'Rude', reporter: 'carol' }, 'reporter', 'unknown-field'],
  ])('of %s is refused, naming the field', async (_, body, field, code = 'invalid') => {
    expect(await post(body)).toMatchObject({
      status: 400,
      body: { code, errors: { [field]: expect.any(String) } },
    });
    expect(stored()).toEqual([]);
  });
});
