/** Watching a list of posts: what is said over the socket, and that every post is found in the end. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeedQuery, createFeed } from '#client/feed.ts';
import { isEnding } from '#client/post-life.ts';
import type { Session } from '#client/session.ts';
import type { PostCard } from '#contract/posts.ts';
import { LISBON, MINUTE_MS, feedWorld } from './feed-world.ts';

describe('a list that is looked at', () => {
  it('is watched first and read then, again on each new socket', async () => {
    const { time, state, watch, feed, open, cut } = feedWorld({});
    open();
    watch.watch(feed);
    await time.advance(5);
    const before = state.reads;
    await time.advance(MINUTE_MS);
    cut();
    open();
    await time.advance(MINUTE_MS);

    expect(state.sent).toEqual([{ action: 'feed' }, { action: 'feed' }]);
    expect(before).toBe(1);
    expect(state.reads).toBeGreaterThanOrEqual(3);
  });

  it.each<[string, FeedQuery]>([
    ['by time', {}],
    ['by distance', LISBON],
  ])('%s shows soon what was published, as news', async (_, query) => {
    const { time, watch, feed, open, publish, fresh } = feedWorld(query);
    publish();
    open();
    watch.watch(feed);
    await time.advance(1_000);
    const shown = feed.view.items.length;

    const id = publish();
    await time.advance(2_100);

    expect(shown).toBe(1);
    expect(fresh()).toEqual([id]);
    feed.showFresh();
    expect(feed.view.items.map((post) => post.id)).toContain(id);
    expect(fresh()).toEqual([]);
  });

  it.each<[string, FeedQuery]>([
    ['by time', {}],
    ['by distance', LISBON],
  ])('%s finds a post that comes late into the lists, though it was read in between', async (_, query) => {
    const { time, watch, feed, open, publish, fresh } = feedWorld(query);
    publish();
    open();
    watch.watch(feed);
    await time.advance(1_000);
    const late = publish(90_000);
    await time.advance(3_000);
    const other = publish();
    await time.advance(3_000);
    const before = fresh();
    await time.advance(90_000);
    const last = publish();
    await time.advance(3_000);

    expect(before).toEqual([other]);
    expect(new Set(fresh())).toEqual(new Set([late, other, last]));
  });

  it('says which part it shows, on the grid, and changes it one frame at a time', async () => {
    const { time, state, watch, feed, open } = feedWorld({ near: '38.7139,-9.1394' });
    const other = createFeed({ call: (async () => ({ items: [] })) as unknown as Session['call'] }, {});
    open();
    watch.watch(feed);
    watch.watch(other);
    watch.watch(feed);
    watch.watch(other);
    await time.advance(1_000);

    expect(state.sent).toEqual([
      { action: 'feed', area: { near: expect.any(String), radius: 10 } },
      { action: 'feed' },
    ]);
    expect(JSON.stringify(state.sent)).not.toContain('38.7139');
  });

  it('is forgotten once it is left, or hidden for long, and watched again once it is shown', async () => {
    const { time, state, watch, feed, open } = feedWorld({});
    open();
    const stop = watch.watch(feed);
    await time.advance(1_000);
    state.isVisible = false;
    await time.advance(MINUTE_MS);
    const reads = state.reads;
    await time.advance(10 * MINUTE_MS);
    expect(state.reads).toBe(reads);
    state.isVisible = true;
    watch.onWake();
    await time.advance(1_000);
    stop();
    await time.advance(1_000);

    expect(state.sent.map(({ action }) => action)).toEqual(['feed', 'feed-stop', 'feed', 'feed-stop']);
    expect(time.pending()).toBe(0);
  });

  it('is read each minute where too many watch', async () => {
    const { time, state, watch, feed, open, publish, fresh } = feedWorld({});
    publish();
    state.polls = true;
    open();
    watch.watch(feed);
    await time.advance(1_000);
    const id = publish();
    await time.advance(MINUTE_MS);

    expect(fresh()).toEqual([id]);
  });

  it('says that there is more where so much was published that a catch-up does not read all', async () => {
    const { time, feed, watch, open, publish } = feedWorld({});
    publish();
    open();
    watch.watch(feed);
    await time.advance(3 * MINUTE_MS);
    for (let i = 0; i < 40; i++) publish();
    await time.advance(5_000);

    expect(feed.view.hasMoreFresh).toBe(true);
    feed.showFresh();
    await time.advance(1_000);
    while (feed.view.next !== undefined) {
      void feed.loadMore();
      await time.advance(100);
    }
    expect(feed.view.items).toHaveLength(41);
    expect(feed.view.hasMoreFresh).toBe(false);
  });
});

it('a client that watches while posts are published knows all in the end, whatever happens to frames', async () => {
  const step = fc.record({
    act: fc.constantFrom('publish', 'publish', 'publish late', 'cut', 'open', 'hide', 'show', 'watch'),
    afterMs: fc.integer({ min: 0, max: 40_000 }),
  });
  const property = fc.asyncProperty(
    fc.boolean(),
    fc.array(step, { maxLength: 14 }),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    async (isNearby, steps, chances) => {
      let isStormy = true;
      const next = (): number => (isStormy ? (chances.next().value ?? 0.5) : 0.5);
      const weather = { loses: () => next() > 0.7, delayMs: () => next() * 5_000 };
      const { time, state, feed, watch, open, cut, publish, known } = feedWorld(isNearby ? LISBON : {}, weather);
      watch.watch(feed);
      for (const { act, afterMs } of steps) {
        if (act === 'publish') publish();
        if (act === 'publish late') publish(next() * MINUTE_MS);
        if (act === 'cut') cut();
        if (act === 'open') open();
        if (act === 'hide') state.isVisible = false;
        if (act === 'show') state.isVisible = true;
        if (act === 'watch') watch.watch(feed);
        await time.advance(afterMs);
      }

      isStormy = false;
      state.isVisible = true;
      cut();
      open();
      watch.onWake();
      await time.advance(5 * MINUTE_MS);

      // Older posts than those of the first page are on the pages that follow it.
      while (feed.view.next !== undefined) {
        void feed.loadMore();
        await time.advance(10_000);
      }
      expect([...known()].toSorted()).toEqual(state.posts.map(({ id }) => id).toSorted());
      watch.close();
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

describe('whether a post is still needed', () => {
  const NOW = Date.UTC(2026, 2, 1);
  const ending = (hours: number, status: PostCard['status'] = 'open') =>
    isEnding({ status, lastsUntil: new Date(NOW + hours * 3_600_000).toISOString() }, NOW);

  it('is asked in its last two days, unless it is over', () => {
    expect([49, 48, 1, 0, -1].map((hours) => ending(hours))).toEqual([false, true, true, false, false]);
    expect(ending(1, 'promised')).toBe(true);
    expect(ending(1, 'done')).toBe(false);
  });
});
