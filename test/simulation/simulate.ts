/** One history of the whole message center, made from a seed. */

import { isKnown } from '#contract/entry-kinds.ts';
import type { Entry } from '#functions/core/entry.ts';
import { createCenter } from './center.ts';
import { judge } from './judge.ts';
import { devicesOf, everybody, planPeople } from './people.ts';
import type { Faults, Profile } from './profiles.ts';
import type { Invocation, Mutant, Violation } from './world.ts';

/** A history ends early once the promise was broken. It is checked at this interval. */
const CHECK_MS = 10_000;
/** Violations that are reported; the first ones say the most. */
const REPORTED = 10;

export interface History {
  readonly seed: number;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** Messages that people write, besides greetings and quarrels. */
  readonly sends: number;
  /** Gets a line for everything that happens. */
  readonly trace?: ((line: string) => void) | undefined;
}

export interface Outcome {
  /** The first violations. */
  readonly broken: readonly string[];
  /** How often people did what, how often which fault struck, and how often the promise was broken in which way. */
  readonly counts: {
    readonly people: ReadonlyMap<string, number>;
    readonly faults: ReadonlyMap<keyof Faults, number>;
    readonly 'at rest': ReadonlyMap<Violation, number>;
  };
}

/**
 * Messages of a whole history. Greetings and quarrels add some 80, so the 30 histories a profile of
 * `npm run test:simulation` have about 30,000.
 */
export const SENDS = 430;

export async function simulate({ seed, profile, mutant, sends, trace }: History): Promise<Outcome> {
  const center = createCenter({ seed, profile, mutant, people: everybody, devicesOf, trace });
  const { world, devices, userPool, start, storedAt } = center;
  const { time } = world;
  const activity = planPeople(world, devices, sends, center.cutOff);
  center.onStored((entry, by) => {
    if (by && isKeptOut(entry) && isBlocked(entry, by))
      world.broken('wrong', `${entry.recipient} had blocked ${entry.sender}, whose ${entry.kind} was stored`);
  });

  /** True if this invocation began after the block had been acknowledged. */
  function isBlocked({ sender, recipient }: Entry, { startedAt }: Invocation): boolean {
    const { heldSince = Infinity } = activity.blocks.get(`${recipient} ${sender}`) ?? {};
    return startedAt > heldSince;
  }

  const end = start + profile.durationMs + profile.restMs;
  while (time.now < end && center.violations().length === 0) await time.runUntil(Math.min(end, time.now + CHECK_MS));
  if (center.violations().length === 0) judge(world, { devices, activity, storedAt, endedAt: userPool.endedAt, start });
  for (const device of devices) device.end();
  return {
    broken: center.violations().slice(0, REPORTED),
    counts: {
      people: activity.counts,
      faults: center.struck,
      'at rest': new Map([...center.broken].map(([promise, how]) => [promise, how.size])),
    },
  };
}

/** True for entries that nobody may write to a person who has blocked them. Taking something back is always allowed. */
const isKeptOut = (entry: Entry): boolean =>
  entry.kind !== 'deletion' && !(isKnown(entry) && entry.kind === 'reaction' && !entry.on);
