/**
 * One history of messages with pictures, made from a seed: some busy days with storms and long nights in between, in
 * which uploads expire and the sweep runs. In the end an account is deleted and everything is settled.
 */

import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { ATTACHMENTS_TABLE } from '#functions/aws/environment.ts';
import { attachmentsTable } from '#functions/aws/tables.ts';
import { environment } from '../../functions/support/environment.ts';
import { createCenter } from '../center.ts';
import { judge } from '../judge.ts';
import { product } from '../product.ts';
import { calm, type Profile, storm } from '../profiles.ts';
import { randomOf } from '../random.ts';
import type { Outcome } from '../simulate.ts';
import { invoke, type Mutant } from '../world.ts';
import { createFilesJudge } from './judge.ts';
import { createPeople, type Day, devicesOf, everybody } from './people.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How long people are busy on a day. */
const BUSY_MS = 2 * MINUTE_MS;
const DAY: Day = {
  durationMs: BUSY_MS,
  lastRestartMs: MINUTE_MS,
  outageMs: [0.5 * BUSY_MS, 0.7 * BUSY_MS],
};
const STORMY_DAYS = 2;
/** Hours of a night: some shorter and some longer than uploads last, and than the sweep waits. */
const NIGHTS_HOURS = [1, 12, 30, 60, 110] as const;
const SWEEPS_A_NIGHT = 3;
/** How long after the last night everything is at rest. */
const REST_MS = 3 * MINUTE_MS;
/** How long after that everything is settled, at most; the sweep runs so often meanwhile. */
const SETTLED_MS = 9 * DAY_MS;
const LAST_SWEEPS = 12;
/** How long a sweep may run, and how long one of these takes at most. */
const SWEEP_MS = 5 * MINUTE_MS;
/** Violations that are reported. */
const REPORTED = 10;

export async function simulateFiles(seed: number, mutant: Mutant, trace?: (line: string) => void): Promise<Outcome> {
  const nights = nightsOf(seed);
  const center = createCenter({ seed, profile: profileOf(nights), mutant, people: everybody, devicesOf, trace });
  const { world, devices, bucket, userPool, start, storedAt, violations } = center;
  const { time, random, tables } = world;
  const files = createFilesJudge(world, bucket);
  const { activity, planDay } = createPeople(world, devices, {
    ...{ contentOf: files.contentOf, postedAgain: center.postedAgain, upload: bucket.post },
  });
  center.onStored((entry) => files.note(entry, activity));

  /** Removes what expires by itself. */
  function expire(): void {
    bucket.expire();
    const table = environment[ATTACHMENTS_TABLE];
    const { partitionKey, sortKey, timeToLive } = attachmentsTable;
    for (const row of tables.all(table)) {
      const until = row[timeToLive];
      if (typeof until !== 'number' || until * 1000 > time.now) continue;
      const Key = { [partitionKey.name]: row[partitionKey.name], [sortKey.name]: row[sortKey.name] };
      tables.run(new DeleteCommand({ TableName: table, Key }), 0);
    }
  }

  async function sweep(mayDie: boolean): Promise<void> {
    expire();
    const context = { getRemainingTimeInMillis: () => SWEEP_MS };
    // What fails is done by the next one.
    const swept = invoke(world, 'sweep', () => product.sweep({}, context), mayDie).catch(() => undefined);
    await time.runUntil(time.now + SWEEP_MS);
    await swept;
  }

  /** Lets time pass until this promise is settled. */
  async function passing<T>(work: Promise<T>): Promise<void> {
    const state = { isDone: false };
    void work.finally(() => (state.isDone = true));
    while (!state.isDone) await time.runUntil(time.now + MINUTE_MS);
  }

  for (const night of nights) {
    planDay(DAY, files.stored);
    await time.runUntil(time.now + BUSY_MS);
    for (const device of devices) device.end();
    for (let i = 0; i < SWEEPS_A_NIGHT; i++) {
      await time.runUntil(time.now + night / SWEEPS_A_NIGHT - SWEEP_MS);
      await sweep(random.chance(0.5));
    }
    if (violations().length > 0) break;
  }
  if (violations().length === 0) {
    planDay(DAY, files.stored);
    await time.runUntil(time.now + BUSY_MS + REST_MS);
    judge(world, { devices, activity, storedAt, endedAt: userPool.endedAt, start });
  }
  if (violations().length === 0) {
    await passing(files.judgeLoading(devices));
    for (const device of devices) device.end();
    await passing(product.beginDeletion({ username: 'carol', at: time.now }).catch(() => undefined));
    for (let i = 0; i < LAST_SWEEPS; i++) {
      await time.runUntil(time.now + SETTLED_MS / LAST_SWEEPS);
      await sweep(false);
    }
    files.judgeBucket();
  }
  for (const device of devices) device.end();
  return {
    broken: violations().slice(0, REPORTED),
    counts: {
      people: activity.counts,
      faults: center.struck,
      'at rest': new Map([...center.broken].map(([promise, how]) => [promise, how.size])),
    },
  };
}

/** Returns the nights of a history, in milliseconds. */
function nightsOf(seed: number): readonly number[] {
  const random = randomOf(seed + 1_000);
  return Array.from({ length: STORMY_DAYS }, () => random.pick(NIGHTS_HOURS) * HOUR_MS);
}

/** It storms on every busy day but the last. */
function profileOf(nights: readonly number[]): Profile {
  const days = nights.map((_, i) => nights.slice(0, i).reduce((sum, night) => sum + night, i * BUSY_MS));
  return {
    name: 'files',
    calm,
    storm,
    storms: days.map((day) => [day + 0.2 * BUSY_MS, day + BUSY_MS + MINUTE_MS] as const),
    outages: days.map((day) => [day + DAY.outageMs[0], day + DAY.outageMs[1]] as const),
    skewMs: 2_000,
    openingMs: 3_000,
    durationMs: BUSY_MS,
    deadlineMs: MINUTE_MS + 25_000,
    restMs: REST_MS,
  };
}
