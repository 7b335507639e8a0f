/** Tokens, passwords and handshakes that do not prove who calls. */

import { createHmac } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession } from '#client/session.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { newName, PASSWORD, signUp } from './people.ts';
import { createRawCall, type RawCall } from './raw-call.ts';

const check = createContractCheck();
const [ann, ben] = [newName('ann'), newName('ben')];
let cloud: Cloud;
let call: RawCall;
let token: string;
/** What `npm start` would print, but for the mails. */
const lines: string[] = [];
const isMail = (line: string): boolean => line.startsWith('Mail to ');

beforeAll(async () => {
  cloud = await startTestCloud({ log: (line) => void (isMail(line) || lines.push(line)) });
  await signUp(cloud, { fetch }, ann);
  const session = createSession({ apiUrl: cloud.apiUrl, environment: { fetch: createCookieFetch() } });
  await session.signIn({ username: ann, password: PASSWORD });
  token = await session.accessToken();
  call = createRawCall(cloud, check, token);
});
afterAll(() => cloud.close());

describe('a token', () => {
  const part = (index: number): string => token.split('.')[index] ?? '';
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () =>
    JSON.parse(Buffer.from(part(1), 'base64url').toString()) as { readonly iss: string; readonly client_id: string };

  it.each<[string, () => string]>([
    ['is missing', () => ''],
    ['is not a token', () => 'Bearer token'],
    ['is of another scheme', () => `Basic ${token}`],
    ['was altered', () => `Bearer ${[part(0), encoded({ ...claims(), username: ben }), part(2)].join('.')}`],
    ['has no signature', () => `Bearer ${[encoded({ alg: 'none' }), part(1), ''].join('.')}`],
    ['has a wrong signature', () => `Bearer ${[part(0), part(1), part(2).split('').reverse().join('')].join('.')}`],
  ])('that %s is refused', async (_, authorization) => {
    const answer = await call('GET', '/me', { authorization: authorization() });

    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  it('is refused when it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });

    const answer = await call('GET', '/me').finally(() => vi.useRealTimers());

    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  it('that says who I am does not say what I may do: an id token is refused', async () => {
    const { iss, client_id: ClientId } = claims();
    const client = new CognitoIdentityProviderClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const UserPoolId = new URL(iss).pathname.slice(1);
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    const SECRET_HASH = createHmac('sha256', UserPoolClient?.ClientSecret ?? '')
      .update(`${ann}${ClientId}`)
      .digest('base64');
    const AuthParameters = { USERNAME: ann, PASSWORD, SECRET_HASH };
    const { AuthenticationResult } = await client.send(
      new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters }),
    );
    client.destroy();

    const idToken = await call('GET', '/me', { authorization: `Bearer ${AuthenticationResult?.IdToken}` });
    const accessToken = await call('GET', '/me', { authorization: `Bearer ${AuthenticationResult?.AccessToken}` });

    expect(accessToken.status).toBe(200);
    expect([401, 403]).toContain(idToken.status);
  });
});

describe('a password', () => {
  it('that is wrong is refused like a name that is unknown', async () => {
    const signIn = (username: string) =>
      call('POST', '/auth/sign-in', {
        body: JSON.stringify({ username, password: 'not the right one' }),
        authorization: '',
      });

    const [wrong, unknown] = [await signIn(ann), await signIn(newName('nobody'))];

    expect(wrong).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
    expect({ ...unknown, body: { ...unknown.body, requestId: '' } }).toEqual({
      ...wrong,
      body: { ...wrong.body, requestId: '' },
    });
  });

  it('that is too short is refused by name, and so are a bad name and a bad address', async () => {
    const body = JSON.stringify({ username: 'Ann!', email: 'nowhere', password: 'short' });

    const answer = await call('POST', '/auth/sign-up', { body, authorization: '' });

    expect(Object.keys(answer.body['errors'] as object)).toEqual(['username', 'email', 'password']);
  });
});

describe('a name', () => {
  it('that is taken is refused, confirmed or not', async () => {
    const signUpAs = (username: string) => {
      const body = JSON.stringify({ username, email: `${newName()}@example.com`, password: PASSWORD });
      return call('POST', '/auth/sign-up', { body, authorization: '' });
    };
    const session = createSession({ apiUrl: cloud.apiUrl, environment: { fetch: createCookieFetch() } });
    await session.signUp({ username: ben, email: `${ben}@example.com`, password: PASSWORD });

    const answers = [await signUpAs(ann), await signUpAs(ben)];

    expect(answers.map(({ body }) => body['code'])).toEqual(['name-taken', 'name-taken']);
  });
});

describe('a handshake', () => {
  /** @returns the status that it is refused with */
  const dial = (protocols: string[], headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(cloud.webSocketUrl, protocols, { headers });
      socket.once('open', () => reject(new Error('The socket was opened.')));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });

  it('is refused without a good token, and to a page of another site', async () => {
    const strangers = [
      dial([SUBPROTOCOL]),
      dial([SUBPROTOCOL, `${BEARER_PREFIX}token`]),
      dial([SUBPROTOCOL, BEARER_PREFIX + token], { origin: 'https://example.com' }),
      dial([SUBPROTOCOL, BEARER_PREFIX + token], { origin: 'null' }),
    ];

    expect(await Promise.all(strangers)).toEqual([403, 403, 403, 403]);
    await expect(dial([])).resolves.toBe(401);
  });
});

it('of this only outcomes are logged, and nothing as a failure', () => {
  const outcome = /^\[\w+\] (?:metric Service=|\{(?:"(?:id|operation|outcome|who|from|ms)":(?:"[^"]*"|\d+),?)+\}$)/;
  expect(lines.filter((line) => !outcome.test(line))).toEqual([]);
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
