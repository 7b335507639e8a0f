import { ApiGatewayManagementApiClient, DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchGetCommand,
  BatchWriteCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type BatchWriteCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { changePassword, forgotPassword, resetPassword, signOut } from '../../../functions/api/routes/accounts.ts';
import { deleteAccount, endSession, listSessions } from '../../../functions/api/routes/me.ts';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('../../../functions/http/accounts.ts');

const pool = mockClient(cognito.CognitoIdentityProviderClient);
const gateway = mockClient(ApiGatewayManagementApiClient);

const ClientId = 'client-id';
const Alice = { UserPoolId: 'eu-central-1_pool', Username: 'alice' };
const FORGET = 'refresh=; Path=/api/auth; HttpOnly; Secure; SameSite=Strict; Max-Age=0';
const cookies = ['refresh=old-refresh-token'];
const MINUTE = 60_000;
const OTHER = '3f0b7a3e-5a51-4c39-9a43-2f7f0c8d9b11';

const claims = Buffer.from(JSON.stringify({ username: 'alice', origin_jti: 'session-of-alice' })).toString('base64url');
const accessToken = ['header', claims, 'signature'].join('.');
const AuthenticationResult = { AccessToken: accessToken, RefreshToken: 'new-refresh-token', ExpiresIn: 600 };

/** What is done where, in order. */
let acts: string[] = [];

/** Alice's item: two sockets of the session that calls, one of another. */
const Attributes = {
  username: 'alice',
  'c#desk-1': { session: 'session-of-alice', connectedAt: NOW - 50 * MINUTE, device: 'Firefox on Linux' },
  'c#desk-2': { session: 'session-of-alice', connectedAt: NOW - 40 * MINUTE, device: 'Firefox on Linux' },
  'c#phone': { session: OTHER, connectedAt: NOW - 45 * MINUTE },
  'x#another': NOW - MINUTE,
};

beforeEach(() => {
  acts = [];
  for (const mock of [pool, gateway, dynamo]) mock.reset();
  const told = <T>(act: string, answer: T) => async (): Promise<T> => {
    acts.push(act);
    return answer;
  };
  pool.on(cognito.AdminInitiateAuthCommand).callsFake(told('signIn', { AuthenticationResult }));
  pool.on(cognito.GetTokensFromRefreshTokenCommand).callsFake(told('refresh', { AuthenticationResult }));
  pool.on(cognito.RevokeTokenCommand).callsFake(told('revoke', {}));
  pool.on(cognito.AdminUserGlobalSignOutCommand).callsFake(told('globalSignOut', {}));
  pool.on(cognito.ForgotPasswordCommand).callsFake(told('forgot', {}));
  pool.on(cognito.ConfirmForgotPasswordCommand).callsFake(told('reset', {}));
  pool.on(cognito.ChangePasswordCommand).callsFake(told('change', {}));
  pool.on(cognito.AdminGetUserCommand).callsFake(told('find', { Username: 'alice', UserStatus: 'CONFIRMED' }));
  pool.on(cognito.AdminDeleteUserCommand).callsFake(told('remove', {}));
  gateway.on(DeleteConnectionCommand).callsFake(async ({ ConnectionId }: { ConnectionId: string }) => void acts.push(`close ${ConnectionId}`));
  dynamo.on(UpdateCommand).callsFake(async ({ Key = {}, ExpressionAttributeNames: names = Key, UpdateExpression = '' }: UpdateCommandInput) => {
    acts.push(`${UpdateExpression.split(' ')[0]} ${Object.values(names).join(' ')}`);
    return { Attributes };
  });
  dynamo.on(PutCommand).callsFake(told('put', {}));
  dynamo.on(QueryCommand).resolves({ Items: [{ username: 'alice', peer: 'bob' }, { username: 'alice', peer: 'carol' }] });
  dynamo.on(QueryCommand, { TableName: 'messages-table' }).resolvesOnce({ Items: [{ seq: 2 }, { seq: 1 }], LastEvaluatedKey: { seq: 1 } }).resolves({ Items: [{ seq: 0 }] });
  dynamo.on(BatchWriteCommand).callsFake(async ({ RequestItems = {} }: BatchWriteCommandInput) => {
    for (const [table, writes] of Object.entries(RequestItems)) acts.push(`delete ${writes.map((write) => JSON.stringify(write.DeleteRequest?.Key)).join()} of ${table}`);
    return {};
  });
  dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': [Attributes] } });
});

/** Marked and closed before the tokens end, and again, as if all had been opened in between. */
const closed = ['SET endedBefore', 'close desk-1', 'close desk-2', 'close phone', 'REMOVE c#desk-1 c#desk-2 c#phone'];
const allClosed = [...closed, 'globalSignOut', ...closed];

describe('POST /auth/sign-out', () => {
  it('marks the session, then closes its sockets and no others, then revokes its token', async () => {
    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });

    expect(acts).toEqual(['refresh', 'SET x#session-of-alice', 'close desk-1', 'close desk-2', 'REMOVE c#desk-1 c#desk-2', 'revoke']);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.RevokeTokenCommand, { ClientId, Token: 'new-refresh-token' });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'SET #mark = :at, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#mark': 'x#session-of-alice' },
      ExpressionAttributeValues: { ':at': NOW, ':expiresAt': Math.ceil(NOW / 1000) + 130 * 60 },
      ReturnValues: 'ALL_NEW',
    });
  });

  it('revokes the very token of the cookie where tokens do not rotate', async () => {
    const { RefreshToken: _, ...result } = AuthenticationResult;
    pool.on(cognito.GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult: result });

    await call(handler, signOut, { body: {}, cookies });

    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.RevokeTokenCommand, { ClientId, Token: 'old-refresh-token' });
  });

  it('ends every session of the person the cookie is of: those that could be refreshed, and their sockets before and after', async () => {
    expect(await call(handler, signOut, { body: { everywhere: true }, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });

    expect(acts).toEqual(['refresh', ...allClosed]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminUserGlobalSignOutCommand, Alice);
  });

  it.each(['NotAuthorizedException', 'UnauthorizedException', 'InvalidParameterException', 'RefreshTokenReuseException'])(
    'has the browser forget a cookie that is past or none, too (%s)',
    async (name) => {
      pool.on(cognito.GetTokensFromRefreshTokenCommand).rejects(failure(name));

      for (const everywhere of [false, true]) {
        expect(await call(handler, signOut, { body: { everywhere }, cookies })).toMatchObject({ status: 204, cookies: [FORGET] });
      }
      expect(acts).toEqual([]);
    },
  );

  it('answers without a cookie, and asks Cognito nothing', async () => {
    expect(await call(handler, signOut, { body: {} })).toMatchObject({ status: 204, cookies: [FORGET] });
    expect(pool).not.toHaveReceivedAnyCommand();
  });

  it('does not claim to have ended a session that is still open', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    pool.on(cognito.RevokeTokenCommand).rejectsOnce(failure('TooManyRequestsException')).resolves({});
    gateway.on(DeleteConnectionCommand).resolvesOnce({}).resolvesOnce({}).rejects(failure('InternalFailure'));

    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 429, cookies: [] });
    expect(await call(handler, signOut, { body: {}, cookies })).toMatchObject({ status: 500, cookies: [] });
  });
});

describe('POST /auth/forgot-password', () => {
  it.each([undefined, 'UserNotFoundException', 'InvalidParameterException', 'NotAuthorizedException', 'LimitExceededException', 'CodeDeliveryFailureException'])(
    'answers 202 whether or not there is such an account, and whatever state it is in (%s)',
    async (name) => {
      if (name) pool.on(cognito.ForgotPasswordCommand).rejects(failure(name));

      expect(await call(handler, forgotPassword, { body: { username: 'alice@example.org' } })).toMatchObject({ status: 202, body: undefined });
      expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.ForgotPasswordCommand, { ClientId, Username: 'alice@example.org' });
    },
  );
});

describe('POST /auth/reset-password', () => {
  const body = { username: 'alice@example.org', code: '123456', password: 'quite another phrase' };

  it('sets the password, and then ends every session, whichever name it was given', async () => {
    expect(await call(handler, resetPassword, { body })).toMatchObject({ status: 204, cookies: [] });

    expect(acts).toEqual(['reset', 'find', ...allClosed]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminUserGlobalSignOutCommand, Alice);
  });

  it('ends them although that fails at first: the code is used, and the whole can not be repeated', async () => {
    pool.on(cognito.AdminUserGlobalSignOutCommand).rejectsOnce(failure('InternalErrorException')).resolves({});
    gateway.on(DeleteConnectionCommand).rejectsOnce(failure('InternalFailure')).resolves({});

    expect(await call(handler, resetPassword, { body })).toMatchObject({ status: 204 });

    expect(pool).toHaveReceivedCommandTimes(cognito.ConfirmForgotPasswordCommand, 1);
    expect(pool).toHaveReceivedCommandTimes(cognito.AdminUserGlobalSignOutCommand, 2);
  });

  it('answers alike for a wrong code, an old one, one guessed too often, and an account that is not there', async () => {
    const names = ['CodeMismatchException', 'ExpiredCodeException', 'UserNotFoundException', 'LimitExceededException', 'UserNotConfirmedException', 'NotAuthorizedException'];

    const answers: unknown[] = [];
    for (const name of names) {
      pool.on(cognito.ConfirmForgotPasswordCommand).rejects(failure(name));
      answers.push(await call(handler, resetPassword, { body }));
    }

    expect(answers[0]).toMatchObject({ status: 400, body: { code: 'wrong-code' } });
    expect(answers).toEqual(names.map(() => answers[0]));
    expect(acts).toEqual([]);
  });

  it.each(['too short', ' correct horse battery', 'a'.repeat(129)])('refuses the password %j by its field', async (password) => {
    expect(await call(handler, resetPassword, { body: { ...body, password } })).toMatchObject({ status: 400, body: { errors: { password: expect.any(String) } } });
    expect(pool).not.toHaveReceivedAnyCommand();
  });
});

describe('POST /auth/change-password', () => {
  const body = { password: 'correct horse battery', newPassword: 'quite another phrase' };

  it('proves the old one, sets the new one, ends every session and starts one anew', async () => {
    const answer = await call(handler, changePassword, { body });

    expect(answer).toMatchObject({ status: 200, body: { accessToken, expiresIn: 600, username: 'alice' } });
    expect(answer.cookies).toEqual([expect.stringMatching(/^refresh=new-refresh-token; /)]);
    expect(acts).toEqual(['signIn', 'change', ...allClosed, 'signIn']);
    expect(pool).toHaveReceivedCommandWith(cognito.ChangePasswordCommand, {
      AccessToken: accessToken,
      PreviousPassword: 'correct horse battery',
      ProposedPassword: 'quite another phrase',
    });
    const [, last] = pool.commandCalls(cognito.AdminInitiateAuthCommand);
    expect(last?.args[0].input.AuthParameters).toEqual({ USERNAME: 'alice', PASSWORD: 'quite another phrase' });
  });

  it('changes nothing where the old one is wrong', async () => {
    pool.on(cognito.AdminInitiateAuthCommand).rejects(failure('NotAuthorizedException'));

    expect(await call(handler, changePassword, { body })).toMatchObject({ status: 401, body: { code: 'wrong-credentials' }, cookies: [] });
    expect(acts).toEqual([]);
  });

  it('leaves the sessions as they are where Cognito will not have the new one, and the one that proved the old one ends', async () => {
    pool.on(cognito.ChangePasswordCommand).rejects(failure('InvalidPasswordException', 'Too common'));

    expect(await call(handler, changePassword, { body })).toMatchObject({ status: 400, body: { code: 'invalid', errors: { newPassword: 'Too common' } } });
    expect(acts).toEqual(['signIn', 'revoke']);
  });
});

describe('GET /me/sessions', () => {
  it('lists the sessions that are connected, once each, the one connected last first, and says which asks', async () => {
    const { body } = await call(handler, listSessions);

    expect(body).toEqual({
      items: [
        { session: OTHER, device: 'Unknown device', connectedAt: new Date(NOW - 45 * MINUTE).toISOString(), current: false },
        { session: 'session-of-alice', device: 'Firefox on Linux', connectedAt: new Date(NOW - 50 * MINUTE).toISOString(), current: true },
      ],
    });
  });
});

describe('DELETE /me/sessions/{session}', () => {
  const COUNT = `ADD limit#endings#alice#${Math.floor(NOW / (60 * MINUTE))}`;

  it('keeps the session from being refreshed for as long as its token lives, and closes its sockets', async () => {
    expect(await call(handler, endSession, { parameters: { session: OTHER } })).toMatchObject({ status: 204 });

    expect(acts).toEqual([COUNT, 'put', `SET x#${OTHER}`, 'close phone', 'REMOVE c#phone']);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'connections-table',
      Item: { username: `revoked#alice#${OTHER}`, expiresAt: Math.ceil(NOW / 1000) + 30 * 24 * 60 * 60 },
    });
  });

  it('ends a session that has no socket open just now, too: it may open another', async () => {
    const asleep = OTHER.replace('3', '4');

    expect(await call(handler, endSession, { parameters: { session: asleep } })).toMatchObject({ status: 204 });

    expect(acts).toEqual([COUNT, 'put', `SET x#${asleep}`]);
  });

  it('writes nothing beyond what an hour allows, whatever is to be ended', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await call(handler, endSession, { parameters: { session: OTHER } })).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 1);
  });

  it('joins the marks of many ended sessions to one, so that the item all devices are found in stays small', async () => {
    const marks = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x#${i}`, NOW - MINUTE]));
    const update = async ({ UpdateExpression = '' }: UpdateCommandInput) => (UpdateExpression.startsWith('ADD') ? {} : { Attributes: { ...Attributes, ...marks } });
    dynamo.on(UpdateCommand).callsFake(update);

    await call(handler, endSession, { parameters: { session: OTHER } });

    const [, , joined] = dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);
    expect(joined).toMatchObject({
      Key: { username: 'alice' },
      UpdateExpression: expect.stringMatching(/^SET endedBefore = :at REMOVE #a0, /),
      ConditionExpression: 'attribute_not_exists(endedBefore) OR endedBefore < :at',
      ExpressionAttributeValues: { ':at': NOW },
    });
    expect(Object.values(joined?.ExpressionAttributeNames ?? {}).toSorted()).toEqual([...Object.keys(marks), 'x#another'].toSorted());
  });

  it.each(['x', `${OTHER}0`, 'bob#session', '~'])('finds nothing under %j', async (session) => {
    expect(await call(handler, endSession, { parameters: { session } })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(acts).toEqual([]);
  });
});

describe('DELETE /me', () => {
  const body = { password: 'correct horse battery' };

  it('removes the account last, so that all of it can be repeated', async () => {
    expect(await call(handler, deleteAccount, { body })).toMatchObject({ status: 204 });

    const erased = [
      'delete {"conversation":"alice~alice","seq":2},{"conversation":"alice~alice","seq":1} of messages-table',
      'delete {"conversation":"alice~alice","seq":0} of messages-table',
      'delete {"username":"alice","peer":"bob"},{"username":"alice","peer":"carol"} of conversations-table',
    ];
    expect(acts).toEqual(['signIn', 'put', ...allClosed, ...erased, 'remove']);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminDeleteUserCommand, Alice);
  });

  it('leaves nothing of the profile but its name, which is never given out again', async () => {
    await call(handler, deleteAccount, { body });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'users-table',
      Item: { initial: 'a', username: 'alice', displayName: 'alice', createdAt: NOW, deletedAt: NOW },
    });
  });

  it('removes nothing where the password is wrong', async () => {
    pool.on(cognito.AdminInitiateAuthCommand).rejects(failure('NotAuthorizedException'));

    expect(await call(handler, deleteAccount, { body })).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
    expect(acts).toEqual([]);
  });
});
