/** /me: my profile. */

import { AdminGetUserCommand, type AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { getMe, updateMe } from '#contract/routes/users.ts';
import { cognito, conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { profile, shown } from '../support/profiles.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');

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
    [
      'makes the profile where there is none yet, after the word that finds it',
      () => dynamo.on(PutCommand).resolves({}),
    ],
    [
      'finds the profile that another request has just made',
      () =>
        dynamo
          .on(PutCommand)
          .resolves({})
          .on(PutCommand, { ConditionExpression: 'attribute_not_exists(username)' })
          .rejects(conditionFailed()),
    ],
  ])('%s', async (_, arrange) => {
    dynamo
      .on(GetCommand)
      .resolvesOnce({})
      .resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).resolves(account);
    arrange();

    expect(await me()).toMatchObject({ status: 200, body: shown('alice') });
    expect(dynamo.commandCalls(PutCommand).map(({ args: [{ input }] }) => input)).toEqual([
      expect.objectContaining({
        TableName: 'users-table',
        Item: { initial: 'word#a', username: 'alice alice', wordsVersion: 1 },
      }),
      {
        TableName: 'users-table',
        Item: { initial: 'joined', username: `${new Date(NOW).toISOString()} alice` },
      },
      {
        TableName: 'users-table',
        Item: {
          initial: 'a',
          username: 'alice',
          displayName: 'alice',
          createdAt: NOW,
          words: ['alice'],
          wordsVersion: 1,
        },
        ConditionExpression: 'attribute_not_exists(username)',
      },
    ]);
  });

  it('asks to sign in where the account was deleted', async () => {
    dynamo.on(GetCommand).resolves({ Item: profile('alice') });
    cognito.on(AdminGetUserCommand).rejects(failure('UserNotFoundException'));

    expect(await me()).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });
});

describe('PATCH /me', () => {
  const update = (body: unknown): Promise<Received> => call(handler, updateMe, { body });
  /** Counting a small write is an update as well, of another table. */
  const COUNTER = { TableName: 'connections-table' };
  const updates = () =>
    dynamo
      .commandCalls(UpdateCommand)
      .map(({ args: [{ input }] }) => input)
      .filter(({ TableName }) => TableName !== COUNTER.TableName);
  const living = 'attribute_exists(username) AND attribute_not_exists(deletedAt)';

  beforeEach(() => {
    dynamo.on(PutCommand).resolves({});
    dynamo.on(DeleteCommand).resolves({});
    dynamo.on(GetCommand).resolves({ Item: profile('alice', { about: 'Before' }) });
    cognito.on(AdminGetUserCommand).resolves(account);
    dynamo.on(UpdateCommand, COUNTER).resolves({});
  });

  it.each([
    ...['bob', 'Bob', 'BOB', ' @bob ', '𝐁𝐨𝐛', 'ʙᴏʙ', 'Ｂｏｂ', 'b\u043eb', 'b\u200bob'],
    ...['bob ✓', 'bob.', '(bob)', 'Bob!', '★ Bob ★', 'b0b', '@bob_', 'bob™'],
  ])('does not take the user name of somebody else as display name: %j', async (displayName) => {
    dynamo
      .on(GetCommand, { TableName: 'users-table', Key: { initial: 'b', username: 'bob' } })
      .resolves({ Item: profile('bob') });

    expect(await update({ displayName })).toMatchObject({
      status: 400,
      body: { errors: { displayName: expect.stringContaining('username') } },
    });
    expect(updates()).toEqual([]);
  });

  it.each(['Alice', 'ＡＬＩＣＥ', 'Bób', 'Bob B.', 'Боб', 'carol', '鮑勃'])(
    'takes my own user name, and what reads as nobody’s, as display name: %j',
    async (displayName) => {
      dynamo.on(GetCommand).callsFake(async ({ Key }: { Key: { username: string } }) => ({
        ...(['alice', 'bob'].includes(Key.username) && { Item: profile(Key.username) }),
      }));
      dynamo
        .on(UpdateCommand, { TableName: 'users-table' })
        .resolves({ Attributes: profile('alice', { displayName }) });

      expect(await update({ displayName })).toMatchObject({ status: 200 });
    },
  );

  it('hides how far I have read, and shows it again', async () => {
    dynamo
      .on(UpdateCommand, { TableName: 'users-table' })
      .resolvesOnce({ Attributes: profile('alice', { readReceipts: false }) })
      .resolves({ Attributes: profile('alice') });

    expect((await update({ readReceipts: false })).body).toMatchObject({ readReceipts: false });
    expect((await update({ readReceipts: true })).body).not.toHaveProperty('readReceipts');

    expect(updates().map(({ UpdateExpression }) => UpdateExpression)).toEqual([
      'SET #readReceipts = :readReceipts',
      'REMOVE #readReceipts',
    ]);
  });

  it('notes that I was shown how to meet somebody safely, for good and for me alone', async () => {
    dynamo
      .on(UpdateCommand, { TableName: 'users-table' })
      .resolves({ Attributes: profile('alice', { safetyTold: true }) });

    expect((await update({ safetyTold: true })).body).toMatchObject({ safetyTold: true });
    expect(await update({ safetyTold: false })).toMatchObject({ status: 400 });

    expect(updates().map(({ UpdateExpression }) => UpdateExpression)).toEqual(['SET #safetyTold = :safetyTold']);
  });

  it('changes the given fields, normalized, and answers with the new profile', async () => {
    dynamo
      .on(UpdateCommand, { TableName: 'users-table' })
      .resolves({ Attributes: profile('alice', { displayName: 'Alice L.', about: 'Down\nthe hole', seen: 1 }) });

    const answer = await update({ displayName: ' Alice\u202e  L. ', about: 'Down\r\nthe hole\n' });

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      ...shown('alice'),
      displayName: 'Alice L.',
      about: 'Down\nthe hole',
      email: 'alice@example.org',
    });
    expect(updates()).toMatchObject([
      {
        TableName: 'users-table',
        Key: { initial: 'a', username: 'alice' },
        UpdateExpression:
          'SET #displayName = :displayName, #about = :about, #words = :words, #wordsVersion = :wordsVersion',
        ConditionExpression: `${living} AND wordsVersion = :ifVersion`,
        ExpressionAttributeNames: {
          '#displayName': 'displayName',
          '#about': 'about',
          '#words': 'words',
          '#wordsVersion': 'wordsVersion',
        },
        ExpressionAttributeValues: {
          ':displayName': 'Alice L.',
          ':about': 'Down\nthe hole',
          ':words': ['alice', 'l'],
          ':wordsVersion': 2,
          ':ifVersion': 1,
        },
      },
    ]);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      Item: { initial: 'word#l', username: 'l alice', wordsVersion: 2 },
    });
  });

  it('removes an empty about', async () => {
    dynamo.on(UpdateCommand, { TableName: 'users-table' }).resolves({ Attributes: profile('alice') });

    expect((await update({ about: '  ' })).body).toEqual({ ...shown('alice'), email: 'alice@example.org' });
    expect(updates()).toMatchObject([
      {
        UpdateExpression: 'REMOVE #about',
        ExpressionAttributeNames: { '#about': 'about' },
      },
    ]);
  });

  it('without fields changes nothing', async () => {
    expect((await update({})).body).toMatchObject({ about: 'Before' });
    expect(updates()).toEqual([]);
  });

  it('is limited, like everything that costs a write', async () => {
    dynamo.on(UpdateCommand, COUNTER).rejects(conditionFailed());

    expect(await update({ about: 'Once more' })).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(updates()).toEqual([]);
  });

  it('asks to sign in where the account was deleted', async () => {
    dynamo.on(UpdateCommand, { TableName: 'users-table' }).rejects(conditionFailed());
    dynamo
      .on(GetCommand)
      .resolvesOnce({ Item: profile('alice') })
      .resolvesOnce({ Item: profile('alice') })
      .resolves({ Item: profile('alice', { deletedAt: 1 }) });

    expect(await update({ displayName: 'Alice' })).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });

  it.each<[what: string, body: object, field: string, code?: string]>([
    ['an empty name', { displayName: ' \u200b ' }, 'displayName'],
    ['a name of 61 characters', { displayName: 'x'.repeat(61) }, 'displayName'],
    ['a name that is none', { displayName: 7 }, 'displayName'],
    ['a name that speaks for the product', { displayName: 'Message Center Support' }, 'displayName'],
    ['a name with a bell', { displayName: 'A\u0007' }, 'displayName'],
    ['501 characters about oneself', { about: 'x'.repeat(501) }, 'about'],
    ['a tower of marks', { about: `x${'\u0323'.repeat(9)}` }, 'about'],
    ['another user name', { username: 'bob' }, 'username', 'unknown-field'],
    ['an address', { email: 'a@example.org' }, 'email', 'unknown-field'],
    ['a state only administrators set', { disabledAt: null }, 'disabledAt', 'unknown-field'],
  ])('is refused for %s, naming the field', async (_, body, field, code = 'invalid') => {
    expect(await update(body)).toMatchObject({
      status: 400,
      body: { code, errors: { [field]: expect.any(String) } },
    });
    expect(updates()).toEqual([]);
  });
});
