/** Messages, queries, ids and frames that are not what the API takes: each is refused, and tells nothing. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createContractCheck } from './contract-check.ts';
import { type Device, deviceOf, newName, signUp, untilShown } from './people.ts';
import { createRawCall, type RawCall, type RawParts } from './raw-call.ts';

const check = createContractCheck();
const [ann, ben, cat] = [newName('ann'), newName('ben'), newName('cat')];
let cloud: Cloud;
let hers: Device;
let cats: Device;
let call: RawCall;
let token: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  await Promise.all([ann, ben, cat].map((name) => signUp(cloud, { fetch }, name)));
  [hers, cats] = await Promise.all([deviceOf(cloud, check, ann), deviceOf(cloud, check, cat)]);
  token = await hers.session.accessToken();
  call = createRawCall(cloud, check, token);
  hers.mailbox.sendMessage(ben, 'hello');
  await untilShown(hers, ben, ['hello']);
});
afterAll(async () => {
  for (const device of [hers, cats]) device.mailbox.close();
  await cloud.close();
});

const message = (change: object = {}): string =>
  JSON.stringify({ recipient: ben, body: 'hi', clientId: crypto.randomUUID(), after: 1, ...change });

describe('a message that is not valid', () => {
  it.each<[what: string, parts: () => RawParts, status: number, code: string, ...fields: string[]]>([
    ['has no body', () => ({ body: '' }), 400, 'invalid'],
    ['is not JSON', () => ({ body: '{"recipient":' }), 400, 'invalid'],
    ['is not an object', () => ({ body: '[]' }), 400, 'invalid', 'body'],
    ['is empty', () => ({ body: '{}' }), 400, 'invalid', 'recipient', 'body'],
    ['has a recipient of the wrong type', () => ({ body: message({ recipient: 7 }) }), 400, 'invalid', 'recipient'],
    ['has a text of the wrong type', () => ({ body: message({ body: ['hi'] }) }), 400, 'invalid', 'body'],
    ['is nothing but white space', () => ({ body: message({ body: ' \n ' }) }), 400, 'invalid', 'body'],
    ['is too long', () => ({ body: message({ body: 'x'.repeat(4_001) }) }), 400, 'invalid', 'body'],
    ['has control characters', () => ({ body: message({ body: 'bell \u0007' }) }), 400, 'invalid', 'body'],
    ['has half a surrogate pair', () => ({ body: message({ body: 'half \ud83d' }) }), 400, 'invalid', 'body'],
    ['has an after that is not a seq', () => ({ body: message({ after: -1 }) }), 400, 'invalid', 'after'],
    ['has a clientId that is not a UUID', () => ({ body: message({ clientId: 'mine' }) }), 400, 'invalid', 'clientId'],
    ['has an unknown field', () => ({ body: message({ colour: 'red' }) }), 400, 'unknown-field', 'colour'],
    [
      'has a field named like a property of every object',
      () => ({ body: message().replace('{', '{"__proto__":{},') }),
      400,
      'unknown-field',
      '__proto__',
    ],
    [
      'has an unknown recipient',
      () => ({ body: message({ recipient: newName('nobody'), after: 0 }) }),
      404,
      'not-found',
      'recipient',
    ],
    ['names a later entry than there is', () => ({ body: message({ after: 99 }) }), 409, 'reset'],
    ['has another media type', () => ({ body: message(), contentType: 'text/plain' }), 415, 'unsupported-media-type'],
    ['has 40 KB', () => ({ body: message({ body: 'x'.repeat(40 * 1024) }) }), 413, 'too-large'],
  ])('is refused by name if it %s', async (_, parts, status, code, ...fields) => {
    const answer = await call('POST', '/messages', parts());

    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { status, code, detail: expect.any(String) as string },
    });
    expect(Object.keys((answer.body['errors'] as object | undefined) ?? {})).toEqual(fields);
  });

  it('is not stored', async () => {
    const { body } = await call('GET', `/messages?target=${ben}`);

    expect(body).toMatchObject({ through: 1 });
  });
});

describe('a query that is not valid', () => {
  it.each([
    ['/users?cursor=made-up', 'cursor'],
    ['/users?limit=0', 'limit'],
    ['/users?limit=1e9', 'limit'],
    ['/users?prefix=%00', 'prefix'],
    ['/users?colour=red', 'colour', 'unknown-field'],
    ['/users?limit=1&limit=2', 'limit'],
    ['/conversations?cursor=made-up', 'cursor'],
    ['/messages', 'target'],
    [`/messages?target=${ben}&before=x`, 'before'],
    [`/conversations/${ben}/log`, 'after'],
    [`/conversations/${ben}/log?after=-1`, 'after'],
  ])('is refused by name: %s names %s', async (path, field, code = 'invalid') => {
    const answer = await call('GET', path);

    expect(answer).toMatchObject({
      status: 400,
      body: { code, errors: { [field]: expect.any(String) as string } },
    });
  });

  it('is refused if its cursor is of another person', async () => {
    const { body } = await call('GET', '/users?limit=1');
    const cursor = encodeURIComponent(String(body['next']));

    const answer = await call('GET', `/users?limit=1&cursor=${cursor}`, {
      authorization: `Bearer ${await cats.session.accessToken()}`,
    });

    expect(answer).toMatchObject({ status: 400, body: { errors: { cursor: expect.any(String) as string } } });
  });
});

describe('an id', () => {
  it('that is malformed, absent or of others is not found, always with the same answer', async () => {
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
  ])('of an unknown person is not found: %s', async (path) => {
    const answer = await call('GET', path);

    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('without a route is not found', async () => {
    const answers = await Promise.all([call('GET', '/nothing'), call('DELETE', '/messages')]);

    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, { message: 'Not Found' }],
      [404, { message: 'Not Found' }],
    ]);
  });
});

describe('a socket', () => {
  const dial = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(cloud.webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + token]);
      socket.once('open', () => resolve(socket));
      socket.on('error', reject);
    });
  const nextFrame = (socket: WebSocket): Promise<unknown> =>
    new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))));

  it('ignores frames that it does not understand, and stays open', async () => {
    const socket = await dial();
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
    socket.send('{"action":"ping"}');

    expect(await first).toEqual({ type: 'pong', connectionId: expect.any(String) as string });
    socket.close();
  });

  it('is closed by a frame of more than 4 KB', async () => {
    const socket = await dial();
    const closed = new Promise((resolve) => socket.once('close', resolve));

    socket.send(JSON.stringify({ action: 'ping', padding: 'x'.repeat(5_000) }));

    await closed;
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('is closed by a binary frame, as the gateway does', async () => {
    const socket = await dial();
    const closed = new Promise((resolve) => socket.once('close', resolve));

    socket.send(Buffer.from('{"action":"ping"}'));

    expect(await closed).toBe(1003);
  });
});

it('all answers and frames match the contract', () => {
  expect(check.violations).toEqual([]);
});
