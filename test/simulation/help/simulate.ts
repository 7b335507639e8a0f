/** One history of offers, requests, promises and thanks, made from a seed. */

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { initialOf } from '#contract/user-name.ts';
import { environment } from '../../functions/support/environment.ts';
import { createFeedCenter } from '../feed/center.ts';
import type { Mutant } from '../world.ts';
import { judgeAtRest } from './judge.ts';
import { everybody, planPeople, SHY } from './people.ts';
import { createTalk } from './talk.ts';

/** A history ends early once the promise was broken. It is checked at this interval. */
const CHECK_MS = 10_000;
/** Enough to settle everything, without faults. */
const SETTLING_MS = 60 * 60_000;
/** Violations that are reported; the first ones say the most. */
const REPORTED = 10;

export interface HelpOutcome {
  /** The first violations. */
  readonly broken: readonly string[];
  /** How often people did what, and how often which fault struck. */
  readonly counts: Readonly<Record<'people' | 'faults', ReadonlyMap<string, number>>>;
}

export async function simulateHelp(seed: number, mutant: Mutant, trace?: (line: string) => void): Promise<HelpOutcome> {
  const center = createFeedCenter(seed, mutant, everybody, trace);
  const { world, broken, start } = center;
  const { time, profile, tables } = world;
  // The setting is old enough that even a stale read sees it.
  time.now = start - CHECK_MS;
  tables.run(everyFirstMessageIsARequest, 0);
  time.now = start;
  const talk = createTalk(center);
  const people = planPeople(center, talk);
  const runUntil = async (end: number): Promise<void> => {
    while (time.now < end && broken.length === 0) await time.runUntil(Math.min(end, time.now + CHECK_MS));
  };

  await runUntil(start + profile.durationMs + profile.restMs);
  center.rest();
  const settling = { isDone: false };
  time.timer(() => void people.settle().then(() => (settling.isDone = true)), 0, undefined);
  for (const end = time.now + SETTLING_MS; time.now < end && !settling.isDone && broken.length === 0;)
    await time.runUntil(time.now + CHECK_MS);
  if (broken.length === 0) {
    if (!settling.isDone) world.broken('late', 'people could not settle everything at rest');
    judgeAtRest(center, talk, people);
  }
  return { broken: broken.slice(0, REPORTED), counts: { people: people.counts, faults: center.struck } };
}

const everyFirstMessageIsARequest = new UpdateCommand({
  TableName: environment.USERS_TABLE,
  Key: { initial: initialOf(SHY), username: SHY },
  UpdateExpression: 'SET requests = :true',
  ExpressionAttributeValues: { ':true': true },
});
