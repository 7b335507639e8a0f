/** Blocks, reports, deleted and disabled accounts, profiles and exports. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newAdministrator, newCaller, type Answer, type Caller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;
let ann: Caller;
let ben: Caller;

beforeAll(async () => {
  cloud = await startTestCloud();
  [ann, ben] = await Promise.all([newCaller(cloud, check, 'ann'), newCaller(cloud, check, 'ben')]);
});
afterAll(() => cloud.close());

const send = (from: Caller, to: Caller, body = 'hello'): Promise<Answer> =>
  from.call('POST', '/messages', { recipient: to.username, body });
const sent = async (from: Caller, to: Caller, body?: string): Promise<string> =>
  ((await send(from, to, body)).body as { id: string }).id;

describe('a person who is blocked', () => {
  it('cannot send, and gets the same answer as from a deleted or disabled person, byte for byte', async () => {
    const [gone, locked, chief] = await Promise.all([
      newCaller(cloud, check, 'gone'),
      newCaller(cloud, check, 'lock'),
      newAdministrator(cloud, check),
    ]);
    const ids = await Promise.all([gone, locked, ben].map((person) => sent(ann, person)));
    await ben.call('PUT', `/blocks/${ann.username}`);
    await gone.call('DELETE', '/me', { password: PASSWORD });
    await chief.call('POST', `/admin/users/${locked.username}/disable`);

    const answers = await Promise.all([gone, locked, ben].map((person) => send(ann, person)));

    expect(answers[0]).toMatchObject({ status: 403, body: { code: 'not-accepting' } });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    const edits = await Promise.all(ids.map((id) => ann.call('PATCH', `/messages/${id}`, { body: 'hello again' })));
    expect(edits).toEqual(answers);
  });

  it('can send again once unblocked', async () => {
    await ben.call('PUT', `/blocks/${ann.username}`);
    const during = await send(ann, ben);
    await ben.call('DELETE', `/blocks/${ann.username}`);

    const after = await send(ann, ben);

    expect([during.status, after.status]).toEqual([403, 201]);
  });

  it('is listed once, however often they are blocked', async () => {
    const cat = await newCaller(cloud, check, 'cat');
    for (let i = 0; i < 2; i++)
      expect(await cat.call('PUT', `/blocks/${ben.username}`)).toEqual({ status: 204, body: undefined });

    const list = await cat.call('GET', '/blocks');

    expect(list).toMatchObject({ status: 200, body: { items: [{ username: ben.username }] } });
    expect((await send(ben, cat)).status).toBe(403);
    expect(await ben.call('GET', '/blocks')).toMatchObject({ body: { items: [] } });
  });

  it('sees neither presence nor read positions, while others do', async () => {
    const [dan, eve] = await Promise.all([newCaller(cloud, check, 'dan'), newCaller(cloud, check, 'eve')]);
    const first = await sent(dan, eve);
    await eve.call('POST', `/conversations/${dan.username}/read`, { seq: 1 });
    await sent(dan, eve);
    const [dans] = await Promise.all([dan.dial(), eve.dial()]);
    const before = await dan.call('GET', `/users/${eve.username}`);
    const listedBefore = await dan.call('GET', '/conversations');

    await eve.call('PUT', `/blocks/${dan.username}`);
    await eve.call('POST', `/conversations/${dan.username}/read`, { seq: 2 });

    expect(before).toMatchObject({ body: { online: true } });
    expect(listedBefore).toMatchObject({ body: { items: [{ peer: eve.username, online: true }] } });
    for (const path of ['/conversations', `/conversations/${eve.username}`])
      expect(JSON.stringify(await dan.call('GET', path))).not.toContain('online');
    expect(await eve.call('GET', '/conversations')).toMatchObject({
      body: { items: [{ peer: dan.username, online: true }] },
    });
    expect(await dan.call('GET', `/users/${eve.username}`)).toMatchObject({ status: 200, body: { online: false } });
    expect((await dan.call('GET', `/users/${eve.username}`)).body).not.toHaveProperty('lastSeenAt');
    expect(await ann.call('GET', `/users/${eve.username}`)).toMatchObject({ body: { online: true } });
    expect(await dan.call('GET', `/conversations/${eve.username}`)).toMatchObject({
      body: { peerReadSeq: 1, blocked: false },
    });
    expect(await eve.call('GET', `/conversations/${dan.username}`)).toMatchObject({
      body: { readSeq: 2, unread: 0, blocked: true },
    });
    expect((await dans.settled()).filter(({ type }) => type === 'read')).toEqual([]);
    expect((await dan.call('DELETE', `/messages/${first}`)).status).toBe(204);

    await eve.call('DELETE', `/blocks/${dan.username}`);
    expect(await dan.call('GET', `/conversations/${eve.username}`)).toMatchObject({
      body: { peerReadSeq: 2, online: true },
    });
  });
});

describe('a deleted account', () => {
  it('leaves none of the notes that its person wrote to themselves', async () => {
    const dan = await newCaller(cloud, check, 'dan');
    for (let i = 0; i < 30; i++) await sent(dan, dan, `Secret ${i}`);

    const deleted = await dan.call('DELETE', '/me', { password: PASSWORD });
    await cloud.idle();

    expect(deleted.status).toBe(204);
    expect(await dan.call('GET', `/conversations/${dan.username}/log?after=0`)).toEqual({
      status: 200,
      body: { items: [], more: false },
    });
    expect(await dan.call('GET', '/conversations')).toEqual({
      status: 200,
      body: { items: [], unread: 0, requests: 0 },
    });
  });
});

describe('a person who was deleted or disabled', () => {
  const gone: [how: string, act: (person: Caller) => Promise<Answer>][] = [
    ['deleted', (person) => person.call('DELETE', '/me', { password: PASSWORD })],
    [
      'disabled',
      async (person) => (await newAdministrator(cloud, check)).call('POST', `/admin/users/${person.username}/disable`),
    ],
  ];

  it.each(gone)(
    '(%s) cannot write any more, even with a valid access token, and none of their rows comes back',
    async (how, act) => {
      const [eve, fay] = await Promise.all([newCaller(cloud, check, 'eve'), newCaller(cloud, check, 'fay')]);
      const id = await sent(eve, ben);
      await sent(ben, eve);
      await cloud.idle();
      const before = await eve.call('GET', '/conversations');
      const { status } = await act(eve);

      const refused = [
        await send(eve, fay),
        await send(eve, eve),
        await eve.call('PATCH', `/messages/${id}`, { body: 'hello again' }),
        await eve.call('PUT', `/messages/${id}/reactions/${encodeURIComponent('👍')}`),
        await eve.call('POST', `/conversations/${ben.username}/read`, { seq: 2 }),
        await eve.call('PATCH', `/conversations/${ben.username}`, { muted: true }),
        await eve.call('PUT', `/blocks/${ben.username}`),
        await eve.call('PATCH', '/me', { displayName: 'Ghost' }),
      ];
      await cloud.idle();

      expect([status, ...refused.map((answer) => answer.status)]).toEqual([
        204, 401, 401, 401, 401, 401, 401, 401, 401,
      ]);
      for (const answer of refused) expect(answer).toMatchObject({ body: { code: 'no-session' } });
      expect(await fay.call('GET', '/conversations')).toMatchObject({ body: { items: [] } });
      expect((await eve.call('GET', '/conversations')).body).toEqual(
        how === 'deleted' ? { items: [], unread: 0, requests: 0 } : before.body,
      );
    },
  );
});

describe('a report', () => {
  it('is accepted about what I can see, and gets 404 about anything else', async () => {
    const cat = await newCaller(cloud, check, 'cat');
    const id = await sent(cat, ben);

    const report = (by: Caller, subject: object) => by.call('POST', '/reports', { ...subject, reason: 'Rude' });

    expect((await report(ben, { message: id })).status).toBe(202);
    expect((await report(ben, { user: cat.username })).status).toBe(202);
    const foreign = await report(ann, { message: id });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await report(ann, { message: `${ann.username}~zzz.1` })).toEqual(foreign);
    expect(await report(ann, { user: 'nobody-at-all' })).toEqual(foreign);
    const published = await cat.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' });
    const { id: post } = published.body as { id: string };
    expect((await report(ann, { post })).status).toBe(202);
    await cat.call('DELETE', `/posts/${post}`);
    expect(await report(ann, { post })).toEqual(foreign);
  });
});

describe('a read position', () => {
  it('that is earlier than the current one is announced to nobody', async () => {
    const [gus, hal] = await Promise.all([newCaller(cloud, check, 'gus'), newCaller(cloud, check, 'hal')]);
    for (let i = 0; i < 2; i++) await sent(gus, hal);
    const socket = await gus.dial();
    const read = (seq: number) => hal.call('POST', `/conversations/${gus.username}/read`, { seq });

    const answers = [await read(2), ...(await Promise.all([1, 1, 1].map(read)))];

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    const told = (await socket.settled()).filter(({ type }) => type === 'read');
    expect(told).toEqual([{ type: 'read', conversation: expect.any(String) as string, by: hal.username, seq: 2 }]);
  });
});

describe('a profile', () => {
  it('is changed by its person, normalized, and shown to others', async () => {
    const changed = await ann.call('PATCH', '/me', { displayName: ' Ann\u202e  of Cleves ', about: 'Here' });

    expect(changed).toMatchObject({ status: 200, body: { displayName: 'Ann of Cleves', about: 'Here' } });
    expect(await ben.call('GET', `/users/${ann.username}`)).toMatchObject({
      body: { displayName: 'Ann of Cleves', about: 'Here' },
    });
  });
});

describe('an export', () => {
  it('has everything of mine, in pages', async () => {
    const [fay, gus] = await Promise.all([newCaller(cloud, check, 'fay'), newCaller(cloud, check, 'gus')]);
    for (let i = 1; i <= 3; i++) await sent(fay, gus, `Message ${i}`);
    await sent(ben, fay, 'From ben');
    const place = { latitude: 38.7139, longitude: -9.1394, blur: '600m' };
    await fay.call('POST', '/posts', { clientId: randomUUID(), kind: 'need', place });
    await fay.call('PUT', `/blocks/${gus.username}`);

    const items: { type: string; entry?: { body?: string }; post?: { title: string; place: object } }[] = [];
    for (let path = '/me/export', more = true; more;) {
      const { body } = (await fay.call('GET', path)) as { body: { items: typeof items; next?: string } };
      items.push(...body.items);
      path = `/me/export?cursor=${encodeURIComponent(body.next ?? '')}`;
      more = body.next !== undefined;
    }

    expect(items[0]).toMatchObject({ type: 'profile', username: fay.username, email: `${fay.username}@example.com` });
    expect(items.filter(({ type }) => type === 'conversation')).toHaveLength(2);
    const [post] = items.flatMap((item) => item.post ?? []);
    expect(post).toMatchObject({ title: 'I need help!', owner: fay.username, place: { blur: '600m' } });
    expect(post?.place).not.toMatchObject({ latitude: place.latitude });
    expect(items.filter(({ type }) => type === 'block')).toMatchObject([{ username: gus.username }]);
    expect(items.flatMap(({ entry }) => entry?.body ?? []).toSorted()).toEqual([
      'From ben',
      'Message 1',
      'Message 2',
      'Message 3',
    ]);
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
