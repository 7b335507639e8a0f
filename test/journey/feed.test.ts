/** Needs and offers, end to end: two people and a third on the local cloud. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snap } from '#contract/grid.ts';
import type { Post, PostCard } from '#contract/posts.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newCaller, type Answer, type Caller, type Socket } from './callers.ts';
import { createContractCheck } from './contract-check.ts';

const check = createContractCheck();
const LISBON = { latitude: 38.7139, longitude: -9.1394, blur: '600m' };
let cloud: Cloud;
let ann: Caller;
let ben: Caller;
let cat: Caller;

beforeAll(async () => {
  cloud = await startTestCloud();
  const person = (name: string): Promise<Caller> => newCaller(cloud, check, name);
  [ann, ben, cat] = await Promise.all([person('ann'), person('ben'), person('cat')]);
});
afterAll(() => cloud.close());

const postIn = ({ body }: Answer): Post => body as Post;
const errorsIn = ({ body }: Answer): readonly string[] => Object.keys((body as { errors: object }).errors);

const publish = async (person: Caller, fields: object = {}): Promise<Post> => {
  const answer = await person.call('POST', '/posts', { clientId: randomUUID(), kind: 'need', ...fields });
  expect(answer.status).toBe(201);
  return postIn(answer);
};
const list = async (person: Caller, query = ''): Promise<readonly PostCard[]> =>
  ((await person.call('GET', `/posts${query}`)).body as { items: readonly PostCard[] }).items;
const idsOf = (cards: readonly { readonly id: string }[]): readonly string[] => cards.map(({ id }) => id);

describe('a need', () => {
  it('is found by others at once, with what the owner left out filled in', async () => {
    const post = await publish(ann);

    const [card] = await list(ben);

    expect(card).toMatchObject({
      id: post.id,
      owner: ann.username,
      ownerName: ann.username,
      title: 'I need help!',
      reward: 'I will buy you a coffee.',
      category: 'other',
      status: 'open',
      version: 1,
    });
    expect(await ben.call('GET', `/posts/${post.id}`)).toEqual({ status: 200, body: { ...card, description: '' } });
  });

  it('is published once, however often it is sent', async () => {
    const request = { clientId: randomUUID(), kind: 'offer', title: 'A ladder' };

    const answers = await Promise.all([1, 2, 3].map(() => ben.call('POST', '/posts', request)));

    expect(new Set(answers.map((answer) => postIn(answer).id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    expect(await ben.call('POST', '/posts', { ...request, title: 'A hammer' })).toMatchObject({
      status: 409,
      body: { code: 'client-id-taken' },
    });
  });

  it('lives from open to done, and is then there for its owner alone', async () => {
    const { id } = await publish(cat, { title: 'A lift to the station' });

    const promised = await cat.call('PATCH', `/posts/${id}`, { version: 1, status: 'promised' });
    const late = await cat.call('PATCH', `/posts/${id}`, { version: 1, title: 'A lift home' });
    const strange = await ben.call('PATCH', `/posts/${id}`, { version: 2, title: 'Mine' });
    const done = await cat.call('PATCH', `/posts/${id}`, { version: 2, status: 'done' });
    const again = await cat.call('PATCH', `/posts/${id}`, { version: 2, status: 'done' });
    const afterwards = await cat.call('PATCH', `/posts/${id}`, { version: 3, status: 'open' });

    expect(promised).toMatchObject({ status: 200, body: { status: 'promised', version: 2 } });
    expect(late).toMatchObject({ status: 409, body: { code: 'changed' } });
    expect(strange).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(done).toMatchObject({ status: 200, body: { status: 'done', version: 3 } });
    expect(again).toEqual(done);
    expect(afterwards).toMatchObject({ status: 409, body: { code: 'closed' } });
    expect(idsOf(await list(ben))).not.toContain(id);
    expect((await ben.call('GET', `/posts/${id}`)).status).toBe(404);
    expect((await cat.call('GET', `/posts/${id}`)).status).toBe(200);
    expect(idsOf(await list(cat, `?owner=${cat.username}`))).toContain(id);
    expect(idsOf(await list(ben, `?owner=${cat.username}`))).not.toContain(id);
  });

  it('is erased when it is deleted, and its clientId stays used', async () => {
    const request = { clientId: randomUUID(), kind: 'need', title: 'Something private', place: LISBON };
    const { id } = postIn(await cat.call('POST', '/posts', request));

    expect((await cat.call('DELETE', `/posts/${id}`)).status).toBe(204);
    expect((await cat.call('DELETE', `/posts/${id}`)).status).toBe(204);

    expect((await cat.call('GET', `/posts/${id}`)).status).toBe(404);
    for (const query of ['', `?near=${LISBON.latitude},${LISBON.longitude}`])
      expect(idsOf(await list(ben, query))).not.toContain(id);
    expect(await cat.call('POST', '/posts', request)).toMatchObject({ status: 409, body: { code: 'deleted' } });
  });
});

describe('a place', () => {
  it('is moved to the centre of its square, whatever is sent', async () => {
    const person = await newCaller(cloud, check, 'dan');

    const post = await publish(person, { place: LISBON });

    expect(post.place).not.toMatchObject({ latitude: LISBON.latitude });
    const [card] = await list(ben, `?near=${LISBON.latitude},${LISBON.longitude}&radius=1`);
    expect(card).toMatchObject({ id: post.id, distance: 0, place: post.place });
    expect(await list(ben, '?near=0,0&radius=50')).toEqual([]);
  });
});

describe('a list that is looked at', () => {
  it('is told of new posts by two windows of two people, and the third hears of nothing elsewhere', async () => {
    const [near, far] = [LISBON, { latitude: -38.71, longitude: 140 }].map((place) => {
      const { latitude, longitude } = snap('square', place);
      return `${latitude},${longitude}`;
    });
    // Notices are collected for two seconds: those of earlier posts must be gone.
    await cloud.idle();
    const sockets = await Promise.all([ben.dial(), cat.dial(), ann.dial()]);
    const [everything, here, elsewhere] = sockets;
    everything.send({ action: 'feed' });
    here.send({ action: 'feed', area: { near, radius: 10 } });
    elsewhere.send({ action: 'feed', area: { near: far, radius: 10 } });
    const answered = async (socket: Socket, type: string): Promise<void> => {
      await expect.poll(() => socket.frames.filter((frame) => frame.type === type).length).toBeGreaterThan(0);
    };
    for (const socket of sockets) await answered(socket, 'watching');
    const since = ((await cat.call('GET', `/posts?near=${near}`)).body as { asOf: string }).asOf;

    const post = await publish(ann, { place: LISBON });
    await cloud.idle();
    const frames = await Promise.all(sockets.map((socket) => socket.settled()));

    const told = frames.map((each) => each.filter(({ type }) => type === 'posts').length);
    expect(told).toEqual([1, 1, 0]);
    expect(JSON.stringify(frames)).not.toContain(post.id);
    expect(idsOf(await list(cat, `?near=${near}&since=${since}`))).toContain(post.id);
    expect(idsOf(await list(cat, `?since=${since}`))).toContain(post.id);

    here.send({ action: 'feed-stop' });
    await answered(here, 'watching-stopped');
    await publish(ann, { place: LISBON });
    await cloud.idle();
    expect((await here.settled()).filter(({ type }) => type === 'posts')).toHaveLength(1);
  });
});

describe('people who blocked each other', () => {
  it('see nothing of each other in the feed, like posts that do not exist', async () => {
    const [eve, fay] = await Promise.all([newCaller(cloud, check, 'eve'), newCaller(cloud, check, 'fay')]);
    const [ofEve, ofFay] = [await publish(eve, { place: LISBON }), await publish(fay, { place: LISBON })];
    await eve.call('PUT', `/blocks/${fay.username}`);

    for (const [reader, post, owner] of [
      [fay, ofEve, eve],
      [eve, ofFay, fay],
    ] as const) {
      expect(idsOf(await list(reader))).not.toContain(post.id);
      expect(idsOf(await list(reader, `?near=${LISBON.latitude},${LISBON.longitude}`))).not.toContain(post.id);
      expect((await reader.call('GET', `/posts?owner=${owner.username}`)).status).toBe(404);
      expect((await reader.call('GET', `/posts/${post.id}`)).status).toBe(404);
      expect((await reader.call('DELETE', `/posts/${post.id}`)).status).toBe(404);
    }
    expect(idsOf(await list(ben))).toEqual(expect.arrayContaining([ofEve.id, ofFay.id]));
  });
});

describe('bad input', () => {
  const need = { clientId: randomUUID(), kind: 'need' };

  it.each<[field: string, fields: object]>([
    ['place.latitude', { place: { ...LISBON, latitude: 90.1 } }],
    ['place.longitude', { place: { ...LISBON, longitude: -180.1 } }],
    ['place.latitude', { place: { ...LISBON, latitude: null } }],
    ['place.blur', { place: { ...LISBON, blur: '1m' } }],
    ['title', { title: ' \u200b ' }],
    ['title', { kind: 'offer' }],
    ['title', { title: 'x'.repeat(81) }],
    ['description', { description: 'x'.repeat(2001) }],
    ['reward', { reward: 'x'.repeat(101) }],
    ['placeName', { placeName: 'Rua Augusta 12' }],
    ['category', { category: 'weapons' }],
    ['lastsUntil', { lastsUntil: '2026-01-01T00:00:00.000Z' }],
    ['lastsUntil', { lastsUntil: new Date(Date.now() + 91 * 86_400_000).toISOString() }],
    ['status', { status: 'done' }],
  ])('in %s is refused by name: %j', async (field, fields) => {
    const answer = await ann.call('POST', '/posts', { ...need, ...fields });

    expect(answer.status).toBe(400);
    expect(errorsIn(answer)).toEqual([field]);
  });

  it.each([
    ['near', '?near=91,0'],
    ['near', '?near=0,180.5'],
    ['near', '?near=NaN,0'],
    ['near', '?near=1e400,0'],
    ['radius', '?near=0,0&radius=0'],
    ['radius', '?near=0,0&radius=51'],
    ['radius', '?radius=10'],
    ['since', '?since=yesterday'],
    ['owner', '?owner=alice&since=2026-01-01T00:00:00.000Z'],
    ['owner', '?owner=alice&kind=need'],
    ['kind', '?kind=wish'],
    ['cursor', '?cursor=nonsense'],
  ])('in %s of a list is refused by name: %s', async (field, query) => {
    const answer = await ann.call('GET', `/posts${query}`);

    expect(answer.status).toBe(400);
    expect(errorsIn(answer)).toEqual([field]);
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
