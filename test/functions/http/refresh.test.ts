/** POST /auth/refresh: the cookie for a new access token. */

import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { refresh } from '#contract/routes/accounts.ts';
import { AuthenticationResult, ClientId, ClientSecret, accessToken, pool } from '../support/alice.ts';
import { dynamo, failure } from '../support/aws.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/accounts.ts');

const post = (route: Route, body?: object, given: Given = {}): Promise<Received> =>
  call(handler, route, { ...(body && { body }), ...given });

beforeEach(() => {
  pool.reset();
  pool.on(cognito.DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret } });
  dynamo.reset();
  dynamo.on(GetCommand).resolves({});
});

describe('POST /auth/refresh', () => {
  const cookies = ['theme=dark', '__Host-refresh=old-refresh-token'];

  it('exchanges the cookie for a new access token, and a new cookie', async () => {
    pool.on(cognito.GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult });

    const answer = await post(refresh, undefined, { cookies });

    expect(answer).toMatchObject({ status: 200, body: { accessToken, username: 'alice' } });
    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-refresh=new-refresh-token; /)]);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.GetTokensFromRefreshTokenCommand, {
      ClientId,
      ClientSecret,
      RefreshToken: 'old-refresh-token',
    });
  });

  it('asks to sign in again where the session was ended from another device, and revokes its token', async () => {
    pool.on(cognito.GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult });
    pool.on(cognito.RevokeTokenCommand).resolves({});
    const Key = { username: 'revoked#alice#session-of-alice' };
    dynamo.on(GetCommand, { TableName: 'connections-table', Key, ConsistentRead: true }).resolves({ Item: Key });

    expect(await post(refresh, undefined, { cookies })).toMatchObject({
      status: 401,
      body: { code: 'no-session' },
      cookies: [],
    });
    expect(pool).toHaveReceivedCommandExactlyOnceWith(cognito.RevokeTokenCommand, {
      ClientId,
      ClientSecret,
      Token: 'new-refresh-token',
    });
  });

  it('leaves the cookie as it is where Cognito returns no new token', async () => {
    const { RefreshToken: _, ...result } = AuthenticationResult;
    pool.on(cognito.GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult: result });

    expect((await post(refresh, undefined, { cookies })).cookies).toEqual([]);
  });

  it.each([
    'NotAuthorizedException',
    'RefreshTokenReuseException',
    'InvalidParameterException',
    'UserNotFoundException',
  ])('asks to sign in again for an expired or invalid cookie (%s)', async (name) => {
    pool.on(cognito.GetTokensFromRefreshTokenCommand).rejects(failure(name));

    expect(await post(refresh, undefined, { cookies })).toMatchObject({ status: 401, body: { code: 'no-session' } });
  });

  it.each([[[]], [['__Host-refresh=']], [['refresh=from-before']]])(
    'asks to sign in without a cookie (%j), without calling Cognito',
    async (none) => {
      expect(await post(refresh, undefined, { cookies: none })).toMatchObject({
        status: 401,
        body: { code: 'no-session' },
      });
      expect(pool).not.toHaveReceivedAnyCommand();
    },
  );
});
