/** Saved searches and what they find, on the functions' own tables in memory. */

import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportMe } from '#contract/routes/export.ts';
import * as routes from '#contract/routes/for-you.ts';
import * as posts from '#contract/routes/posts.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { PROJECTED_MS } from '#functions/core/feed/for-you.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { NOW } from '../support/clock.ts';
import { environment, stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';
import { postOf } from '../support/posts.ts';

stubEnvironment();
const { handler } = await import('#functions/http/posts.ts');
const { handler: users } = await import('#functions/http/users.ts');
const { postIndex } = await import('#functions/aws/post-index.ts');
const { postsTable } = await import('#functions/aws/posts-table.ts');

const DAY_MS = 24 * 60 * 60_000;
const LISBON = { latitude: 38.714063, longitude: -9.130121, blur: '600m' } as const;
const PORTO = { latitude: 41.15, longitude: -8.61, blur: '600m' } as const;
const AROUND_LISBON = { near: '38.714063,-9.130121', radius: 10 };
let memory: MemoryTables;

beforeEach(() => {
  memory = answerFromMemory();
  for (const username of ['alice', 'bob', 'cat'])
    memory.put(environment.USERS_TABLE, {
      initial: username.slice(0, 1),
      username,
      displayName: username,
      createdAt: NOW - 30 * DAY_MS,
    });
});

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const save = (n: number, body: object) => call(handler, routes.saveSearch, { parameters: { id: id(n) }, body });
const saved = async () => ((await call(handler, routes.listSearches)).body as { items: routes.SavedSearch[] }).items;
const remove = (n: number) => call(handler, routes.deleteSearch, { parameters: { id: id(n) } });
interface ForYou {
  readonly items: readonly routes.ForYouCard[];
  readonly unread: number;
  readonly more?: boolean;
  readonly readUntil?: string;
}
const forYou = async () => (await call(handler, routes.getForYou)).body as ForYou;
const seen = (readUntil: number) =>
  call(handler, routes.readForYou, { body: { readUntil: new Date(readUntil).toISOString() } });
/** The topics that the copies of saved searches are in. */
const topics = () => memory.all(environment.WATCHERS_TABLE).map(({ topic }) => topic);
const subscribeDevice = () =>
  memory.put(environment.CONNECTIONS_TABLE, {
    username: 'push#alice',
    'd#a-session': { endpoint: 'https://push.example/1', storedAt: NOW, expiresAt: NOW + DAY_MS },
  });
const titles = async () => (await forYou()).items.map(({ title }) => title);

let published = 0;
const publish = async (title: string, fields: Partial<Post> = {}, owner = 'bob', shardsPerDay = 1) => {
  const post = postOf(owner, ++published, {
    title,
    createdAt: NOW - DAY_MS + published,
    lastsUntil: NOW + DAY_MS,
    ...fields,
  });
  await postIndex(environment.POST_INDEX_TABLE, { shardsPerDay }).project(post);
};

it('saved searches are not among the posts of their owner', async () => {
  await postsTable(environment.POSTS_TABLE).create(postOf('alice', 1, { title: 'Mine' }));
  await save(1, { words: 'lamp' });

  const answer = await call(handler, posts.listPosts, { as: 'alice', query: { owner: 'alice' } });

  expect(answer).toMatchObject({ status: 200, body: { items: [{ title: 'Mine' }] } });
});

describe('a saved search', () => {
  it('is kept with its place moved to the grid, changed by its id, and deleted', async () => {
    await save(1, { near: '38.7139,-9.1294', radius: 10, kind: 'need' });
    await save(1, { near: '38.7139,-9.1294', radius: 5, categories: ['repairs', 'garden'] });
    await save(2, { words: 'ladder', name: '  A   ladder ' });
    const two = await saved();
    await remove(1);

    expect(two).toEqual([
      { id: id(1), near: AROUND_LISBON.near, radius: 5, categories: ['repairs', 'garden'] },
      { id: id(2), name: 'A ladder', words: 'ladder' },
    ]);
    expect(await saved()).toEqual([{ id: id(2), name: 'A ladder', words: 'ladder' }]);
    expect((await remove(1)).status).toBe(404);
    expect(JSON.stringify(memory.all(environment.POSTS_TABLE))).not.toContain('38.7139');
  });

  it('is one of five, and all together cover no more than one of the widest', async () => {
    for (let n = 1; n <= 5; n++) await save(n, { words: `word ${n}` });

    expect(await save(6, { words: 'six' })).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect((await save(5, { near: '0,0', radius: 50 })).status).toBe(204);
    expect((await save(4, { near: '0,0', radius: 50 })).status).toBe(204);
    expect(await save(3, { near: '50,50', radius: 50 })).toMatchObject({ status: 429 });
  });

  it.each([
    {},
    { radius: 10 },
    { near: '0,0' },
    { near: '91,0', radius: 10 },
    { near: '0,0', radius: 51 },
    { categories: [] },
    { categories: ['weapons'] },
    { kind: 'wish' },
    { words: '' },
    { words: '?!' },
    { words: 'x'.repeat(101) },
    { word: 'ladder' },
    { name: 'Nothing to look for' },
    { name: '', words: 'ladder' },
    { name: 'x'.repeat(61), words: 'ladder' },
  ])('is refused where it makes no sense: %j', async (body) => {
    expect((await save(1, body)).status).toBe(400);
  });

  it('has a UUID', async () => {
    const parameters = { id: '../self' };

    expect((await call(handler, routes.saveSearch, { parameters, body: { words: 'x' } })).status).toBe(404);
  });

  it('is not lost where two are saved at once', async () => {
    await Promise.all([save(1, { words: 'one' }), save(2, { words: 'two' }), save(3, { words: 'three' })]);

    expect((await saved()).map((search) => search.id).toSorted()).toEqual([id(1), id(2), id(3)]);
  });

  it('shows in no list of posts, whatever cursor is made up', async () => {
    await save(1, { words: 'ladder' });
    const scope = (as: string) => ['posts', as, '', '', '', '', '', '', 'alice'];
    const read = (as: string, position: string) => {
      const query = { owner: 'alice', limit: '1', cursor: encodeCursor(scope(as), position) };
      return call(handler, posts.listPosts, { as, query });
    };

    for (const as of ['alice', 'bob'])
      for (const position of ['!', '#self', '/']) expect((await read(as, position)).status).toBe(400);
  });

  it('is exported, and goes with its owner', async () => {
    await save(1, AROUND_LISBON);
    mockClient(CognitoIdentityProviderClient)
      .on(AdminGetUserCommand)
      .resolves({ UserAttributes: [{ Name: 'email', Value: 'a@example.org' }] });
    const { body } = await call(users, exportMe);
    await postsTable(environment.POSTS_TABLE).removeOwner('alice');

    expect((body as { items: object[] }).items).toContainEqual({
      type: 'search',
      search: { id: id(1), ...AROUND_LISBON },
    });
    expect(memory.all(environment.POSTS_TABLE)).toEqual([]);
  });
});

describe('the posts for a person', () => {
  it('are what any of the searches finds, each once, the newest first, and none of their own', async () => {
    await save(1, AROUND_LISBON);
    await save(2, { words: 'LADD', kind: 'offer' });
    await save(3, { categories: ['garden', 'repairs'] });
    await publish('Near', { place: LISBON });
    await publish('Far', { place: PORTO });
    await publish('A ladder, wanted', { place: PORTO });
    await publish('A ladder to lend', { kind: 'offer', place: LISBON });
    await publish('Weeds', { category: 'garden' });
    await publish('Mine', { place: LISBON }, 'alice');

    const { items } = await forYou();

    expect(items.map(({ title, searches }) => [title, searches])).toEqual([
      ['Weeds', [id(3)]],
      ['A ladder to lend', [id(1), id(2)]],
      ['Near', [id(1)]],
    ]);
  });

  it('are none without a search', async () => {
    await publish('Near', { place: LISBON });

    expect(await forYou()).toEqual({
      ...{ items: [], unread: 0 },
      completeUntil: new Date(NOW - PROJECTED_MS).toISOString(),
    });
  });

  it('are not those that are over, hidden, old, or of people who blocked', async () => {
    await save(1, { words: 'post' });
    await publish('Post, done', { status: 'done', closedAt: NOW });
    await publish('Post, hidden', { hiddenAt: NOW });
    await publish('Post, expired', { lastsUntil: NOW });
    await publish('Post, old', { createdAt: NOW - 31 * DAY_MS });
    await publish('Post of cat', {}, 'cat');
    memory.put(environment.CONVERSATIONS_TABLE, { username: 'cat', peer: 'alice', createdAt: 0, blocked: true });
    await publish('Post of the new year', { createdAt: NOW - 1 });
    await publish('Post of the old year', { createdAt: NOW - 3 * DAY_MS });

    expect(await titles()).toEqual(['Post of the new year', 'Post of the old year']);
  });

  it('are counted from a position that only moves forward, and not past now', async () => {
    await save(1, { words: 'post' });
    await publish('Post before', { createdAt: NOW - 5 });
    const before = await forYou();
    await publish('Post 1', { createdAt: NOW + 1 });
    await publish('Post 2', { createdAt: NOW + 2 });
    const after = await forYou();
    await seen(NOW - DAY_MS);
    const back = await forYou();
    await seen(NOW + DAY_MS);

    expect(before).toMatchObject({ unread: 0, readUntil: new Date(NOW).toISOString() });
    expect(after.unread).toBe(2);
    expect(back.readUntil).toBe(after.readUntil);
    expect((await forYou()).readUntil).toBe(new Date(NOW).toISOString());
  });

  it('reach back over a month in which there is one every other day', async () => {
    await save(1, { words: 'post' });
    for (let days = 1; days < 30; days += 2) await publish(`Post ${days}`, { createdAt: NOW - days * DAY_MS });

    expect(await titles()).toHaveLength(15);
  });

  it('are found over however many lists the posts of a day are spread', async () => {
    await save(1, { words: 'post' });
    await save(2, { near: '0,0', radius: 50 });
    await publish('Post of today', { createdAt: NOW - 1 }, 'bob', 16);
    await publish('Post of yesterday', { createdAt: NOW - DAY_MS }, 'bob', 16);

    expect(await titles()).toEqual(['Post of today', 'Post of yesterday']);
  });

  it('are fifty at most, and then it says that there are more', async () => {
    await save(1, { words: 'post' });
    for (let n = 0; n < 51; n++) await publish(`Post ${n}`, { createdAt: NOW + 1 + n });

    const { items, unread, more } = await forYou();

    expect([items.length, unread, more]).toEqual([50, 50, true]);
  });
});

describe('for somebody who is told by push, a saved search', () => {
  it('is copied to its topics, which follow it until it is deleted', async () => {
    subscribeDevice();
    await save(1, { words: 'ladder' });
    expect(topics()).toEqual(['search/all']);

    await save(1, AROUND_LISBON);
    expect(topics().every((topic) => String(topic).startsWith('search/region/'))).toBe(true);
    expect(topics().length).toBeLessThanOrEqual(4);

    await remove(1);
    expect(topics()).toEqual([]);
  });

  it('is copied nowhere while they have no device', async () => {
    await save(1, { words: 'ladder' });

    expect(topics()).toEqual([]);
  });
});
