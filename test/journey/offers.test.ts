/** Writing from posts, offers and requests, end to end: two people and a third on the local cloud. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Post } from '#contract/posts.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newCaller, type Answer, type Caller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;
let ben: Caller;
let cat: Caller;

beforeAll(async () => {
  cloud = await startTestCloud();
  [ben, cat] = await Promise.all([newCaller(cloud, check, 'ben'), newCaller(cloud, check, 'cat')]);
});
afterAll(() => cloud.close());

const publish = async (person: Caller, fields: object = {}): Promise<Post> => {
  const answer = await person.call('POST', '/posts', { clientId: randomUUID(), kind: 'need', ...fields });
  expect(answer.status).toBe(201);
  return answer.body as Post;
};

describe('who writes from a post', () => {
  const send = (person: Caller, to: Caller, more: object = {}): Promise<Answer> =>
    person.call('POST', '/messages', {
      ...{ recipient: to.username, body: 'I can help', clientId: randomUUID(), after: 0 },
      ...more,
    });
  const rowOf = async (person: Caller, peer: Caller) =>
    (await person.call('GET', `/conversations/${peer.username}`)).body as object;
  const offersFor = async (person: Caller, id: string) =>
    ((await person.call('GET', `/posts/${id}/offers`)).body as { items?: readonly { person: string }[] }).items;

  it('is listed for the owner once, and asks in one message until that is answered', async () => {
    const [gus, hal] = await Promise.all([newCaller(cloud, check, 'gus'), newCaller(cloud, check, 'hal')]);
    const post = await publish(gus, { title: 'A flat tyre' });
    const first = { clientId: randomUUID(), post: post.id };
    const about = { post: { id: post.id, title: 'A flat tyre' } };

    expect(await send(hal, gus, first)).toMatchObject({ status: 201, body: { ...about, request: true } });
    await cloud.idle();

    expect(await send(hal, gus, first)).toMatchObject({ status: 200 });
    expect(await send(hal, gus)).toMatchObject({ status: 409, body: { code: 'awaiting-answer' } });
    expect(await rowOf(gus, hal)).toMatchObject({ ...about, request: true, unread: 1 });
    expect(await offersFor(gus, post.id)).toMatchObject([{ person: hal.username }]);
    expect((await hal.call('GET', `/posts/${post.id}/offers`)).status).toBe(403);

    await send(gus, hal, { after: 1 });
    expect(await send(hal, gus, { after: 2, post: post.id })).toMatchObject({ status: 201, body: about });
    await cloud.idle();
    expect(await rowOf(gus, hal)).not.toHaveProperty('request');
    expect(await offersFor(gus, post.id)).toHaveLength(1);
  });

  it('cannot tell that a request was declined, by any answer', async () => {
    const [ida, jon] = await Promise.all([newCaller(cloud, check, 'ida'), newCaller(cloud, check, 'jon')]);
    const post = await publish(ida);
    const first = { clientId: randomUUID(), post: post.id };
    await send(jon, ida, first);
    await cloud.idle();
    const seen = async (): Promise<string> => {
      const reads = ['/conversations', `/conversations/${ida.username}`, `/users/${ida.username}`, `/posts/${post.id}`];
      const log = [`/messages?target=${ida.username}`, `/conversations/${ida.username}/log?after=0`];
      const answers = await Promise.all([...reads, ...log].map((path) => jon.call('GET', path)));
      return JSON.stringify([...answers, await send(jon, ida, first), await send(jon, ida)]);
    };
    const before = await seen();
    const socket = await jon.dial();

    const declined = await ida.call('PATCH', `/conversations/${jon.username}`, { declined: true });
    await cloud.idle();

    expect(declined.status).toBe(204);
    expect(await rowOf(ida, jon)).toMatchObject({ request: true, declined: true });
    expect(await socket.settled()).toEqual([]);
    expect(await seen()).toBe(before);
  });

  it('reaches nobody who has blocked them, and is off the list once a block or a deletion is between', async () => {
    const person = (name: string): Promise<Caller> => newCaller(cloud, check, name);
    const [kim, leo, mia] = await Promise.all([person('kim'), person('leo'), person('mia')]);
    const post = await publish(kim);
    for (const helper of [leo, mia]) await send(helper, kim, { post: post.id });
    await cloud.idle();
    expect(await offersFor(kim, post.id)).toHaveLength(2);

    await kim.call('PUT', `/blocks/${leo.username}`);
    expect(await send(leo, kim, { post: post.id })).toMatchObject({ status: 403, body: { code: 'not-accepting' } });
    expect(await offersFor(kim, post.id)).toMatchObject([{ person: mia.username }]);
    await mia.call('DELETE', '/me', { password: PASSWORD });
    expect(await offersFor(kim, post.id)).toEqual([]);
  });

  it('asks first, also without a post, where the profile says so', async () => {
    const nia = await newCaller(cloud, check, 'nia');
    expect(await nia.call('PATCH', '/me', { requests: true })).toMatchObject({ status: 200, body: { requests: true } });

    expect(await ben.call('GET', `/users/${nia.username}`)).toMatchObject({ body: { requests: true } });
    expect(await send(ben, nia)).toMatchObject({ status: 201, body: { request: true } });
    expect(await send(ben, nia)).toMatchObject({ status: 409 });
    await nia.call('PATCH', '/me', { requests: false });
    expect((await nia.call('GET', '/me')).body).not.toHaveProperty('requests');
    expect(await send(cat, nia)).toMatchObject({ status: 201 });
    expect(await send(cat, nia, { after: 1 })).toMatchObject({ status: 201 });
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
