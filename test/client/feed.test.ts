/** A list of posts as a client keeps it. */

import { describe, expect, it, vi } from 'vitest';
import { type FeedQuery, createFeed } from '#client/feed.ts';
import { NetworkError } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import type { PostCard } from '#contract/posts.ts';

const card = (number: number, own: Partial<PostCard> = {}): PostCard => ({
  id: `bob.${number}`,
  kind: 'need',
  owner: 'bob',
  ownerName: 'Bob',
  ownerSince: '2026-01-01T00:00:00.000Z',
  title: `Post ${number}`,
  category: 'other',
  status: 'open',
  lastsUntil: '2026-04-01T00:00:00.000Z',
  version: 1,
  createdAt: new Date(Date.UTC(2026, 2, 1) + number * 60_000).toISOString(),
  ...own,
});

/** Posts of the numbers, in their order. */
const cards = (...numbers: readonly number[]) => numbers.map((number) => card(number));

interface Answer {
  readonly items: readonly PostCard[];
  readonly next?: string;
}

/** A feed that gets these answers in order; a function is called when its turn comes. */
function feedOf(answers: readonly (Answer | (() => Answer | Promise<Answer>))[], query: FeedQuery = {}) {
  const asked: unknown[] = [];
  const left = [...answers];
  const call = async (_route: unknown, given: { query: unknown }): Promise<unknown> => {
    asked.push(given.query);
    const answer = left.shift();
    return typeof answer === 'function' ? answer() : answer;
  };
  const feed = createFeed({ call: call as Session['call'] }, query);
  const shown = () => feed.view.items.map(({ title }) => title);
  const fresh = () => feed.view.fresh.map(({ title }) => title);
  return { feed, asked, shown, fresh };
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve: (value: Value) => resolve(value) };
}

const titles = (...numbers: readonly number[]) => numbers.map((number) => `Post ${number}`);
const noNetwork = () => {
  throw new NetworkError('No network.');
};

describe('a list of posts', () => {
  it('is read page by page, and has each post once where pages overlap', async () => {
    const { feed, asked, shown } = feedOf(
      [{ items: cards(5, 4), next: 'after 4' }, { items: cards(4, 3), next: 'after 3' }, { items: cards(2) }],
      { kind: 'need' },
    );

    await feed.reload();
    await feed.loadMore();
    await feed.loadMore();

    expect(shown()).toEqual(titles(5, 4, 3, 2));
    expect(feed.view).toMatchObject({ loading: false, next: undefined });
    expect(asked).toEqual([{ kind: 'need' }, { kind: 'need', cursor: 'after 4' }, { kind: 'need', cursor: 'after 3' }]);
  });

  it('reads a page once, however often it is asked for', async () => {
    const { feed, asked } = feedOf([{ items: cards(2), next: 'more' }, { items: cards(1) }]);
    await feed.reload();

    await Promise.all([feed.loadMore(), feed.loadMore()]);

    expect(asked).toHaveLength(2);
  });

  it('keeps what it has when a page does not come, and goes on from there', async () => {
    const { feed, shown } = feedOf([{ items: cards(2), next: 'more' }, noNetwork, { items: cards(1) }]);
    await feed.reload();

    await feed.loadMore();
    expect(shown()).toEqual(titles(2));
    expect(feed.view.problem).toBeInstanceOf(NetworkError);
    await feed.loadMore();

    expect(shown()).toEqual(titles(2, 1));
    expect(feed.view.problem).toBeUndefined();
  });

  it('counts what is new at its top, and shows it when it is asked to', async () => {
    const { feed, shown, fresh } = feedOf([
      { items: cards(3, 2), next: 'after 2' },
      { items: cards(4, 3), next: 'after 3' },
      { items: cards(5, 4), next: 'after 4' },
    ]);
    await feed.reload();

    await feed.catchUp();
    await feed.catchUp();
    expect(shown()).toEqual(titles(3, 2));
    expect(fresh()).toEqual(titles(5, 4));
    feed.showFresh();

    expect(shown()).toEqual(titles(5, 4, 3, 2));
    expect(fresh()).toEqual([]);
  });

  it('finds a post that came to the index late, below others that are known', async () => {
    const { feed, fresh } = feedOf([{ items: cards(4, 2) }, { items: cards(4, 3, 2) }]);
    await feed.reload();

    await feed.catchUp();

    expect(fresh()).toEqual(titles(3));
  });

  it('takes over changes, and drops what is over, as far as the page reaches', async () => {
    const { feed, shown } = feedOf([
      { items: cards(5, 4, 3, 2, 1), next: 'after 1' },
      { items: [card(5, { title: 'Changed', version: 2 }), card(3)], next: 'after 3' },
    ]);
    await feed.reload();

    await feed.catchUp();

    expect(shown()).toEqual(['Changed', ...titles(3, 2, 1)]);
  });

  it('keeps posts of the same millisecond that stand on either side of the end of a page', async () => {
    const twin = card(1, { id: 'carol.1', title: 'Twin' });
    const { feed, shown, fresh } = feedOf([
      { items: [card(1), twin] },
      { items: cards(2, 1), next: 'after 1' },
      { items: [card(3), card(2)], next: 'after 2' },
    ]);
    await feed.reload();
    await feed.catchUp();
    await feed.catchUp();

    expect(shown()).toEqual(['Post 1', 'Twin']);
    expect(fresh()).toEqual(titles(3, 2));
  });

  it('drops an answer that a reload has overtaken', async () => {
    const old = deferred<Answer>();
    const { feed, asked, shown, fresh } = feedOf([{ items: cards(1) }, () => old.promise, { items: cards(3, 1) }]);
    await feed.reload();

    const caughtUp = feed.catchUp();
    await feed.reload();
    old.resolve({ items: cards(2, 1) });
    await caughtUp;

    expect(shown()).toEqual(titles(3, 1));
    expect(fresh()).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it('catches up after the page that is on its way, which may be older than what is new', async () => {
    const first = deferred<Answer>();
    const { feed, asked, fresh } = feedOf([() => first.promise, { items: cards(2, 1) }]);

    const loaded = feed.reload();
    await Promise.all([feed.catchUp(), feed.catchUp()]);
    first.resolve({ items: cards(1) });
    await loaded;

    await vi.waitFor(() => expect(fresh()).toEqual(titles(2)), 60_000);
    expect(asked).toHaveLength(2);
  });

  it('catches up once more, and not at the same time, when asked while it does', async () => {
    const second = deferred<Answer>();
    const { feed, asked, fresh } = feedOf([{ items: cards(1) }, () => second.promise, { items: cards(3, 2, 1) }]);
    await feed.reload();

    const caughtUp = feed.catchUp();
    await feed.catchUp();
    expect(asked).toHaveLength(2);
    second.resolve({ items: cards(2, 1) });
    await caughtUp;

    expect(fresh()).toEqual(titles(3, 2));
  });

  it('drops an answer that a further page has overtaken, and catches up once more', async () => {
    const news = deferred<Answer>();
    const { feed, asked, shown, fresh } = feedOf([
      { items: cards(2), next: 'after 2' },
      () => news.promise,
      { items: cards(1) },
      { items: cards(4, 2, 1) },
    ]);
    await feed.reload();

    const caughtUp = feed.catchUp();
    await feed.loadMore();
    news.resolve({ items: cards(3) });
    await caughtUp;

    expect(shown()).toEqual(titles(2, 1));
    expect(fresh()).toEqual(titles(4));
    expect(asked).toHaveLength(4);
  });

  it('asks for the square of a place, and never for the place', async () => {
    const { feed, asked } = feedOf([{ items: cards(1) }], { near: '38.7139,-9.1394' });

    await feed.reload();

    expect(asked).toEqual([{ near: feed.query.near, radius: 10 }]);
    expect(feed.query.near).toMatch(/^38\.\d+,-9\.\d+$/);
    expect(JSON.stringify(asked)).not.toContain('38.7139');
  });

  it('is not caught up by distance, and read anew where it is empty', async () => {
    const near = feedOf([{ items: cards(1) }], { near: '38.713281,-9.131578' });
    await near.feed.reload();
    await near.feed.catchUp();
    expect(near.asked).toHaveLength(1);

    const empty = feedOf([{ items: [] }, { items: cards(1) }]);
    await empty.feed.reload();
    expect(empty.feed.view.loaded).toBe(true);
    await empty.feed.catchUp();
    expect(empty.shown()).toEqual(titles(1));
  });

  it('stays as it is when catching up fails', async () => {
    const { feed, shown } = feedOf([{ items: cards(1) }, noNetwork]);
    await feed.reload();

    await feed.catchUp();

    expect(shown()).toEqual(titles(1));
    expect(feed.view.problem).toBeUndefined();
  });

  it('follows changes that are made here', async () => {
    const { feed } = feedOf([{ items: [card(2, { distance: 4, reward: 'A coffee' }), card(1)] }]);
    await feed.reload();

    const changed = card(2, { title: 'Better', version: 2 });
    feed.replace(changed);
    feed.remove('bob.1');

    expect(feed.view.items).toEqual([{ ...changed, distance: 4 }]);
  });
});
