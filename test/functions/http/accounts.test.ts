/** POST /auth/…: signing up and in. */

import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Route } from '#contract/route.ts';
import { confirmSignUp, resendCode, signIn, signUp } from '#contract/routes/accounts.ts';
import { AuthenticationResult, ClientId, ClientSecret, accessToken, hashFor, pool } from '../support/alice.ts';
import { dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/accounts.ts');

const HOUR = 60 * 60_000;
const UserPoolId = 'eu-central-1_pool';
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Strict';

const post = (route: Route, body?: object, given: Given = {}): Promise<Received> =>
  call(handler, route, { ...(body && { body }), ...given });

beforeEach(() => {
  pool.reset();
  pool.on(cognito.DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret } });
  dynamo.reset();
  pool.on(cognito.AdminGetUserCommand).resolves({ Username: 'alice' });
  dynamo.on(GetCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});

describe('POST /auth/sign-up', () => {
  const credentials = { username: 'alice', email: 'alice@example.org', password: 'correct horse battery' };

  it('creates an account, and lets the mail tell the owner of a known address', async () => {
    pool.on(cognito.SignUpCommand).resolves({});

    expect(await post(signUp, credentials)).toMatchObject({ status: 202, body: undefined });
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.SignUpCommand, {
      ClientId,
      SecretHash: hashFor('alice'),
      Username: 'alice',
      Password: 'correct horse battery',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.org' }],
      ClientMetadata: { addressIsTaken: 'true', language: 'en' },
    });
  });

  it.each([
    ['UsernameExistsException', 'whatever', 409, 'name-taken'],
    ['UserLambdaValidationException', 'PreSignUp failed with error name-taken.', 409, 'name-taken'],
    ['UserLambdaValidationException', 'PreSignUp failed with error name-not-valid.', 400, 'invalid'],
    ['UserLambdaValidationException', 'PreSignUp failed with error Throttled.', 500, 'internal'],
    ['InvalidPasswordException', 'Password too common', 400, 'invalid'],
    ['InvalidParameterException', 'Invalid email address format.', 400, 'invalid'],
    ['LimitExceededException', 'Attempt limit exceeded', 429, 'too-many-requests'],
    ['TooManyRequestsException', 'Too many requests', 429, 'too-many-requests'],
  ])('answers %s (%s) with %i %s', async (name, text, status, code) => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    pool.on(cognito.SignUpCommand).rejects(failure(name, text));
    pool.on(cognito.AdminGetUserCommand).rejects(failure('UserNotFoundException'));

    expect(await post(signUp, credentials)).toMatchObject({ status, body: { code } });
  });

  it('frees a name whose address was not confirmed within a day', async () => {
    pool.on(cognito.SignUpCommand).rejectsOnce(failure('UsernameExistsException')).resolves({});
    pool
      .on(cognito.AdminGetUserCommand)
      .resolves({ UserStatus: 'UNCONFIRMED', UserCreateDate: new Date(NOW - 25 * HOUR) });
    pool.on(cognito.AdminDeleteUserCommand).resolves({});

    expect(await post(signUp, credentials)).toMatchObject({ status: 202 });
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminDeleteUserCommand, {
      UserPoolId,
      Username: 'alice',
    });
  });

  it.each([
    ['username', 'Alice'],
    ['username', 'al'],
    ['username', 'support'],
    ['username', 'adrn1n'],
    ['email', 'alice'],
    ['email', `${'a'.repeat(250)}@example.org`],
    ['password', 'too short'],
    ['password', 'a'.repeat(129)],
    ['password', ' correct horse battery'],
    ['password', 'correct horse battery '],
    ['phone', '123'],
  ])('is refused for its %s %j before Cognito is asked', async (field, value) => {
    expect(await post(signUp, { ...credentials, [field]: value })).toMatchObject({
      status: 400,
      body: { errors: { [field]: expect.any(String) } },
    });
    expect(pool).not.toHaveReceivedAnyCommand();
  });
});

describe('POST /auth/confirm', () => {
  const body = { username: 'alice', code: '123456' };

  it('confirms the address', async () => {
    pool.on(cognito.ConfirmSignUpCommand).resolves({});

    expect(await post(confirmSignUp, body)).toMatchObject({ status: 204 });
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.ConfirmSignUpCommand, {
      ClientId,
      SecretHash: hashFor('alice'),
      Username: 'alice',
      ConfirmationCode: '123456',
    });
  });

  it('answers the same whether the code, the name or an address of another account is at fault', async () => {
    const names = [
      'CodeMismatchException',
      'ExpiredCodeException',
      'NotAuthorizedException',
      'UserNotFoundException',
      'AliasExistsException',
    ];

    const answers: unknown[] = [];
    for (const name of names) {
      pool.on(cognito.ConfirmSignUpCommand).rejects(failure(name));
      answers.push(await post(confirmSignUp, body));
    }

    expect(answers[0]).toMatchObject({ status: 400, body: { code: 'wrong-code' } });
    expect(answers).toEqual(names.map(() => answers[0]));
  });

  it('is a failure, which may be retried, where the trigger failed', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    pool
      .on(cognito.ConfirmSignUpCommand)
      .rejects(failure('UserLambdaValidationException', 'PostConfirmation failed with error Throttled.'));

    expect(await post(confirmSignUp, body)).toMatchObject({ status: 500, body: { code: 'internal' } });
  });

  it('is refused after too many attempts', async () => {
    pool.on(cognito.ConfirmSignUpCommand).rejects(failure('TooManyFailedAttemptsException'));

    expect(await post(confirmSignUp, body)).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
  });
});

describe('POST /auth/resend-code', () => {
  it.each(['UserNotFoundException', 'InvalidParameterException', 'LimitExceededException', undefined])(
    'answers 202 whether or not there is an unconfirmed account (%s)',
    async (name) => {
      if (name) pool.on(cognito.ResendConfirmationCodeCommand).rejects(failure(name));
      else pool.on(cognito.ResendConfirmationCodeCommand).resolves({});

      expect(await post(resendCode, { username: 'alice' })).toMatchObject({ status: 202, body: undefined });
      expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.ResendConfirmationCodeCommand, {
        ClientId,
        SecretHash: hashFor('alice'),
        Username: 'alice',
        ClientMetadata: { addressIsTaken: 'true', language: 'en' },
      });
    },
  );
});

describe('POST /auth/sign-in', () => {
  const body = { username: 'alice@example.org', password: 'correct horse battery' };

  it('answers with an access token; the refresh token is a cookie that no script and no other path sees', async () => {
    pool.on(cognito.AdminInitiateAuthCommand).resolves({ AuthenticationResult });

    const answer = await post(signIn, body);

    expect(answer).toMatchObject({ status: 200, body: { accessToken, expiresIn: 600, username: 'alice' } });
    expect(answer.cookies).toEqual([
      `__Host-refresh=new-refresh-token; ${ATTRIBUTES}; Max-Age=2592000`,
      expect.stringMatching(
        /^__Host-device=[\w.-]{50,}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=31536000$/,
      ),
    ]);
    expect(JSON.stringify(answer.body)).not.toMatch(/refresh|an-id-token/);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.AdminInitiateAuthCommand, {
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: 'alice@example.org',
        PASSWORD: 'correct horse battery',
        SECRET_HASH: hashFor('alice@example.org'),
      },
    });
  });

  it('answers the same for a wrong password and for an unknown user', async () => {
    pool
      .on(cognito.AdminInitiateAuthCommand)
      .rejectsOnce(failure('NotAuthorizedException'))
      .rejectsOnce(failure('UserNotFoundException'));

    const [wrong, nobody] = [await post(signIn, body), await post(signIn, body)];

    expect(wrong).toMatchObject({ status: 401, body: { code: 'wrong-credentials' }, cookies: [] });
    expect(nobody).toEqual(wrong);
  });

  it.each([
    ['UserNotConfirmedException', 403, 'unconfirmed'],
    ['TooManyRequestsException', 429, 'too-many-requests'],
  ])('answers %s with %i %s', async (name, status, code) => {
    pool.on(cognito.AdminInitiateAuthCommand).rejects(failure(name));

    expect(await post(signIn, body)).toMatchObject({ status, body: { code } });
  });

  it('fails, and reveals nothing, where Cognito fails or demands a challenge', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    pool
      .on(cognito.AdminInitiateAuthCommand)
      .rejectsOnce(failure('InternalErrorException', 'secret'))
      .resolves({ ChallengeName: 'SMS_MFA' });

    for (const answer of [await post(signIn, body), await post(signIn, body)]) {
      expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
      expect(JSON.stringify(answer)).not.toMatch(/secret|MFA/);
    }
  });
});
