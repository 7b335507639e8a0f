/** Being told by push, from a message that is sent to the push service of the browser. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PushPayload } from '#contract/push.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newCaller, type Caller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';

const check = createContractCheck();
let cloud: Cloud;
let publicKey = '';

beforeAll(async () => {
  // The half minute that somebody may look takes 0.3 seconds.
  cloud = await startTestCloud({ faults: { queueSpeed: 100 } });
  ({ publicKey } = (await (await person('first')).call('GET', '/me/push')).body as { publicKey: string });
});
afterAll(() => cloud.close());

const person = (name: string): Promise<Caller> => newCaller(cloud, check, name);

/** Subscribes a person's session. @returns what arrived at its endpoint, the newest first */
async function subscribe(caller: Caller, more: object = {}): Promise<() => readonly PushPayload[]> {
  const subscription = await cloud.push.subscribe(publicKey);
  expect(await caller.call('PUT', '/me/push', { ...subscription, ...more })).toMatchObject({ status: 204 });
  return () =>
    cloud.push
      .pushes()
      .filter((push) => subscription.endpoint.endsWith(push.subscription))
      .map(({ text = '' }) => JSON.parse(text) as PushPayload);
}

const send = async (from: Caller, to: Caller, body: string, more: object = {}): Promise<string> =>
  ((await from.call('POST', '/messages', { recipient: to.username, body, ...more })).body as { id: string }).id;
/** The second wait, for a page that died in sight, takes six seconds: nothing here depends on it. */
const settled = async (): Promise<void> => {
  await cloud.idle();
  await new Promise((resolve) => setTimeout(resolve, 400));
  await cloud.idle();
};

describe.concurrent('a person whose page is closed', () => {
  it('is told of a message by name, and of no second one until they look', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben);

    const id = await send(ann, ben, 'between us');
    await vi.waitFor(() => expect(arrived()).toHaveLength(1), 60_000);
    await send(ann, ben, 'and this');
    await settled();

    expect(arrived()).toMatchObject([
      { kind: 'message', to: ben.username, from: { username: ann.username }, id, unread: 1 },
    ]);
    expect(JSON.stringify(arrived())).not.toContain('between us');

    await ben.call('POST', `/conversations/${ann.username}/read`, { seq: 2 });
    await send(ann, ben, 'a third');
    await vi.waitFor(() => expect(arrived()).toMatchObject([{ id: id.replace(/1$/, '3'), unread: 1 }]), 60_000);
  });

  it('is shown the text where they chose so, and told of an offer for a post of theirs as one', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben, { texts: true, about: { messages: false } });
    const { id: post } = (await ben.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' })).body as {
      id: string;
    };

    await send(ann, ben, 'I can help', { post });

    await vi.waitFor(
      () => expect(arrived()).toMatchObject([{ kind: 'offer', text: 'I can help', post: { id: post } }]),
      60_000,
    );
  });

  it('is told that their offer is accepted, and that they are thanked, once each', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben, { texts: true });
    const { id } = (await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' })).body as { id: string };
    await send(ben, ann, 'I can help', { post: id });
    await cloud.idle();

    await ann.call('PATCH', `/posts/${id}`, { version: 1, status: 'promised', promisedTo: ben.username });
    await vi.waitFor(() => expect(arrived()).toMatchObject([{ kind: 'promise', post: { id } }]), 60_000);
    await ann.call('PATCH', `/posts/${id}`, { version: 2, title: 'A flat tyre' });
    const helpers = [{ username: ben.username, thanks: 'You saved my day' }];
    await ann.call('PATCH', `/posts/${id}`, { version: 3, status: 'done', helpers });

    await vi.waitFor(() => expect(arrived().map(({ kind }) => kind)).toEqual(['thanks', 'promise']), 60_000);
    expect(arrived()[0]).toMatchObject({ from: { username: ann.username }, post: { id, title: 'A flat tyre' } });
  });
});

describe.concurrent('a person with a saved search', () => {
  const post = (title: string) => ({ clientId: randomUUID(), kind: 'offer', title });

  it('is told of a new post that it finds, and of no other until they look', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const search = randomUUID();
    await ben.call('PUT', `/searches/${search}`, { name: 'Music', words: 'xylophone' });
    const arrived = await subscribe(ben, { texts: true });

    const { id } = (await ann.call('POST', '/posts', post('A xylophone for sale'))).body as { id: string };
    await vi.waitFor(() => expect(arrived()).toHaveLength(1), 60_000);
    await ann.call('POST', '/posts', post('A xylophone for sale'));
    await settled();

    expect(arrived()).toMatchObject([
      { kind: 'search', to: ben.username, post: { id }, search: { id: search, name: 'Music' } },
    ]);
    const readUntil = new Date().toISOString();
    expect(await ben.call('PUT', '/for-you/position', { readUntil })).toMatchObject({ status: 204 });
    const third = (await ann.call('POST', '/posts', post('A xylophone for sale'))).body as { id: string };
    // It takes the place of the first, by its topic.
    await vi.waitFor(() => expect(arrived()).toMatchObject([{ post: { id: third.id } }]), 60_000);
  });

  it('is not told by somebody they have blocked, nor where it is switched off', async () => {
    const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')];
    const inboxes = [await subscribe(ben), await subscribe(cat, { about: { searches: false } })];
    for (const one of [ben, cat]) await one.call('PUT', `/searches/${randomUUID()}`, { words: 'theremin' });
    await ben.call('PUT', `/blocks/${ann.username}`);

    await ann.call('POST', '/posts', post('A theremin'));
    await settled();

    expect(inboxes.flatMap((arrived) => arrived())).toEqual([]);
  });
});

describe.concurrent('a person whose page is in sight', () => {
  it('is not told there, and on other devices only where they have not read by then', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben);
    const socket = await ben.dial();
    socket.send({ action: 'sight', visible: true });
    await socket.settled();

    await send(ann, ben, 'one');
    await settled();
    expect(arrived()).toEqual([]);

    socket.send({ action: 'sight', visible: false });
    await socket.settled();
    await send(ann, ben, 'two');
    await vi.waitFor(() => expect(arrived()).toHaveLength(1), 60_000);
  });
});

describe.concurrent('nobody is told', () => {
  it('of a conversation that they have muted, or of anything after they signed out', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben);
    await ben.call('PATCH', `/conversations/${ann.username}`, { muted: true });
    await send(ann, ben, 'muted');
    await settled();
    expect(arrived()).toEqual([]);

    await ben.call('PATCH', `/conversations/${ann.username}`, { muted: false });
    await ben.call('DELETE', '/me/push');
    await send(ann, ben, 'signed out');
    await settled();
    expect(arrived()).toEqual([]);
  });

  it('at a browser that another person has taken over', async () => {
    const [ann, ben, cat] = [await person('ann'), await person('ben'), await person('cat')];
    const subscription = await cloud.push.subscribe(publicKey);
    for (const caller of [ben, cat]) await caller.call('PUT', '/me/push', subscription);

    await send(ann, ben, 'for Ben');
    await settled();

    const arrived = cloud.push.pushes().filter((push) => subscription.endpoint.endsWith(push.subscription));
    expect(arrived).toEqual([]);
    expect((await ben.call('GET', '/me/push')).body).not.toHaveProperty('device');
  });
});

describe('a push service that fails', () => {
  it('is tried again, and told once', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    const arrived = await subscribe(ben);
    cloud.faults.throttledPushes = 1;
    await send(ann, ben, 'patience');
    await cloud.idle();
    expect(arrived()).toEqual([]);

    cloud.faults.throttledPushes = 0;
    await vi.waitFor(() => expect(arrived()).toHaveLength(1), 60_000);
    await settled();
    expect(arrived()).toHaveLength(1);
  });

  it('by 410 ends the subscription', async () => {
    const [ann, ben] = [await person('ann'), await person('ben')];
    await subscribe(ben);
    cloud.faults.gonePushes = 1;
    await send(ann, ben, 'too late');
    await vi.waitFor(async () => expect((await ben.call('GET', '/me/push')).body).not.toHaveProperty('device'), 60_000);
    cloud.faults.gonePushes = 0;
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
