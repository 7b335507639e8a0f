/** POST /auth/…: forgotten and changed passwords. */

import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { changePassword, forgotPassword, resetPassword } from '#contract/routes/accounts.ts';
import {
  Alice,
  ClientId,
  accessToken,
  acts,
  allClosed,
  answerAlice,
  gateway,
  hashFor,
  pool,
} from '../support/alice.ts';
import { failure } from '../support/aws.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/accounts.ts');
answerAlice();

describe('POST /auth/forgot-password', () => {
  it.each([
    undefined,
    'UserNotFoundException',
    'InvalidParameterException',
    'NotAuthorizedException',
    'LimitExceededException',
    'CodeDeliveryFailureException',
  ])('answers 202 whether or not there is an account, and whatever its state (%s)', async (name) => {
    if (name) pool.on(cognito.ForgotPasswordCommand).rejects(failure(name));

    expect(await call(handler, forgotPassword, { body: { username: 'alice@example.org' } })).toMatchObject({
      status: 202,
      body: undefined,
    });
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.ForgotPasswordCommand, {
      ClientId,
      SecretHash: hashFor('alice@example.org'),
      Username: 'alice@example.org',
    });
  });
});

describe('POST /auth/reset-password', () => {
  const body = { username: 'alice@example.org', code: '123456', password: 'quite another phrase' };

  it('sets the password, then ends every session, by user name or e-mail address', async () => {
    expect(await call(handler, resetPassword, { body })).toMatchObject({
      status: 204,
      cookies: [expect.stringMatching(/^__Host-device=/)],
    });

    expect(acts).toEqual(['find', 'reset', 'find', ...allClosed]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminUserGlobalSignOutCommand, Alice);
  });

  it('retries ending them: the code is used up, so the request cannot be repeated', async () => {
    pool.on(cognito.AdminUserGlobalSignOutCommand).rejectsOnce(failure('InternalErrorException')).resolves({});
    gateway.on(DeleteConnectionCommand).rejectsOnce(failure('InternalFailure')).resolves({});

    expect(await call(handler, resetPassword, { body })).toMatchObject({ status: 204 });

    expect(pool).toHaveReceivedCommandTimes(cognito.ConfirmForgotPasswordCommand, 1);
    expect(pool).toHaveReceivedCommandTimes(cognito.AdminUserGlobalSignOutCommand, 2);
  });

  it('answers the same for a wrong code, an expired one, too many guesses, and an unknown account', async () => {
    const names = [
      'CodeMismatchException',
      'ExpiredCodeException',
      'UserNotFoundException',
      'LimitExceededException',
      'UserNotConfirmedException',
      'NotAuthorizedException',
    ];

    const answers: unknown[] = [];
    for (const name of names) {
      pool.on(cognito.ConfirmForgotPasswordCommand).rejects(failure(name));
      answers.push(await call(handler, resetPassword, { body }));
    }

    expect(answers[0]).toMatchObject({ status: 400, body: { code: 'wrong-code' } });
    expect(answers).toEqual(names.map(() => answers[0]));
    expect(acts).toEqual(names.map(() => 'find'));
  });

  it.each(['too short', ' correct horse battery', 'a'.repeat(129)])(
    'refuses the password %j, naming the field',
    async (password) => {
      expect(await call(handler, resetPassword, { body: { ...body, password } })).toMatchObject({
        status: 400,
        body: { errors: { password: expect.any(String) } },
      });
      expect(pool).not.toHaveReceivedAnyCommand();
    },
  );
});

describe('POST /auth/change-password', () => {
  const body = { password: 'correct horse battery', newPassword: 'quite another phrase' };

  it('proves the old one, sets the new one, ends every session and starts a new one', async () => {
    const answer = await call(handler, changePassword, { body });

    expect(answer).toMatchObject({ status: 200, body: { accessToken, expiresIn: 600, username: 'alice' } });
    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-refresh=new-refresh-token; /)]);
    expect(acts).toEqual(['signIn', 'change', ...allClosed, 'signIn']);
    expect(pool).toHaveReceivedCommandWith(cognito.ChangePasswordCommand, {
      AccessToken: accessToken,
      PreviousPassword: 'correct horse battery',
      ProposedPassword: 'quite another phrase',
    });
    const [, last] = pool.commandCalls(cognito.AdminInitiateAuthCommand);
    expect(last?.args[0].input.AuthParameters).toEqual({
      USERNAME: 'alice',
      PASSWORD: 'quite another phrase',
      SECRET_HASH: hashFor('alice'),
    });
  });

  it('changes nothing where the old one is wrong', async () => {
    pool.on(cognito.AdminInitiateAuthCommand).rejects(failure('NotAuthorizedException'));

    expect(await call(handler, changePassword, { body })).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials' },
      cookies: [],
    });
    expect(acts).toEqual([]);
  });

  it('ends no session where Cognito refuses the new one, but the one that proved the old one', async () => {
    pool.on(cognito.ChangePasswordCommand).rejects(failure('InvalidPasswordException', 'Too common'));

    expect(await call(handler, changePassword, { body })).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { newPassword: 'Too common' } },
    });
    expect(acts).toEqual(['signIn', 'revoke']);
  });
});
