/** One history of the whole message center, from one seed. */

import type { Entry } from '#functions/core/entry.ts';
import { createCenter } from './center.ts';
import { judge } from './judge.ts';
import type { Mutant } from './mutants.ts';
import { devicesOf, everybody, setOut } from './people.ts';
import type { Faults, Profile } from './profiles.ts';
import type { Invocation, Promised } from './world.ts';

/** A history ends early when a promise was broken; it looks so often, in milliseconds. */
const GLANCE = 10_000;
/** Broken promises that are told; the first ones say the most. */
const TOLD = 10;

export interface History {
  readonly seed: number;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** Messages that people write, besides those of quarrels. */
  readonly sends: number;
  /** Told of everything that happens. */
  readonly tell?: ((line: string) => void) | undefined;
}

export interface Outcome {
  /** How promises were broken: the first of it. */
  readonly broken: readonly string[];
  /** What people did, what went wrong, and how often which promise was broken. */
  readonly done: ReadonlyMap<string, number>;
  readonly struck: ReadonlyMap<keyof Faults, number>;
  readonly failures: ReadonlyMap<Promised, number>;
}

export async function simulate({ seed, profile, mutant, sends, tell }: History): Promise<Outcome> {
  const center = createCenter({ seed, profile, mutant, people: everybody, devicesOf, tell });
  const { world, devices, userPool, start, storedAt } = center;
  const { time } = world;
  const doings = setOut(world, devices, sends, center.cutOff);
  center.onStored((entry, by) => {
    if (by && isKeptOut(entry) && isBlocked(entry, by))
      world.broken('wrong', `${entry.recipient} had blocked ${entry.sender}, whose ${entry.kind} was stored`);
  });

  /** Whether this run began when the block had been answered. */
  function isBlocked({ sender, recipient }: Entry, { startedAt }: Invocation): boolean {
    const { heldSince = Infinity } = doings.blocks.get(`${recipient} ${sender}`) ?? {};
    return startedAt > heldSince;
  }

  const end = start + profile.length + profile.rest;
  while (time.now < end && center.brokenPromises().length === 0) await time.runUntil(Math.min(end, time.now + GLANCE));
  if (center.brokenPromises().length === 0)
    judge(world, { devices, doings, storedAt, endedAt: userPool.endedAt, start });
  for (const device of devices) device.end();
  return {
    broken: center.brokenPromises().slice(0, TOLD),
    done: doings.counts,
    struck: center.struck,
    failures: new Map([...center.broken].map(([promise, how]) => [promise, how.size])),
  };
}

/** What nobody may do to somebody who has blocked them; taking back is always allowed. */
const isKeptOut = (entry: Entry): boolean => entry.kind !== 'deletion' && !(entry.kind === 'reaction' && !entry.on);
