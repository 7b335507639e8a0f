/** POST /auth/sign-out, /me/sessions, and DELETE /me */

import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { signOut } from '#contract/routes/accounts.ts';
import { deleteAccount, endSession, listSessions } from '#contract/routes/me.ts';
import {
  Alice,
  Attributes,
  AuthenticationResult,
  ClientId,
  MINUTE,
  OTHER,
  acts,
  allClosed,
  answerAlice,
  gateway,
  pool,
} from '../support/alice.ts';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';

stubEnvironment();
vi.doMock('#functions/aws/access-token.ts', () => ({
  accessTokenVerifier: () => async (token: string) =>
    token === 'token-of-alice' ? { username: 'alice', session: 'session-of-alice', issuedAt: NOW } : undefined,
}));
const { handler } = await import('#functions/http/accounts.ts');
answerAlice();

const FORGET = '__Host-refresh=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0';
const cookies = ['__Host-refresh=old-refresh-token'];

describe('POST /auth/sign-out', () => {
  it('prevents a refresh, marks the session, revokes its token, then closes its sockets and no others', async () => {
    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });

    expect(acts).toEqual([
      ...['refresh', 'put', 'SET x#session-of-alice', 'REMOVE d#session-of-alice', 'revoke'],
      ...['close desk-1', 'close desk-2'],
      'REMOVE c#desk-1 w#desk-1 c#desk-2 w#desk-2',
    ]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.RevokeTokenCommand, {
      ClientId,
      Token: 'new-refresh-token',
    });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'SET #mark = :at, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#mark': 'x#session-of-alice' },
      ExpressionAttributeValues: { ':at': NOW, ':expiresAt': Math.ceil(NOW / 1000) + 130 * 60 },
      ReturnValues: 'ALL_NEW',
    });
  });

  it("revokes the cookie's own token where tokens do not rotate", async () => {
    const { RefreshToken: _, ...result } = AuthenticationResult;
    pool.on(cognito.GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult: result });

    await call(handler, signOut, { body: {}, cookies });

    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.RevokeTokenCommand, {
      ClientId,
      Token: 'old-refresh-token',
    });
  });

  it.each([
    ['Bearer', cookies],
    ['bearer', []],
    ['BEARER ', ['__Host-refresh=token-of-bob']],
  ])("ends every session of the access token's person (%s), whatever the cookie is (%j)", async (scheme, sent) => {
    const headers = { authorization: `${scheme} token-of-alice` };

    expect(await call(handler, signOut, { body: { everywhere: true }, cookies: sent, headers })).toMatchObject({
      status: 204,
      cookies: [FORGET],
    });

    expect(acts).toEqual(allClosed);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminUserGlobalSignOutCommand, Alice);
  });

  it.each([undefined, 'Bearer', 'Bearer expired', 'Basic token-of-alice', 'token-of-alice', 'Bearer token-of-alice x'])(
    'asks to sign in where nobody says who is to be signed out everywhere (%s), and ends nothing',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };

      expect(await call(handler, signOut, { body: { everywhere: true }, cookies, headers })).toMatchObject({
        status: 401,
        body: { code: 'no-session' },
        cookies: [],
      });
      expect(acts).toEqual([]);
    },
  );

  it('ends the sockets of an account that is gone from the user pool', async () => {
    pool.on(cognito.AdminUserGlobalSignOutCommand).rejects(failure('UserNotFoundException'));
    const headers = { authorization: 'Bearer token-of-alice' };

    expect(await call(handler, signOut, { body: { everywhere: true }, headers })).toMatchObject({ status: 204 });
    expect(acts).toEqual(allClosed.slice(1));
  });

  it.each([
    'NotAuthorizedException',
    'UnauthorizedException',
    'InvalidParameterException',
    'RefreshTokenReuseException',
  ])('removes an expired or invalid cookie, too (%s)', async (name) => {
    pool.on(cognito.GetTokensFromRefreshTokenCommand).rejects(failure(name));

    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });
    expect(acts).toEqual([]);
  });

  it('answers without a cookie, without calling Cognito', async () => {
    expect(await call(handler, signOut, { body: {} })).toMatchObject({ status: 204, cookies: [FORGET] });
    expect(pool).not.toHaveReceivedAnyCommand();
  });

  it('does not claim to have ended a session that is still open', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    pool.on(cognito.RevokeTokenCommand).rejects(failure('TooManyRequestsException'));
    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 429, cookies: [] });

    dynamo.on(UpdateCommand).rejects(failure('InternalServerError'));
    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 500, cookies: [] });
  });

  it('ends the session although the gateway cannot close a socket: the socket is sent nothing more', async () => {
    gateway.on(DeleteConnectionCommand).rejects(failure('InternalFailure'));

    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });
    expect(acts.slice(-2)).toEqual(['revoke', 'REMOVE c#desk-1 w#desk-1 c#desk-2 w#desk-2']);
  });
});

describe('GET /me/sessions', () => {
  it('lists the connected sessions, once each, the one connected last first, and marks the current one', async () => {
    const { body } = await call(handler, listSessions);

    expect(body).toEqual({
      items: [
        {
          session: OTHER,
          device: 'Unknown device',
          connectedAt: new Date(NOW - 45 * MINUTE).toISOString(),
          current: false,
        },
        {
          session: 'session-of-alice',
          device: 'Firefox on Linux',
          connectedAt: new Date(NOW - 50 * MINUTE).toISOString(),
          current: true,
        },
      ],
    });
  });
});

describe('DELETE /me/sessions/{session}', () => {
  const COUNT = `ADD limit#endings#alice#${Math.floor(NOW / (60 * MINUTE))}`;

  it('keeps the session from being refreshed for as long as its token lives, and closes its sockets', async () => {
    expect(await call(handler, endSession, { parameters: { session: OTHER } })).toMatchObject({ status: 204 });

    const marked = ['put', `SET x#${OTHER}`, `REMOVE d#${OTHER}`];
    expect(acts).toEqual([COUNT, ...marked, 'close phone', 'REMOVE c#phone w#phone']);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'connections-table',
      Item: { username: `revoked#alice#${OTHER}`, expiresAt: Math.ceil(NOW / 1000) + 30 * 24 * 60 * 60 },
    });
  });

  it('also ends a session without an open socket: it may open one', async () => {
    const asleep = OTHER.replace('3', '4');

    expect(await call(handler, endSession, { parameters: { session: asleep } })).toMatchObject({ status: 204 });

    expect(acts).toEqual([COUNT, 'put', `SET x#${asleep}`, `REMOVE d#${asleep}`]);
  });

  it('writes nothing beyond the hourly limit', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await call(handler, endSession, { parameters: { session: OTHER } })).toMatchObject({
      status: 429,
      body: { code: 'too-many-requests' },
    });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 1);
  });

  it("merges the marks of many ended sessions into one, so that the person's item stays small", async () => {
    const marks = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x#${i}`, NOW - MINUTE]));
    const update = async ({ UpdateExpression = '' }: UpdateCommandInput) =>
      UpdateExpression.startsWith('ADD') ? {} : { Attributes: { ...Attributes, ...marks } };
    dynamo.on(UpdateCommand).callsFake(update);

    await call(handler, endSession, { parameters: { session: OTHER } });

    const [, , joined] = dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);
    expect(joined).toMatchObject({
      Key: { username: 'alice' },
      UpdateExpression: expect.stringMatching(/^SET endedBefore = :at REMOVE #a0, /),
      ConditionExpression: 'attribute_not_exists(endedBefore) OR endedBefore < :at',
      ExpressionAttributeValues: { ':at': NOW },
    });
    expect(Object.values(joined?.ExpressionAttributeNames ?? {}).toSorted()).toEqual(
      [...Object.keys(marks), 'x#another'].toSorted(),
    );
  });

  it.each(['x', `${OTHER}0`, 'bob#session', '~'])('does not find %j', async (session) => {
    expect(await call(handler, endSession, { parameters: { session } })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(acts).toEqual([]);
  });
});

describe('DELETE /me', () => {
  const body = { password: 'correct horse battery' };

  it('notes the deletion, ends the sessions, and then erases the account and what nobody else reads', async () => {
    expect(await call(handler, deleteAccount, { body })).toMatchObject({ status: 204 });

    const erased = [
      'delete {"conversation":"alice~alice","seq":2},{"conversation":"alice~alice","seq":1} of messages-table',
      'delete {"conversation":"alice~alice","seq":0} of messages-table',
      'delete {"username":"alice#inbox","peer":"fresh#bob"} of conversations-table',
      'delete {"username":"alice","peer":"bob"},{"username":"alice","peer":"carol"} of conversations-table',
    ];
    expect(acts).toEqual(['signIn', 'put', 'put', 'put', ...allClosed, 'remove', ...erased]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminDeleteUserCommand, Alice);
  });

  it('leaves only the name of the profile, which is never given out again', async () => {
    await call(handler, deleteAccount, { body });

    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 1, {
      TableName: 'users-table',
      Item: { initial: '#deletions', username: 'alice', at: NOW },
    });
    expect(dynamo).toHaveReceivedNthCommandWith(PutCommand, 3, {
      TableName: 'users-table',
      Item: { initial: 'a', username: 'alice', displayName: 'alice', createdAt: NOW, deletedAt: NOW },
    });
  });

  it.each([
    ['the account', () => pool.on(cognito.AdminDeleteUserCommand).rejects(failure('TooManyRequestsException'))],
    ['the notes', () => dynamo.on(BatchWriteCommand).rejects(failure('InternalServerError'))],
  ])('is accepted although %s cannot be erased now: the sweep goes on', async (_, fail) => {
    fail();
    const log = vi.spyOn(console, 'error').mockReturnValue(undefined);
    onTestFinished(() => log.mockRestore());

    expect(await call(handler, deleteAccount, { body })).toMatchObject({ status: 204 });
    expect(log).toHaveBeenLastCalledWith('A deletion was interrupted. The sweep goes on with it.', expect.any(Error));
  });

  it('removes the words that find the person, before the profile that names them', async () => {
    const words = ['alice', 'liddell'];
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: { username: 'alice', words } });
    dynamo.on(DeleteCommand).callsFake(async ({ Key }: { Key: { username: string } }) => void acts.push(Key.username));
    const { requestHandler } = (await import('#functions/aws/dynamo.ts')).dynamo.configuration;
    vi.spyOn(requestHandler, 'handle').mockRejectedValue(new Error('There is no S3 here.'));

    await call(handler, deleteAccount, { body });

    expect(acts.slice(0, 5)).toEqual(['signIn', 'put', 'put', 'alice alice', 'liddell alice']);
  });

  it('removes nothing where the password is wrong', async () => {
    pool.on(cognito.AdminInitiateAuthCommand).rejects(failure('NotAuthorizedException'));

    expect(await call(handler, deleteAccount, { body })).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials' },
    });
    expect(acts).toEqual([]);
  });
});
