/**
 * How many posts stay without an answer. It is counted when it is asked, from a bounded number of posts: counters would
 * cost writes with every post and offer, and would have to forget posts again.
 */

import type { Clock } from '../ports.ts';
import type { FeedIndex, Offers } from './ports.ts';
import { isCard, newestFirst, type Card, type Tombstone } from './post.ts';

export interface FiguresServices {
  readonly index: Pick<FeedIndex, 'list' | 'days'>;
  readonly offers: Pick<Offers, 'listFor'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Unanswered {
  /** Age of the posts, in days. */
  readonly days: number;
  /** Posts that were looked at. */
  readonly posts: number;
  readonly unanswered: number;
}

const DAY_MS = 24 * 60 * 60_000;
const AFTER_DAYS = [1, 3];
/** Posts that each figure looks at: the newest. */
const POSTS_MAX = 100;
/** Offers that are read of a post. Where there are more, one of them was early. */
const OFFERS_READ = 10;
/** Posts whose offers are read at once. */
const AT_ONCE = 25;

/**
 * Returns, of the posts that are one to two days old and of those that are three to four, how many had no offer. Posts
 * that were erased since are not among them.
 */
export const figures = (services: FiguresServices): Promise<Unanswered[]> =>
  Promise.all(AFTER_DAYS.map((days) => unansweredAfter(services, days)));

async function unansweredAfter(services: FiguresServices, days: number): Promise<Unanswered> {
  const { offers, clock } = services;
  const to = clock.now() - days * DAY_MS;
  // Nothing says any more whether somebody had answered a post that was erased.
  const stored = (await postsBetween(services, to - DAY_MS, to)).filter((item) => isCard(item) || !item.erased);
  const posts = stored.slice(0, POSTS_MAX);
  let [counted, unanswered] = [0, 0];
  for (let start = 0; start < posts.length; start += AT_ONCE) {
    const some = posts.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map(({ id }) => offers.listFor(id, { limit: OFFERS_READ })));
    for (const [i, post] of some.entries()) {
      const made = found[i] ?? [];
      const deadline = post.createdAt + days * DAY_MS;
      const isAnswered = made.length === OFFERS_READ || made.some(({ offeredAt }) => offeredAt <= deadline);
      // A post that was closed before then was not left waiting.
      if (!isAnswered && 'closedAt' in post && post.closedAt <= deadline) continue;
      counted++;
      if (!isAnswered) unanswered++;
    }
  }
  return { days, posts: counted, unanswered };
}

/** Returns posts of a span of a day, the newest first, those that are over included. */
async function postsBetween(
  { index }: Pick<FiguresServices, 'index'>,
  from: number,
  to: number,
): Promise<readonly (Card | Tombstone)[]> {
  const names = [...new Set([to, from].map((at) => new Date(at).toISOString().slice(0, 10)))];
  const days = await Promise.all(names.map((day) => index.days(Number(day.slice(0, 4)), day, 1)));
  const lists = days
    .flat()
    .filter(({ day }) => names.includes(day))
    .flatMap(({ day, shards }) => Array.from({ length: shards }, (_, shard) => ({ day, shard })));
  const unique = [...new Map(lists.map((list) => [`${list.day} ${list.shard}`, list])).values()];
  const before = { createdAt: to, id: '' };
  const items = await Promise.all(unique.map((list) => index.list(list, before, POSTS_MAX)));
  return items
    .flat()
    .filter(({ createdAt }) => createdAt >= from)
    .toSorted(newestFirst);
}
