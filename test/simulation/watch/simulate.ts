/** One history of the feed and of those who watch it, made from a seed. */

import type { FeedQuery } from '#client/feed.ts';
import { snap } from '#contract/grid.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { environment } from '../../functions/support/environment.ts';
import { createFeedCenter } from '../feed/center.ts';
import { everybody, PLACES, planPeople } from '../feed/people.ts';
import { product } from '../feed/product.ts';
import type { FeedOutcome } from '../feed/simulate.ts';
import type { Mutant } from '../world.ts';
import { createNoticeJudge, judgeAtRest } from './judge.ts';
import { createSockets, LAST_MS } from './sockets.ts';
import { Watcher } from './watcher.ts';

const WATCHERS = ['wanda', 'walt', 'wim', 'wilma'];
/** What each watcher does. */
const LISTS = 4;
const DROPS = 5;
const ABSENCES = 3;
/** The longest that a page stays hidden: long enough for its watch to be given up. */
const ABSENCE_MS = 90_000;
/** For announcing the posts of one batch. */
const ANNOUNCING_MS = 60_000;
/** A history ends early once the promise was broken. It is checked at this interval. */
const CHECK_MS = 10_000;
/** Every list that is open is read within this time, without a notice. */
const CALM_MS = 3 * 60_000;
const REPORTED = 10;

export async function simulateWatching(
  seed: number,
  mutant: Mutant,
  trace?: (line: string) => void,
): Promise<FeedOutcome> {
  const center = createFeedCenter(seed, mutant, [...everybody, ...WATCHERS], trace);
  const { world, broken, start } = center;
  const { time, random, profile } = world;
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const sockets = createSockets(center);
  const watchers = WATCHERS.map((name) => new Watcher(center, sockets, name, count));
  const judge = createNoticeJudge(center, watchers);
  planPeople(center);

  center.onChange(({ table, item, before }) => {
    if (table !== environment.POSTS_TABLE || before || item['version'] !== 1) return;
    const post = item as unknown as Post;
    let announced = (): void => undefined;
    const announce = async (): Promise<void> => {
      announced = judge(post);
      const { clock } = product.live;
      await product.announcePosts(product.announcers, [post], clock.now(), clock.now() + ANNOUNCING_MS);
    };
    center.consume(announce, () => announced());
  });

  const query = (): FeedQuery => {
    const { latitude, longitude } = snap('square', random.pick(PLACES));
    return random.pick<FeedQuery>([
      {},
      { kind: 'need' },
      { near: `${latitude},${longitude}`, radius: random.pick([1, 10, 50]) },
    ]);
  };
  const plan = (times: number, what: string, act: () => void): void => {
    const counted = (): void => {
      count(what);
      act();
    };
    for (let i = 0; i < times; i++) time.timer(counted, random.between(0, profile.durationMs - LAST_MS), undefined);
  };
  for (const watcher of watchers) {
    const absent = async (): Promise<void> => {
      watcher.setVisible(false);
      await time.sleep(random.between(1_000, ABSENCE_MS));
      watcher.setVisible(true);
    };
    time.timer(() => void watcher.dial(), random.between(0, 10_000), undefined);
    time.timer(() => watcher.look(query()), random.between(0, 10_000), undefined);
    plan(LISTS, 'lists opened', () => watcher.look(query()));
    plan(DROPS, 'sockets lost', () => watcher.drop());
    plan(ABSENCES, 'absences', () => void absent());
  }

  const runUntil = async (end: number): Promise<void> => {
    while (time.now < end && broken.length === 0) await time.runUntil(Math.min(end, time.now + CHECK_MS));
  };
  await runUntil(start + profile.durationMs + profile.restMs);
  center.rest();
  await runUntil(time.now + CALM_MS);
  if (broken.length === 0) judgeAtRest(center, watchers);
  return { broken: broken.slice(0, REPORTED), counts: { people: counts, faults: center.struck } };
}
