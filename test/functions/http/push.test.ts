/** GET, PUT and DELETE /me/push */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { exportMe } from '#contract/routes/export.ts';
import { endSession } from '#contract/routes/me.ts';
import { PUSH_DEVICES_MAX, deletePush, getPush, putPush } from '#contract/routes/push.ts';
import { subscribe } from '#functions/core/push/subscribe.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import { cognito } from '../support/aws.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given } from '../support/http.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { noSearches } from '../support/searches.ts';

stubEnvironment();
vi.doMock('#functions/aws/access-token.ts', () => ({ accessTokenVerifier: () => async () => undefined }));
const { handler } = await import('#functions/http/push.ts');
const accounts = await import('#functions/http/accounts.ts');
const users = await import('#functions/http/users.ts');
const { pushDevices } = await import('#functions/aws/push-devices.ts');
const { connectionsTable } = await import('#functions/aws/connections-table.ts');

const TABLE = 'connections-table';
const devices = pushDevices(TABLE, () => NOW);
const connections = connectionsTable(TABLE, () => NOW);
const ENDPOINT = 'https://push.example/of-alice';
const DAY_MS = 24 * 60 * 60_000;
let memory: MemoryTables;

const put = (body: object = {}, given: Given = {}) =>
  call(handler, putPush, { body: { endpoint: ENDPOINT, keys: PUSH_KEYS, ...body }, ...given });
const told = async (username = 'alice') =>
  ((await devices.audience([username])).get(username)?.devices ?? []).map(({ session }) => session);
const items = (prefix: string) => memory.all(TABLE).filter(({ username }) => String(username).startsWith(prefix));

beforeEach(() => {
  memory = answerFromMemory();
});

describe('a subscription', () => {
  it('is stored for the session of the caller, and shown to it with the key to subscribe with', async () => {
    expect((await call(handler, getPush)).body).toEqual({ publicKey: expect.stringMatching(/^[\w-]{87}$/) as string });

    expect(await put({ texts: true, about: { offers: false } })).toMatchObject({ status: 204 });

    expect((await call(handler, getPush)).body).toEqual({
      publicKey: expect.stringMatching(/^[\w-]{87}$/) as string,
      device: {
        endpoint: ENDPOINT,
        texts: true,
        about: { messages: true, offers: false, promises: true, thanks: true, searches: true },
        since: new Date(NOW).toISOString(),
      },
    });
    expect(await told()).toEqual(['session-of-alice']);
  });

  it('takes the place of what the session had', async () => {
    await put({ texts: true });
    await put({ endpoint: 'https://push.example/newer' });

    expect((await call(handler, getPush)).body).toMatchObject({
      device: { endpoint: 'https://push.example/newer', texts: false },
    });
    expect(await told()).toHaveLength(1);
  });

  it('ends by the route, which may be called again', async () => {
    await put();

    for (const _ of [1, 2]) expect(await call(handler, deletePush)).toMatchObject({ status: 204 });

    expect((await call(handler, getPush)).body).not.toHaveProperty('device');
    expect(await told()).toEqual([]);
  });

  it('belongs to the session that stored its endpoint last, on a browser that two people use', async () => {
    await put();
    await put({}, { as: 'bob' });

    expect((await call(handler, getPush)).body).not.toHaveProperty('device');
    expect((await call(handler, getPush, { as: 'bob' })).body).toMatchObject({ device: { endpoint: ENDPOINT } });
    expect([...(await devices.owners([ENDPOINT]))]).toEqual([[ENDPOINT, 'session-of-bob']]);
  });

  it('of an eleventh device ends the oldest', async () => {
    for (let i = 0; i < PUSH_DEVICES_MAX; i++)
      await devices.put({
        ...{ username: 'alice', session: `session-${i}`, endpoint: `https://push.example/${i}`, keys: PUSH_KEYS },
        ...{ texts: false, off: [], storedAt: NOW - DAY_MS + i, issuedAt: NOW, expiresAt: NOW + DAY_MS },
      });

    await put();

    expect(await told()).toHaveLength(PUSH_DEVICES_MAX);
    expect(await told()).not.toContain('session-0');
    expect(await told()).toContain('session-of-alice');
  });
});

describe('a subscription ends with its session', () => {
  it('that another one of the person ends', async () => {
    const session = '3f0b7a3e-5a51-4c39-9a43-2f7f0c8d9b11';
    await put();
    await devices.put({
      ...{ username: 'alice', session, endpoint: 'https://push.example/phone', keys: PUSH_KEYS },
      ...{ texts: false, off: [], storedAt: NOW, issuedAt: NOW, expiresAt: NOW + DAY_MS },
    });

    expect(await call(accounts.handler, endSession, { parameters: { session } })).toMatchObject({ status: 204 });

    expect(await told()).toEqual(['session-of-alice']);
    expect((await devices.list('alice')).map((device) => device.session)).toEqual(['session-of-alice']);
  });

  it('with all of them, and leaves nothing that names the person', async () => {
    await put();

    await connections.markAllEnded('alice', NOW);

    expect(await told()).toEqual([]);
    expect(items('push#')).toEqual([]);
    expect(JSON.stringify(items('endpoint#'))).not.toContain('"alice"');
  });

  it('by its mark alone, where removing it failed', async () => {
    await put();
    const [stored] = items('push#');
    await connections.markEnded('alice', 'session-of-alice', NOW);
    memory.put(TABLE, stored ?? {});

    expect(await told()).toEqual([]);
  });

  it('when its session can no longer be refreshed', async () => {
    await put();
    const later = pushDevices(TABLE, () => NOW + 30 * DAY_MS);

    expect((await later.audience(['alice'])).get('alice')?.devices).toEqual([]);
  });

  it('at once where it had ended before', async () => {
    await connections.markEnded('alice', 'session-of-alice', NOW);

    expect(await put()).toMatchObject({ status: 401, body: { code: 'no-session' } });
    expect(await told()).toEqual([]);
    expect(
      items('push#')
        .flatMap((item) => Object.keys(item))
        .filter((name) => name.startsWith('d#')),
    ).toEqual([]);
  });

  it.each([
    ['before', [true]],
    ['while it subscribed', [false, true]],
  ])('and one that ended %s leaves the endpoint to the session that had it', async (_, ends) => {
    await put({}, { as: 'bob' });
    const services = {
      ...{ devices, counters: { take: async () => true }, isPushAddress: () => true, clock: manualClock() },
      ...noSearches,
      connections: { isEnded: async () => ends.shift() ?? true },
    };
    const caller = { username: 'alice', session: 'session-of-alice', issuedAt: NOW, groups: [] };

    const subscribing = subscribe(services, caller, { endpoint: ENDPOINT, keys: PUSH_KEYS });

    await expect(subscribing).rejects.toMatchObject({ code: 'no-session' });
    expect(await devices.owners([ENDPOINT])).toEqual(new Map([[ENDPOINT, 'session-of-bob']]));
    expect((await call(handler, getPush, { as: 'bob' })).body).toHaveProperty('device');
  });

  it('and gives an endpoint back only while it has it', async () => {
    await put({}, { as: 'bob' });
    const before = await devices.take(ENDPOINT, 'session-of-alice', NOW + DAY_MS);
    await devices.take(ENDPOINT, 'session-of-carol', NOW + DAY_MS);

    await devices.giveBack(ENDPOINT, 'session-of-alice', before);

    expect([...(await devices.owners([ENDPOINT])).values()]).toEqual(['session-of-carol']);
  });
});

describe('saved searches', () => {
  const search = { id: 'a-search', words: 'ladder' };
  beforeEach(() =>
    memory.put('posts-table', { owner: 'alice', id: '#searches', searches: [search], readUntil: 1, revision: 1 }),
  );

  it('are copied to their topics when a device subscribes', async () => {
    await put();

    expect(memory.all('watchers-table')).toMatchObject([{ topic: 'search/all', person: 'alice', search }]);
  });

  it('are not where the device has them switched off', async () => {
    await put({ about: { searches: false } });

    expect(memory.all('watchers-table')).toEqual([]);
  });
});

describe('an export', () => {
  it('has the devices that are told, without their addresses and keys', async () => {
    memory.put('users-table', { initial: 'a', username: 'alice', displayName: 'Alice', createdAt: NOW });
    cognito.on(AdminGetUserCommand).resolves({ UserAttributes: [{ Name: 'email', Value: 'a@example.org' }] });
    await put({ texts: true });

    const { items: exported } = (await call(users.handler, exportMe)).body as { items: object[] };

    const about = { messages: true, offers: true, promises: true, thanks: true, searches: true };
    expect(exported).toContainEqual({ type: 'push', texts: true, about, since: new Date(NOW).toISOString() });
    expect(JSON.stringify(exported)).not.toMatch(/of-alice|p256dh/);
  });
});

describe('what is refused', () => {
  it.each([
    ['a foreign host', { endpoint: 'https://evil.example/x' }, 'endpoint'],
    ['plain http', { endpoint: 'http://push.example/x' }, 'endpoint'],
    ['an address of the network', { endpoint: 'https://169.254.169.254/latest/meta-data/' }, 'endpoint'],
    ['an address that is too long', { endpoint: `https://push.example/${'x'.repeat(1024)}` }, 'endpoint'],
    ['a key off the curve', { keys: { ...PUSH_KEYS, p256dh: `B${'A'.repeat(86)}` } }, 'keys.p256dh'],
    ['a key that is too short', { keys: { ...PUSH_KEYS, p256dh: 'BA' } }, 'keys.p256dh'],
    ['a secret that is none', { keys: { ...PUSH_KEYS, auth: 'short' } }, 'keys.auth'],
    ['a compressed key', { keys: { ...PUSH_KEYS, p256dh: `A${'B'.repeat(43)}` } }, 'keys.p256dh'],
  ])('is %s', async (_, body, field) => {
    const answer = await put(body);

    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(Object.keys((answer.body as { errors: object }).errors)).toEqual([field]);
    expect(items('push#')).toEqual([]);
  });

  it('is an unknown field, which may be a switch of a later version', async () => {
    expect(await put({ about: { weather: true } })).toMatchObject({ status: 400, body: { code: 'unknown-field' } });
  });

  it('is the 121st change in an hour', async () => {
    for (let i = 0; i < 120; i++) await put();

    expect(await put()).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) as string } });
    expect(await call(handler, deletePush)).toMatchObject({ status: 429 });
  });
});
