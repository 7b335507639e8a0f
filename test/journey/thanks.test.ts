/** From an offer to a thank-you, end to end: an owner, a helper, another who offered, and an administrator. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Post } from '#contract/posts.ts';
import type { Report } from '#contract/reports.ts';
import type { ThanksPage } from '#contract/thanks.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newAdministrator, newCaller, type Answer, type Caller, type Socket } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD } from './people.ts';

const check = createContractCheck();
let cloud: Cloud;
let ann: Caller;
let ben: Caller;
let cat: Caller;
let chief: Caller;
let id = '';
/** Of the owner and of both who offered; and of somebody who did not. */
let concerned: readonly Socket[] = [];
let other: Socket;

beforeAll(async () => {
  cloud = await startTestCloud();
  const person = (name: string): Promise<Caller> => newCaller(cloud, check, name);
  [ann, ben, cat] = await Promise.all([person('ann'), person('ben'), person('cat')]);
  chief = await newAdministrator(cloud, check);
});
afterAll(() => cloud.close());

const postIn = ({ body }: Answer): Post => body as Post;
const thanksOf = async (reader: Caller, helper: Caller): Promise<ThanksPage> =>
  (await reader.call('GET', `/users/${helper.username}/thanks`)).body as ThanksPage;
const outcomeFor = (reader: Caller): Promise<Answer> => reader.call('GET', `/posts/${id}/outcome`);

/** Writes to the owner from the post, and waits until the offer is there. */
async function offer(person: Caller): Promise<void> {
  const body = { recipient: ann.username, body: 'I can help', clientId: randomUUID(), post: id };
  expect((await person.call('POST', '/messages', body)).status).toBe(201);
  await expect.poll(async () => (await outcomeFor(person)).status).toBe(200);
}

async function exportOf(person: Caller): Promise<readonly { readonly type: string }[]> {
  const found: { type: string }[] = [];
  let query = '';
  for (;;) {
    const { body } = await person.call('GET', `/me/export${query}`);
    const { items, next } = body as { items: { type: string }[]; next?: string };
    found.push(...items);
    if (next === undefined) return found;
    query = `?cursor=${next}`;
  }
}

it('a post is promised to one of those who offered, who learns of it', async () => {
  ({ id } = postIn(await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need', title: 'A flat tyre' })));
  await Promise.all([offer(ben), offer(cat)]);
  concerned = await Promise.all([ann.dial(), ben.dial(), cat.dial()]);
  other = await chief.dial();

  const body = { version: 1, status: 'promised', promisedTo: ben.username };
  const promised = await ann.call('PATCH', `/posts/${id}`, body);

  expect(promised).toMatchObject({ status: 200, body: { status: 'promised', promisedTo: ben.username } });
  expect((await ben.call('GET', `/posts/${id}`)).body).toMatchObject({ promisedTo: ben.username });
  expect((await cat.call('GET', `/posts/${id}`)).body).not.toHaveProperty('promisedTo');
  expect(await outcomeFor(cat)).toMatchObject({ body: { status: 'promised', chosen: 'another' } });
});

it('owner and both who offered hear by their sockets that something became of it, and nobody else', async () => {
  const outcomesIn = ({ frames }: Socket) => frames.filter(({ type }) => type === 'outcome');
  await expect.poll(() => concerned.every((socket) => outcomesIn(socket).length > 0)).toBe(true);

  for (const frame of concerned.flatMap(outcomesIn)) expect(frame).toEqual({ type: 'outcome', post: id });
  expect(JSON.stringify(await other.settled())).not.toContain(id);
});

it('both who offered know how it ended once it is done, and nobody else', async () => {
  const helpers = [{ username: ben.username, thanks: 'Fixed it at once. Thank you!' }];
  const done = await ann.call('PATCH', `/posts/${id}`, { version: 2, status: 'done', helpers });

  expect(done).toMatchObject({ status: 200, body: { status: 'done', helpers } });
  expect(done.body).not.toHaveProperty('promisedTo');
  const outcome = { id, kind: 'need', title: 'A flat tyre', status: 'done' };
  expect(await outcomeFor(ben)).toEqual({ status: 200, body: { ...outcome, chosen: 'you' } });
  expect(await outcomeFor(cat)).toEqual({ status: 200, body: { ...outcome, chosen: 'another' } });
  expect((await outcomeFor(chief)).status).toBe(404);
  expect((await cat.call('GET', `/posts/${id}`)).status).toBe(404);
});

it('the helper decides whether others see the thank-you', async () => {
  expect((await thanksOf(cat, ben)).items).toEqual([]);
  expect((await thanksOf(cat, ben)).help).toMatchObject({ posts: 1, people: 1, more: false });
  expect((await thanksOf(ben, ben)).items).toMatchObject([{ giver: ann.username, shown: false }]);

  expect((await ben.call('PUT', `/me/thanks/${id}`, { shown: true })).status).toBe(204);

  await expect.poll(async () => (await thanksOf(cat, ben)).items.length).toBe(1);
  const exported = (await exportOf(ben)).filter(({ type }) => type === 'thanks');
  expect(exported).toMatchObject([{ thanks: { post: id } }]);
});

it('a report leads an administrator to it, who removes it', async () => {
  const thanks = { post: id, helper: ben.username };
  expect((await cat.call('POST', '/reports', { thanks, reason: 'An advertisement' })).status).toBe(202);
  const foreign = { post: id, helper: cat.username };
  expect((await cat.call('POST', '/reports', { thanks: foreign, reason: 'Rude' })).status).toBe(404);
  const reports = (await chief.call('GET', '/admin/reports')).body as { items: Report[] };
  expect(reports.items[0]).toMatchObject({ thanks: { ...thanks, giver: ann.username } });

  const path = `/admin/posts/${id}/thanks/${ben.username}`;
  expect((await chief.call('DELETE', path)).status).toBe(204);
  expect((await chief.call('DELETE', path)).status).toBe(204);

  await expect.poll(async () => (await thanksOf(cat, ben)).items).toEqual([]);
  expect((await thanksOf(cat, ben)).help).toMatchObject({ posts: 1 });
  expect(postIn(await ann.call('GET', `/posts/${id}`)).helpers).toEqual([
    { username: ben.username, thanksRemoved: true },
  ]);
  const acts = (await chief.call('GET', '/admin/acts')).body as { items: object[] };
  expect(acts.items[0]).toMatchObject({ act: 'remove-thanks', subject: `${id}/${ben.username}` });
  expect((await chief.call('GET', '/admin/figures')).body).toMatchObject({ unanswered: [{ days: 1 }, { days: 3 }] });
});

it('owners are told of no quiet post that is new, and may say that they were told', async () => {
  expect((await ann.call('GET', `/posts?owner=${ann.username}`)).body).not.toHaveProperty('quiet');
  expect((await ann.call('PUT', '/me/quiet-posts', { until: new Date().toISOString() })).status).toBe(204);
});

it('nothing is left of thanks once the giver has deleted their account', async () => {
  expect((await ann.call('DELETE', '/me', { password: PASSWORD })).status).toBe(204);

  await expect.poll(async () => (await thanksOf(cat, ben)).help?.posts).toBe(0);
  expect((await outcomeFor(ben)).status).toBe(404);
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
