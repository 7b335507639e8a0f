import { CognitoIdentityProviderClient, AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { contract } from './contract.ts';
import { type Device, PASSWORD, deviceOf, newName, signUp, untilShown } from './people.ts';

const kept = contract();
const [ann, ben, cat] = [newName('ann'), newName('ben'), newName('cat')];
let cloud: Cloud;
let hers: Device;
let cats: Device;
let token: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  await Promise.all([ann, ben, cat].map((name) => signUp(cloud, { fetch }, name)));
  [hers, cats] = await Promise.all([deviceOf(cloud, kept, ann), deviceOf(cloud, kept, cat)]);
  token = await hers.session.accessToken();
  hers.mailbox.sendMessage(ben, 'hello');
  await untilShown(hers, ben, ['hello']);
});
afterAll(async () => {
  for (const device of [hers, cats]) device.mailbox.close();
  await cloud.close();
});

interface Raw {
  readonly body?: string;
  readonly contentType?: string;
  readonly authorization?: string;
}

/** A call as no client of ours makes it. */
async function call(
  method: string,
  path: string,
  { body, contentType = 'application/json', authorization = `Bearer ${token}` }: Raw = {},
) {
  const headers = {
    ...(body !== undefined && { 'content-type': contentType }),
    ...(authorization !== '' && { authorization }),
  };
  const strict = kept.fetch(cloud.apiUrl, (url, init) => fetch(url, init));
  const response = await strict(cloud.apiUrl + path, { method, headers, ...(body !== undefined && { body }) });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Record<string, unknown>,
  };
}

const message = (change: object = {}): string =>
  JSON.stringify({ recipient: ben, body: 'hi', clientId: crypto.randomUUID(), after: 1, ...change });

describe('a message that can not be', () => {
  it.each<[what: string, raw: () => Raw, status: number, code: string, ...fields: string[]]>([
    ['has no body', () => ({ body: '' }), 400, 'invalid'],
    ['is no JSON', () => ({ body: '{"recipient":' }), 400, 'invalid'],
    ['is no object', () => ({ body: '[]' }), 400, 'invalid', 'body'],
    ['is empty', () => ({ body: '{}' }), 400, 'invalid', 'recipient', 'body'],
    ['has a recipient of the wrong type', () => ({ body: message({ recipient: 7 }) }), 400, 'invalid', 'recipient'],
    ['has a text of the wrong type', () => ({ body: message({ body: ['hi'] }) }), 400, 'invalid', 'body'],
    ['has nothing but white space', () => ({ body: message({ body: ' \n ' }) }), 400, 'invalid', 'body'],
    ['is too long', () => ({ body: message({ body: 'x'.repeat(4_001) }) }), 400, 'invalid', 'body'],
    ['has control characters', () => ({ body: message({ body: 'bell \u0007' }) }), 400, 'invalid', 'body'],
    ['has half a character', () => ({ body: message({ body: 'half \ud83d' }) }), 400, 'invalid', 'body'],
    ['has an after that is no seq', () => ({ body: message({ after: -1 }) }), 400, 'invalid', 'after'],
    ['has a clientId that is no UUID', () => ({ body: message({ clientId: 'mine' }) }), 400, 'invalid', 'clientId'],
    ['has a field nobody knows', () => ({ body: message({ colour: 'red' }) }), 400, 'invalid', 'colour'],
    [
      'has a field every object knows',
      () => ({ body: message().replace('{', '{"__proto__":{},') }),
      400,
      'invalid',
      '__proto__',
    ],
    [
      'is for nobody',
      () => ({ body: message({ recipient: newName('nobody'), after: 0 }) }),
      404,
      'not-found',
      'recipient',
    ],
    ['has seen what is not there', () => ({ body: message({ after: 99 }) }), 409, 'reset'],
    ['is of another type', () => ({ body: message(), contentType: 'text/plain' }), 415, 'unsupported-media-type'],
    ['is of 40 KB', () => ({ body: message({ body: 'x'.repeat(40 * 1024) }) }), 413, 'too-large'],
  ])('because it %s is refused with a problem that says so', async (_, raw, status, code, ...fields) => {
    const answer = await call('POST', '/messages', raw());

    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { status, code, detail: expect.any(String) as string },
    });
    expect(Object.keys((answer.body['errors'] as object | undefined) ?? {})).toEqual(fields);
  });

  it('stores nothing', async () => {
    const { body } = await call('GET', `/messages?target=${ben}`);

    expect(body).toMatchObject({ through: 1 });
  });
});

describe('a query that can not be', () => {
  it.each([
    ['/users?cursor=made-up', 'cursor'],
    ['/users?limit=0', 'limit'],
    ['/users?limit=1e9', 'limit'],
    ['/users?prefix=%00', 'prefix'],
    ['/users?colour=red', 'colour'],
    ['/users?limit=1&limit=2', 'limit'],
    ['/conversations?cursor=made-up', 'cursor'],
    ['/messages', 'target'],
    [`/messages?target=${ben}&before=x`, 'before'],
    [`/conversations/${ben}/log`, 'after'],
    [`/conversations/${ben}/log?after=-1`, 'after'],
  ])('%s is refused, naming %s', async (path, field) => {
    const answer = await call('GET', path);

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { [field]: expect.any(String) as string } },
    });
  });

  it('refuses the cursor of another person', async () => {
    const { body } = await call('GET', '/users?limit=1');
    const cursor = encodeURIComponent(String(body['next']));

    const answer = await call('GET', `/users?limit=1&cursor=${cursor}`, {
      authorization: `Bearer ${await cats.session.accessToken()}`,
    });

    expect(answer).toMatchObject({ status: 400, body: { errors: { cursor: expect.any(String) as string } } });
  });
});

describe('an id', () => {
  it('that is malformed, of others or absent is not found, and all alike', async () => {
    const malformed = [
      'x',
      '%20',
      `${ann}~${ben}`,
      ...['.0', '.01', '.1e0', '.1.1'].map((end) => `${ann}~${ben}${end}`),
    ];
    const strange = [...malformed, `${ann}~${ben}.2`, `${ben}~${ann}.1`, `${ben}~${cat}.1`];

    const answers = await Promise.all(strange.map((each) => call('GET', `/messages/${each}`)));
    const outsider = await call('GET', `/messages/${ann}~${ben}.1`, {
      authorization: `Bearer ${await cats.session.accessToken()}`,
    });
    const mine = await call('GET', `/messages/${ann}~${ben}.1`);

    const [first] = answers.map(({ body }) => ({ ...body, requestId: '' }));
    expect(first).toMatchObject({ status: 404, code: 'not-found' });
    for (const { status, body } of [...answers, outsider])
      expect([status, { ...body, requestId: '' }]).toEqual([404, first]);
    expect(mine.status).toBe(200);
  });

  it.each([
    '/users/nobody-at-all',
    '/conversations/nobody-at-all',
    '/conversations/nobody-at-all/log?after=0',
    '/conversations/~/log?after=0',
  ])('of nobody is not found: %s', async (path) => {
    const answer = await call('GET', path);

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('of no route is not found', async () => {
    const answers = await Promise.all([call('GET', '/nothing'), call('DELETE', '/messages')]);

    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, { message: 'Not Found' }],
      [404, { message: 'Not Found' }],
    ]);
  });
});

describe('a token', () => {
  const part = (index: number): string => token.split('.')[index] ?? '';
  const claims = () =>
    JSON.parse(Buffer.from(part(1), 'base64url').toString()) as { readonly iss: string; readonly client_id: string };

  it.each<[string, () => string]>([
    ['is missing', () => ''],
    ['is not a token', () => 'Bearer token'],
    ['is of another scheme', () => `Basic ${token}`],
    [
      'was changed',
      () =>
        `Bearer ${[part(0), Buffer.from(JSON.stringify({ ...claims(), username: ben })).toString('base64url'), part(2)].join('.')}`,
    ],
    [
      'is signed by nobody',
      () => `Bearer ${[Buffer.from('{"alg":"none"}').toString('base64url'), part(1), ''].join('.')}`,
    ],
    [
      'is signed by somebody else',
      () => `Bearer ${[part(0), part(1), part(2).split('').reverse().join('')].join('.')}`,
    ],
  ])('that %s is refused', async (_, authorization) => {
    const answer = await call('GET', '/me', { authorization: authorization() });

    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  it('is refused when it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });

    const answer = await call('GET', '/me').finally(() => vi.useRealTimers());

    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  it('that says who I am does not say what I may', async () => {
    const { iss, client_id: ClientId } = claims();
    const client = new CognitoIdentityProviderClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const AuthParameters = { USERNAME: ann, PASSWORD };
    const UserPoolId = new URL(iss).pathname.slice(1);
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
  it('that is wrong, and a name that is unknown, are refused alike', async () => {
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

  it('that is short, and an address that is none, are refused by name', async () => {
    const body = JSON.stringify({ username: 'Ann!', email: 'nowhere', password: 'short' });

    const answer = await call('POST', '/auth/sign-up', { body, authorization: '' });

    expect(Object.keys(answer.body['errors'] as object)).toEqual(['username', 'email', 'password']);
  });
});

describe('a socket', () => {
  const dial = (protocols: string[], headers: Record<string, string> = {}): Promise<WebSocket | number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(cloud.webSocketUrl, protocols, { headers });
      socket.once('open', () => resolve(socket));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });
  const dialAsAnn = async (): Promise<WebSocket> => {
    const socket = await dial([SUBPROTOCOL, BEARER_PREFIX + token]);
    if (typeof socket === 'number') throw new Error(`The handshake was answered with ${socket}.`);
    return socket;
  };
  const nextFrame = (socket: WebSocket): Promise<unknown> =>
    new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))));

  it('ignores whatever it does not understand, and goes on', async () => {
    const socket = await dialAsAnn();
    const first = nextFrame(socket);

    const strange = [
      '',
      'no JSON',
      '[]',
      'null',
      '{}',
      '{"action":7}',
      '{"action":"dance"}',
      '{"action":"ping","more":1}',
    ];
    for (const text of [
      ...strange,
      `{"action":"read","target":"${ben}","seq":-1}`,
      `{"action":"read","target":"${ben}","seq":99}`,
    ])
      socket.send(text);
    socket.send(Buffer.from([1, 2, 3]));
    socket.send('{"action":"ping"}');

    expect(await first).toEqual({ type: 'pong', connectionId: expect.any(String) as string });
    socket.close();
  });

  it('is closed by a frame of more than 4 KB', async () => {
    const socket = await dialAsAnn();
    const closed = new Promise((resolve) => socket.once('close', resolve));

    socket.send(JSON.stringify({ action: 'ping', padding: 'x'.repeat(5_000) }));

    await closed;
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('is not opened without a good token, nor for a page of another site', async () => {
    const strangers = [
      dial([SUBPROTOCOL]),
      dial([SUBPROTOCOL, `${BEARER_PREFIX}token`]),
      dial([SUBPROTOCOL, BEARER_PREFIX + token], { origin: 'https://example.com' }),
      dial([SUBPROTOCOL, BEARER_PREFIX + token], { origin: 'null' }),
    ];

    expect(await Promise.all(strangers)).toEqual([401, 401, 403, 403]);
  });
});

it('all answers and frames are as the routes and schemas say', () => {
  expect(kept.violations).toEqual([]);
});
