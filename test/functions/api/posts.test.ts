/** The life of a post, and its limits. */

import { describe, expect, it, vi } from 'vitest';
import { cardsIn, memoryFeed, postIn, type MemoryFeed } from '../support/feed.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const CLIENT_ID = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
const iso = (at: number): string => new Date(at).toISOString();
const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: string }).code;

const newPost = async (feed: MemoryFeed, fields: object = {}) => postIn(await feed.publish('alice', fields));

describe('publishing again with the same clientId', () => {
  it('finds the post, in whatever state it is by then', async () => {
    const feed = memoryFeed();
    const first = await feed.publish('alice', { clientId: CLIENT_ID });
    await feed.change('alice', postIn(first).id, { version: 1, status: 'done' });

    const again = await feed.publish('alice', { clientId: CLIENT_ID });

    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 200, body: { id: postIn(first).id, status: 'done' } });
  });

  it('brings the post into the lists where the first copy died before it did', async () => {
    const feed = memoryFeed();
    vi.spyOn(console, 'error').mockReturnValueOnce(undefined);
    vi.spyOn(feed.index, 'project').mockRejectedValueOnce(new Error('Died'));
    await feed.publish('alice', { clientId: CLIENT_ID });
    expect(cardsIn(await feed.list('bob'))).toHaveLength(0);

    await feed.publish('alice', { clientId: CLIENT_ID });

    expect(cardsIn(await feed.list('bob'))).toHaveLength(1);
  });

  it('is refused for another post, and for one that was deleted', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed, { clientId: CLIENT_ID });

    expect(codeOf(await feed.publish('alice', { clientId: CLIENT_ID, title: 'Other' }))).toBe('client-id-taken');
    await feed.remove('alice', id);
    expect(codeOf(await feed.publish('alice', { clientId: CLIENT_ID }))).toBe('deleted');
  });

  it('is another post where another person does it', async () => {
    const feed = memoryFeed();

    const posts = [
      await feed.publish('alice', { clientId: CLIENT_ID }),
      await feed.publish('bob', { clientId: CLIENT_ID }),
    ];

    expect(posts.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('costs none of the posts of a day, and races with itself without harm', async () => {
    const feed = memoryFeed({ postsPerDay: 2 });

    const copies = await Promise.all([1, 2, 3].map(() => feed.publish('alice', { clientId: CLIENT_ID })));
    const next = await feed.publish('alice');
    const tooMany = await feed.publish('alice');

    expect(new Set(copies.map((copy) => postIn(copy).id)).size).toBe(1);
    expect(next.status).toBe(201);
    expect(tooMany).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) as string } });
    feed.clock.time += DAY_MS;
    expect((await feed.publish('alice')).status).toBe(201);
  });
});

describe('a change', () => {
  it('is made once, however often it is sent', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    const change = { version: 1, title: 'A flat tyre' };

    const [first, again] = [await feed.change('alice', id, change), await feed.change('alice', id, change)];

    expect(first).toMatchObject({ status: 200, body: { version: 2, title: 'A flat tyre' } });
    expect(again).toEqual(first);
  });

  it('is refused where another one came first', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);

    const answers = await Promise.all(['One', 'Other'].map((title) => feed.change('alice', id, { version: 1, title })));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(codeOf(answers.find(({ status }) => status === 409) ?? { body: {} })).toBe('changed');
  });

  it('succeeds where the answer to its write was lost', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    const replace = feed.posts.replace.bind(feed.posts);
    vi.spyOn(feed.posts, 'replace').mockImplementationOnce(async (post) => {
      await replace(post);
      return replace(post);
    });

    expect(await feed.change('alice', id, { version: 1, title: 'Once' })).toMatchObject({
      status: 200,
      body: { version: 2, title: 'Once' },
    });
  });

  it.each([
    ['open', 'promised', 200],
    ['promised', 'open', 200],
    ['open', 'done', 200],
    ['promised', 'withdrawn', 200],
    ['done', 'open', 409],
    ['withdrawn', 'promised', 409],
  ])('from %s to %s is answered %i', async (from, to, status) => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    if (from !== 'open') await feed.change('alice', id, { version: 1, status: from });

    const version = from === 'open' ? 1 : 2;
    expect((await feed.change('alice', id, { version, status: to })).status).toBe(status);
  });

  it('is one of thirty at once, and then of one a minute; closing is always possible', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    const change = (version: number, fields: object = { title: `Title ${version}` }) =>
      feed.change('alice', id, { version, ...fields });
    for (let version = 1; version <= 30; version++) expect((await change(version)).status).toBe(200);

    expect(await change(31)).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
    feed.clock.time += MINUTE_MS;
    expect((await change(31)).status).toBe(200);
    expect((await change(32)).status).toBe(429);
    expect((await change(32, { status: 'done' })).status).toBe(200);
  });

  it('of its end keeps id and place in the list', async () => {
    const feed = memoryFeed();
    const old = await newPost(feed);
    feed.clock.time += 1000;
    const young = await newPost(feed);

    await feed.change('alice', old.id, { version: 1, lastsUntil: iso(feed.clock.now() + 60 * DAY_MS) });

    feed.clock.time += 20 * DAY_MS;
    expect(cardsIn(await feed.list('bob')).map(({ id }) => id)).toEqual([old.id]);
    feed.clock.time -= 20 * DAY_MS;
    expect(cardsIn(await feed.list('bob')).map(({ id }) => id)).toEqual([young.id, old.id]);
  });

  it('by somebody else is 403 where they can read the post, and 404 where they cannot', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    const change = () => feed.change('bob', id, { version: 1, title: 'Mine' });

    expect((await change()).status).toBe(403);
    feed.owners.blocks.add('alice bob');
    expect((await change()).status).toBe(404);
    feed.owners.blocks.clear();
    feed.clock.time += 30 * DAY_MS;
    expect((await change()).status).toBe(404);
    expect((await feed.change('bob', 'alice', { version: 1 })).status).toBe(404);
  });

  it('shows in the lists once the owner looks, where its projection was lost', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    vi.spyOn(console, 'error').mockReturnValueOnce(undefined);
    vi.spyOn(feed.index, 'project').mockRejectedValueOnce(new Error('Throttled'));
    await feed.change('alice', id, { version: 1, status: 'done' });
    expect(cardsIn(await feed.list('bob'))).toHaveLength(1);

    await feed.list('alice', { owner: 'alice' });

    expect(cardsIn(await feed.list('bob'))).toHaveLength(0);
  });

  it('of its end does so even where the post has ended since', async () => {
    const feed = memoryFeed();
    const { id } = await newPost(feed);
    vi.spyOn(console, 'error').mockReturnValueOnce(undefined);
    vi.spyOn(feed.index, 'project').mockRejectedValueOnce(new Error('Throttled'));
    await feed.change('alice', id, { version: 1, lastsUntil: iso(feed.clock.now() + 60_000) });
    feed.clock.time += 120_000;
    expect(cardsIn(await feed.list('bob'))).toHaveLength(1);

    await feed.list('alice', { owner: 'alice' });

    expect(cardsIn(await feed.list('bob'))).toHaveLength(0);
  });
});

describe('contacts', () => {
  it('are struck out of every text, before it is stored', async () => {
    const feed = memoryFeed();
    const contact = 'bob@example.org';

    const post = await newPost(feed, {
      title: `Ask ${contact}`,
      description: `At ${contact}`,
      reward: contact,
      placeName: contact,
    });
    await feed.change('alice', post.id, { version: 1, title: `Call ${contact}`, reward: `${contact}!` });

    expect(JSON.stringify([...feed.posts.stored.values()])).not.toContain('example');
    expect(cardsIn(await feed.list('bob'))).toMatchObject([{ title: 'Call •••', reward: '•••!', placeName: '•••' }]);
  });
});
