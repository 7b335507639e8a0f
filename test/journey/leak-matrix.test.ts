/** A third person on every route with a parameter: no answer may tell what exists between others. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newCaller, type Answer, type Caller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';

const check = createContractCheck();
let cloud: Cloud;
/** Ann and Ben write to each other, Dan to nobody. Cat is the third person. */
let ann: Caller;
let ben: Caller;
let cat: Caller;
let dan: Caller;
let id = '';
let session = '';
let goneId = '';
/** An open post of Ann's. She has blocked Fay. */
let openId = '';
let fay: Caller;

type Parameters = Readonly<Record<string, string>>;

/**
 * The parameters of a route that a third person tries, with existing ids and with absent ones: the answers must be
 * the same.
 */
interface Row {
  readonly foreign: () => Parameters;
  readonly absent: () => Parameters;
  readonly body?: object;
  readonly query?: string;
  /** By default 404. It differs where names are public, and where removing something twice is allowed. */
  readonly status?: number;
}

const message: Row = {
  foreign: () => ({ id, emoji: '👍' }),
  absent: () => ({ id: id.replace(/[0-9]+$/, '9999'), emoji: '👍' }),
};
/** A person who has conversations with others, and one who has none. */
const peer = (more: Partial<Row> = {}): Row => ({
  foreign: () => ({ peer: ben.username }),
  absent: () => ({ peer: dan.username }),
  status: 200,
  ...more,
});
const username = (status: number): Row => ({
  foreign: () => ({ username: ben.username }),
  absent: () => ({ username: dan.username }),
  status,
});
const report: Row = { foreign: () => ({ id: `0mi00000a-${randomUUID()}` }), absent: () => ({ id: 'x' }) };

/** A post is there for every member until it is over: then it is there for its owner alone. */
const post: Row = {
  foreign: () => ({ id: goneId }),
  absent: () => ({ id: goneId.replace(/.{4}$/, 'AAAA') }),
};

const ANNS_SEARCH = randomUUID();
const OTHER_SEARCH = randomUUID();
const search: Row = { foreign: () => ({ id: ANNS_SEARCH }), absent: () => ({ id: OTHER_SEARCH }) };

const rows: Readonly<Record<string, Row>> = {
  getUser: username(200),
  getMessage: message,
  listEarlierTexts: message,
  getMessageAttachments: message,
  editMessage: { ...message, body: { body: 'mine now' } },
  deleteMessage: message,
  addReaction: message,
  removeReaction: message,
  getConversation: peer(),
  readLog: peer({ query: '?after=0' }),
  searchMessages: peer({ query: '?text=e' }),
  markRead: peer({ body: { seq: 1 }, status: 409 }),
  updateConversation: peer({ body: { muted: true }, status: 204 }),
  endSession: { foreign: () => ({ session }), absent: () => ({ session: randomUUID() }), status: 204 },
  block: username(204),
  unblock: username(204),
  disableAccount: username(404),
  enableAccount: username(404),
  signOutAccount: username(404),
  resetTwoStep: username(404),
  resolveReport: report,
  getReportAttachments: report,
  removeMessage: message,
  getPost: post,
  getPostPictures: post,
  changePost: { ...post, body: { version: 1, title: 'mine now' } },
  deletePost: post,
  listOffers: post,
  getOutcome: post,
  listThanks: username(200),
  showThanks: { ...post, body: { shown: true } },
  removePost: { ...post, body: { reason: 'Not mine' } },
  keepPost: post,
  removeThanks: {
    foreign: () => ({ id: goneId, username: ben.username }),
    absent: () => ({ id: goneId, username: dan.username }),
  },
  // Each person has searches of their own, whatever their ids.
  saveSearch: { ...search, body: { words: 'mine' }, status: 204 },
  deleteSearch: { ...search, status: 204 },
};

/** The answer to a member who tries this with an open post of somebody else: such a post is public to members. */
const publicToMembers: Readonly<Record<string, number>> = {
  getPost: 200,
  getPostPictures: 200,
  changePost: 403,
  deletePost: 403,
  listOffers: 403,
  getOutcome: 404,
  showThanks: 404,
  removePost: 404,
  keepPost: 404,
};

const withParameters = Object.values(routes)
  .flat()
  .filter((route: Route): boolean => route.parameters !== undefined);

beforeAll(async () => {
  cloud = await startTestCloud();
  const person = (name: string): Promise<Caller> => newCaller(cloud, check, name);
  [ann, ben, cat, dan, fay] = await Promise.all([
    person('ann'),
    person('ben'),
    person('cat'),
    person('dan'),
    person('fay'),
  ]);
  await ann.dial();
  ({ id } = (await ann.call('POST', '/messages', { recipient: ben.username, body: 'between us' })).body as {
    id: string;
  });
  const publish = async (): Promise<string> =>
    ((await ann.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' })).body as { id: string }).id;
  [openId, goneId] = [await publish(), await publish()];
  await ann.call('PUT', `/blocks/${fay.username}`);
  await ann.call('PUT', `/searches/${ANNS_SEARCH}`, { words: 'ladder' });
  await ann.call('PATCH', `/posts/${goneId}`, { version: 1, status: 'withdrawn' });
  const { items } = (await ann.call('GET', '/me/sessions')).body as { items: { session: string }[] };
  session = items[0]?.session ?? '';
});
afterAll(() => cloud.close());

const ask = ({ method, path }: Route, { body, query = '' }: Row, parameters: Parameters, by = cat): Promise<Answer> =>
  by.call(
    method,
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? '')) + query,
    body,
  );

/** Returns an answer without names and dates of sign-up, which are public. */
const anonymous = ({ status, body }: Answer): string =>
  JSON.stringify({ status, body })
    .replaceAll(ben.username, 'NAME')
    .replaceAll(dan.username, 'NAME')
    .replaceAll(/"createdAt":"[^"]+"/g, '');

describe('a third person', () => {
  it('is tried on every route with a parameter', () => {
    expect(Object.keys(rows).toSorted()).toEqual(withParameters.map(({ operation }) => operation).toSorted());
  });

  it.each(withParameters)(
    'gets the same answer from $operation for ids of others and for absent ids',
    async (route) => {
      const row = rows[route.operation];
      if (!row) throw new Error(`Add what a third person can try with ${route.operation}.`);

      const foreign = await ask(route, row, row.foreign());
      const absent = await ask(route, row, row.absent());

      expect(foreign.status).toBe(row.status ?? 404);
      expect(anonymous(foreign)).toBe(anonymous(absent));
    },
  );

  it.each(withParameters.filter(({ operation }) => rows[operation]?.foreign === post.foreign))(
    'may do with a post that is public to members what is known of $operation, and nothing where blocked',
    async (route) => {
      const row = rows[route.operation] ?? post;

      const member = await ask(route, row, { id: openId });
      const blocked = await ask(route, row, { id: openId }, fay);
      const absent = await ask(route, row, row.absent(), fay);

      expect(member.status).toBe(publicToMembers[route.operation]);
      expect(blocked.status).toBe(404);
      expect(anonymous(blocked)).toBe(anonymous(absent));
    },
  );

  it('has read and changed nothing', async () => {
    expect(await ann.call('GET', `/messages/${id}`)).toMatchObject({ status: 200, body: { body: 'between us' } });
    expect((await ann.call('GET', `/messages/${id}`)).body).not.toHaveProperty('reactions');
    expect(await ann.call('GET', '/me/sessions')).toMatchObject({ body: { items: [{ session }] } });
    expect(await ann.call('GET', `/posts/${openId}`)).toMatchObject({ body: { version: 1, status: 'open' } });
    expect((await ann.call('GET', '/searches')).body).toEqual({ items: [{ id: ANNS_SEARCH, words: 'ladder' }] });
    expect((await ben.call('POST', '/messages', { recipient: ann.username, body: 'still here' })).status).toBe(201);
  });
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
