/** What must hold of those who watch: while posts are announced, and once everything is at rest. */

import type { FeedQuery } from '#client/feed.ts';
import { distanceBetween } from '#contract/grid.ts';
import { METERS_PER_KM, pointIn } from '#contract/near.ts';
import { isShown, type Post } from '#functions/core/feed/post.ts';
import { topicsOfPost } from '#functions/core/feed/topics.ts';
import { environment } from '../../functions/support/environment.ts';
import { STALE_MS } from '../aws.ts';
import type { FeedCenter } from '../feed/center.ts';
import { SKEW_MS } from '../feed/ledger.ts';
import type { Watcher } from './watcher.ts';

/** A list by distance reads what was published since: a post that comes into the lists later than this it may miss. */
const LATE_MS = 2 * 60_000 - STALE_MS - 2 * SKEW_MS;

/** @returns call it before a post is announced; what it returns, once that has succeeded */
export function createNoticeJudge({ world }: FeedCenter, watchers: readonly Watcher[]) {
  return (post: Post): (() => void) => {
    const begun = world.time.now;
    const topics = topicsOfPost(post);
    const before = watchers.flatMap((watcher) => {
      const { watching } = watcher;
      return watching && watching.topics.some((topic) => topics.includes(topic)) ? [{ watcher, watching }] : [];
    });
    return () => {
      if (!isShown(post, world.time.now + SKEW_MS)) return;
      for (const { watcher, watching } of before) {
        const now = watcher.watching;
        if (now?.socket !== watching.socket || now.since !== watching.since) continue;
        if (watching.socket.triedAt < begun)
          world.broken('lost', `${watcher.name} watches, and is not told of '${post.title}'`);
      }
    };
  };
}

/** Every open list shows what it may show, and its socket is stored as its watcher. */
export function judgeAtRest({ world, ledger }: FeedCenter, watchers: readonly Watcher[]): void {
  const { broken, tables, time } = world;
  const stored = tables.all(environment.WATCHERS_TABLE) as readonly { topic: string; connectionId: string }[];
  for (const watcher of watchers) {
    judgeStored(watcher);
    judgeList(watcher);
  }

  function judgeStored({ name, watching }: Watcher): void {
    if (!watching) return broken('late', `${name} does not watch at rest`);
    const { connectionId } = watching.socket;
    for (const topic of watching.topics)
      if (!stored.some((item) => item.connectionId === connectionId && item.topic.startsWith(`${topic}#`)))
        broken('lost', `${name} watches ${topic}, and is not stored`);
  }

  function judgeList({ name, feed, readings }: Watcher): void {
    const [read] = readings.filter(({ isOk }) => isOk).slice(-1);
    if (!feed || !read) return broken('late', `${name} has read nothing at rest`);
    feed.dropExpired(time.now);
    const { view, query } = feed;
    const cards = [...view.items, ...view.fresh];
    if (new Set(cards.map(({ id }) => id)).size < cards.length) broken('doubled', `${name} sees a post twice`);
    const isByDistance = query.near !== undefined;
    const matches = matcherOf(query);
    for (const [id, versions] of ledger.posts) {
      const [first] = versions;
      if (!first || cards.some((card) => card.id === id)) continue;
      const listed = first.settledAt + STALE_MS;
      if (isByDistance && listed > first.post.createdAt + LATE_MS) continue;
      const period = { from: isByDistance ? listed + 1 : read.from, to: time.now };
      if (ledger.mustShow(name, id, period, 'lists', matches))
        broken('lost', `${name} misses ${first.post.title} at rest`);
    }
    // A list by distance shows what was there when it was opened.
    if (isByDistance) return;
    const period = { from: read.from, to: time.now };
    for (const card of cards) {
      const version = ledger.readable(card.id, period, 'lists').find(({ post }) => post.version === card.version);
      if (!version) broken('wrong', `${name} sees at rest version ${card.version} of ${card.title}, which is outdated`);
      else if (name !== card.owner && !ledger.mayShow(name, version, period, 'lists'))
        broken('leaked', `${name} sees at rest: ${card.title}, which is ${version.post.status}`);
    }
  }
}

function matcherOf({ kind, near, radius = 0 }: FeedQuery): (post: Post) => boolean {
  const middle = near === undefined ? undefined : pointIn(near);
  return (post) =>
    (kind === undefined || post.kind === kind) &&
    (!middle ||
      (post.place !== undefined && Math.round(distanceBetween(middle, post.place)) <= radius * METERS_PER_KM));
}
