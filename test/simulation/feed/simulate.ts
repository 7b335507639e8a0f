/** One history of the feed, made from a seed. */

import type { Post } from '#functions/core/feed/post.ts';
import { environment } from '../../functions/support/environment.ts';
import type { Mutant } from '../world.ts';
import { createFeedCenter, type FeedCenter } from './center.ts';
import { everybody, planPeople } from './people.ts';

/** A history ends early once the promise was broken. It is checked at this interval. */
const CHECK_MS = 10_000;
/** Enough for everybody to read everything, without faults. */
const READING_MS = 30 * 60_000;
/** Violations that are reported; the first ones say the most. */
const REPORTED = 10;

export interface FeedOutcome {
  /** The first violations. */
  readonly broken: readonly string[];
  /** How often people did what, and how often which fault struck. */
  readonly counts: Readonly<Record<'people' | 'faults', ReadonlyMap<string, number>>>;
}

export async function simulateFeed(seed: number, mutant: Mutant, trace?: (line: string) => void): Promise<FeedOutcome> {
  const center = createFeedCenter(seed, mutant, everybody, trace);
  const people = planPeople(center);
  const { world, broken, start } = center;
  const { time, profile } = world;
  const runUntil = async (end: number): Promise<void> => {
    while (time.now < end && broken.length === 0) await time.runUntil(Math.min(end, time.now + CHECK_MS));
  };

  await runUntil(start + profile.durationMs + profile.restMs);
  center.rest();
  const reading = { isDone: false };
  time.timer(() => void people.readAll().then(() => (reading.isDone = true)), 0, undefined);
  await runUntil(time.now + READING_MS);
  if (broken.length === 0) {
    if (!reading.isDone) world.broken('late', 'people could not read everything at rest');
    judgeErasure(center, people.leaver);
  }
  return { broken: broken.slice(0, REPORTED), counts: { people: people.counts, faults: center.struck } };
}

/** No table has a text of a post that was deleted, and none has a text of a person who left. */
function judgeErasure({ world, ledger }: FeedCenter, leaver: string): void {
  const dump = JSON.stringify(
    [environment.POSTS_TABLE, environment.POST_INDEX_TABLE].map((table) => world.tables.all(table)),
  );
  const isGone = ({ owner, erasedAt }: Post): boolean => erasedAt !== undefined || owner === leaver;
  for (const versions of ledger.posts.values()) {
    const latest = versions.at(-1)?.post;
    if (!latest || !isGone(latest)) continue;
    for (const { post } of versions)
      if (post.title !== '' && dump.includes(`"${post.title}"`))
        world.broken('not erased', `${post.title} of ${post.owner} is left`);
    if (latest.place || latest.digest !== '') world.broken('not erased', `the place of ${latest.id} is left`);
  }
}
