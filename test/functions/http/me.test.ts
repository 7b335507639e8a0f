/** /me: my profile, and the export of my data. */

import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  type AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportMe, getMe, updateMe } from '#contract/routes/users.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import type { Entry } from '#functions/core/entry.ts';
import { answerQueries, conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { draftOf, edit, logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');

const cognito = mockClient(CognitoIdentityProviderClient);

const profile = (username: string, more: object = {}) => ({
  initial: username[0],
  username,
  displayName: username,
  createdAt: NOW,
  ...more,
});
const shown = (username: string) => ({ username, displayName: username, createdAt: '2026-01-02T03:04:05.678Z' });

beforeEach(() => {
  dynamo.reset();
  cognito.reset();
});

const UserAttributes = [
  { Name: 'sub', Value: '1' },
  { Name: 'email', Value: 'alice@example.org' },
];
const account: Partial<AdminGetUserCommandOutput> = {
  UserStatus: 'CONFIRMED',
  UserCreateDate: new Date(NOW),
  UserAttributes,
};

describe('GET /me', () => {
  const me = (): Promise<Received> => call(handler, getMe);

  it('is my own profile with my e-mail address, which nobody else sees', async () => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);

    expect(await me()).toMatchObject({ status: 200, body: { ...shown('alice'), email: 'alice@example.org' } });
    expect(cognito).toHaveReceivedCommandExactlyOnceWith(AdminGetUserCommand, {
      UserPoolId: 'eu-central-1_pool',
      Username: 'alice',
    });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('says so to an administrator, and nothing about it to others', async () => {
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

  it('asks to sign in where the account was deleted', async () => {
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

  it.each(['bob', 'Bob', 'BOB', ' @bob ', '𝐁𝐨𝐛', 'ʙᴏʙ', 'Ｂｏｂ', 'b\u043eb', 'b\u200bob'])(
    'does not take the user name of somebody else as display name: %j',
    async (displayName) => {
      dynamo
        .on(GetCommand, { TableName: 'users-table', Key: { initial: 'b', username: 'bob' } })
        .resolves({ Item: profile('bob') });

      expect(await update({ displayName })).toMatchObject({
        status: 400,
        body: { errors: { displayName: expect.stringContaining('username') } },
      });
      expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
    },
  );

  it.each(['Alice', 'ＡＬＩＣＥ', 'Bób', 'Bob B.', 'Боб', 'carol', '鮑勃'])(
    'takes my own user name, and what reads as nobody’s, as display name: %j',
    async (displayName) => {
      dynamo.on(GetCommand).callsFake(async ({ Key }: { Key: { username: string } }) => ({
        ...(['alice', 'bob'].includes(Key.username) && { Item: profile(Key.username) }),
      }));
      dynamo.on(UpdateCommand).resolves({ Attributes: profile('alice', { displayName }) });

      expect(await update({ displayName })).toMatchObject({ status: 200 });
    },
  );

  it('hides how far I have read, and shows it again', async () => {
    dynamo
      .on(UpdateCommand)
      .resolvesOnce({ Attributes: profile('alice', { readReceipts: false }) })
      .resolves({ Attributes: profile('alice') });

    expect((await update({ readReceipts: false })).body).toMatchObject({ readReceipts: false });
    expect((await update({ readReceipts: true })).body).not.toHaveProperty('readReceipts');

    const updates = dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input.UpdateExpression);
    expect(updates).toEqual(['SET #readReceipts = :readReceipts', 'REMOVE #readReceipts']);
  });

  it('changes the given fields, normalized, and answers with the new profile', async () => {
    dynamo
      .on(UpdateCommand)
      .resolves({ Attributes: profile('alice', { displayName: 'Alice L.', about: 'Down\nthe hole', seen: 1 }) });

    const answer = await update({ displayName: ' Alice\u202e  L. ', about: 'Down\r\nthe hole\n' });

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      ...shown('alice'),
      displayName: 'Alice L.',
      about: 'Down\nthe hole',
      email: 'alice@example.org',
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'users-table',
      Key: { initial: 'a', username: 'alice' },
      UpdateExpression: 'SET #displayName = :displayName, #about = :about',
      ConditionExpression: living,
      ExpressionAttributeNames: { '#displayName': 'displayName', '#about': 'about' },
      ExpressionAttributeValues: { ':displayName': 'Alice L.', ':about': 'Down\nthe hole' },
    });
  });

  it('removes an empty about', async () => {
    dynamo.on(UpdateCommand).resolves({ Attributes: profile('alice') });

    expect((await update({ about: '  ' })).body).toEqual({ ...shown('alice'), email: 'alice@example.org' });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      UpdateExpression: 'REMOVE #about',
      ExpressionAttributeNames: { '#about': 'about' },
    });
  });

  it('without fields changes nothing', async () => {
    expect((await update({})).body).toMatchObject({ about: 'Before' });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('asks to sign in where the account was deleted', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await update({ displayName: 'Alice' })).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });

  it.each<[what: string, body: object, field: string]>([
    ['an empty name', { displayName: ' \u200b ' }, 'displayName'],
    ['a name of 61 characters', { displayName: 'x'.repeat(61) }, 'displayName'],
    ['a name that is none', { displayName: 7 }, 'displayName'],
    ['a name that speaks for the product', { displayName: 'Message Center Support' }, 'displayName'],
    ['a name with a bell', { displayName: 'A\u0007' }, 'displayName'],
    ['501 characters about oneself', { about: 'x'.repeat(501) }, 'about'],
    ['a tower of marks', { about: `x${'\u0323'.repeat(9)}` }, 'about'],
    ['another user name', { username: 'bob' }, 'username'],
    ['an address', { email: 'a@example.org' }, 'email'],
    ['a state only administrators set', { disabledAt: null }, 'disabledAt'],
  ])('is refused for %s, naming the field', async (_, body, field) => {
    expect(await update(body)).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { [field]: expect.any(String) } },
    });
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });
});

describe('GET /me/export', () => {
  const read = (query: string | Record<string, string> = ''): Promise<Received> => call(handler, exportMe, { query });
  const answerLog = (entries: readonly Entry[], rows: readonly object[]) => {
    answerQueries(entries);
    dynamo.on(QueryCommand, { TableName: 'conversations-table' }).resolves({ Items: rows.map((row) => ({ ...row })) });
  };

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);
  });

  it('begins with my profile, conversations and blocks, and continues with every entry as I see it', async () => {
    const theirs = { sender: 'carol', recipient: 'alice' };
    const rows = [
      { username: 'alice', peer: 'carol', createdAt: 0, blocked: true, shownReadSeq: 1 },
      { username: 'alice', peer: 'bob', createdAt: 0, readSeq: 1, readCount: 0, muted: true, pinned: true },
    ];
    answerLog(
      [
        ...logOf(message('Hi', { clientId: 'mine' })),
        ...logOf(message('Ho', theirs), edit(1, theirs), draftOf({ kind: 'message', body: 'Hey', replyTo: 1 }, theirs)),
      ],
      rows,
    );

    const first = (await read()).body as { items: object[]; next: string };
    const second = (await read({ cursor: first.next })).body;

    const createdAt = '1970-01-01T00:00:00.000Z';
    expect(first.items).toEqual([
      { type: 'profile', ...shown('alice'), email: 'alice@example.org' },
      { type: 'conversation', peer: 'bob', createdAt, readSeq: 1, muted: true, pinned: true },
      { type: 'conversation', peer: 'carol', createdAt, readSeq: 0, muted: false, pinned: false },
      { type: 'block', username: 'carol' },
    ]);
    expect(second).toMatchObject({
      items: [
        { type: 'entry', entry: { id: 'alice~bob.1', body: 'Hi', clientId: 'mine' } },
        { type: 'entry', entry: { id: 'alice~carol.1', body: 'Ho' } },
        { type: 'entry', entry: { id: 'alice~carol.2', kind: 'edit' } },
        { type: 'entry', entry: { id: 'alice~carol.3', body: 'Hey', replyTo: 'alice~carol.1' } },
      ],
    });
    expect(second).not.toHaveProperty('next');
    expect(JSON.stringify([first, second])).not.toMatch(/shownReadSeq|readCount|digest|requestId|counts/);
  });

  it('of a person without conversations is one page', async () => {
    answerLog([], []);

    expect((await read()).body).toEqual({
      items: [{ type: 'profile', ...shown('alice'), email: 'alice@example.org' }],
    });
  });

  it.each([
    ['of another person', encodeCursor(['bob', 'export'], 'alice 0')],
    ['of another list', encodeCursor(['alice', 'users', ''], 'bob')],
    ['that names no place', encodeCursor(['alice', 'export'], 'bob')],
  ])('is refused with a cursor %s', async (_, cursor) => {
    answerLog([], []);

    expect(await read({ cursor })).toMatchObject({ status: 400, body: { errors: { cursor: expect.any(String) } } });
  });
});
