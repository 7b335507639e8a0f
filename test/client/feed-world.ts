/** A feed that is watched, behind a server that knows just enough of it. */

import { createEnvironment } from '#client/environment.ts';
import { createFeedWatch } from '#client/feed-watch.ts';
import { type FeedQuery, createFeed } from '#client/feed.ts';
import { NetworkError } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import type { ClientFrame, ServerFrame } from '#contract/frames.ts';
import type { PostCard } from '#contract/posts.ts';
import { virtualTime, type VirtualTime } from './virtual-time.ts';

export const LISBON: FeedQuery = { near: '38.714063,-9.130121', radius: 10 };
export const MINUTE_MS = 60_000;

interface Published {
  readonly id: string;
  readonly createdAt: number;
  /** When the lists have it. */
  readonly listedAt: number;
}

/** What a network does to answers and notices. */
interface Weather {
  readonly loses: () => boolean;
  readonly delayMs: () => number;
}
const CALM: Weather = { loses: () => false, delayMs: () => 10 };
const PAGE = 5;

/** A feed behind a server that knows just enough of it. */
export function feedWorld(query: FeedQuery, weather: Weather = CALM) {
  const time: VirtualTime = virtualTime();
  const state = { isVisible: true, posts: [] as Published[], sent: [] as ClientFrame[], reads: 0, polls: false };
  let watcher: object | undefined;
  let socket: object | undefined;
  const wait = (milliseconds: number) => new Promise<void>((resolve) => time.setTimer(resolve, milliseconds));

  const call = async (_: unknown, { query: asked }: { query: { cursor?: string; since?: string } }) => {
    state.reads++;
    const asOf = new Date(time.now()).toISOString();
    const since = asked.since === undefined ? -Infinity : Date.parse(asked.since) - 2 * MINUTE_MS;
    const listed = state.posts
      .filter(({ createdAt, listedAt }) => listedAt <= time.now() && createdAt >= since)
      .toSorted((one, other) => other.createdAt - one.createdAt);
    await wait(weather.delayMs());
    if (weather.loses()) throw new NetworkError('Lost.');
    const start = Number(asked.cursor ?? 0);
    const items = listed.slice(start, start + PAGE).map(({ id, createdAt }) => ({
      ...{ id, createdAt: new Date(createdAt).toISOString(), lastsUntil: '2099-01-01T00:00:00.000Z', distance: 1 },
    }));
    return {
      items: items as unknown as PostCard[],
      asOf,
      ...(listed.length > start + PAGE && { next: `${start + PAGE}` }),
    };
  };
  const feed = createFeed({ call: call as unknown as Session['call'] }, query);

  /** Sends something over the socket of this moment, unless it is closed by then. */
  const over = (act: () => void) => {
    const used = socket;
    if (!weather.loses()) time.setTimer(() => used === socket && act(), weather.delayMs());
  };
  const answer = (frame: ServerFrame) => over(() => watch.onFrame(frame));
  const serve = (frame: ClientFrame) => {
    if (frame.action === 'feed-stop') {
      watcher = undefined;
      answer({ type: 'watching-stopped' });
    }
    if (frame.action !== 'feed') return;
    watcher = state.polls ? undefined : socket;
    answer({ type: 'watching', ...(frame.area && { area: frame.area }), ...(state.polls && { poll: true }) });
  };
  const environment = createEnvironment({
    ...time,
    random: () => 0.5,
    isVisible: () => state.isVisible,
  });
  const watch = createFeedWatch(environment, (frame) => {
    if (!socket) return;
    state.sent.push(frame);
    over(() => serve(frame));
  });
  let published = 0;
  return {
    time,
    state,
    feed,
    watch,
    open() {
      socket = {};
      watch.onOpen();
    },
    cut() {
      socket = undefined;
      watcher = undefined;
      watch.onClosed();
    },
    publish(listedAfterMs = 0) {
      const post = { id: `bob.${published++}`, createdAt: time.now(), listedAt: time.now() + listedAfterMs };
      state.posts.push(post);
      const notify = () => {
        if (!watcher || watcher !== socket) return;
        answer({ type: 'posts', topic: 'all' });
        if (weather.loses()) answer({ type: 'posts', topic: 'all' });
      };
      time.setTimer(notify, weather.delayMs());
      return post.id;
    },
    known: () => new Set([...feed.view.items, ...feed.view.fresh].map(({ id }) => id)),
    fresh: () => feed.view.fresh.map(({ id }) => id),
  };
}
