/** How much one person may write. A limit that is absent is none. */

import { Refusal } from '#contract/refusal.ts';
import type { RunningState } from './entry.ts';

export interface Limits {
  readonly sends?: SendRate;
  readonly conversations?: { readonly perHour: number; readonly collections: Collections };
}

/** Of one person in one conversation; entries of every kind count. */
export interface SendRate {
  readonly perMinute: number;
  /** How many may come at once. */
  readonly burst: number;
}

export interface Counters {
  /** Adds one to a count, unless it has reached `limit`; answers whether it did. @param until epoch milliseconds after which nobody asks */
  take(counter: string, limit: number, until: number): Promise<boolean>;
}

/** What is counted by name, so that the same thing again counts no more. */
export interface Collections {
  /** Adds a thing to a collection, unless it has reached `limit`; answers whether it is in it. @param until as of {@link Counters} */
  add(collection: string, thing: string, limit: number, until: number): Promise<boolean>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * By person, the epoch millisecond at which their allowance is whole again: each entry moves it one interval ahead, and a burst
 * is how far ahead it may be (GCRA, ITU-T I.371). The newest entry carries it, so a limit costs no write and no read.
 */
type Paces = NonNullable<RunningState['paces']>;

/** The paces after one more entry of `sender`. @throws {Refusal} `too-many-requests` */
export function nextPaces(before: Paces, sender: string, { perMinute, burst }: SendRate, now: number): Paces {
  const interval = MINUTE / perMinute;
  const begun = Object.entries(before).filter(([, wholeAt]) => wholeAt > now);
  const wholeAt = begun.find(([person]) => person === sender)?.[1] ?? now;
  const early = wholeAt - now - (burst - 1) * interval;
  if (early > 0) throw tooMany('You are writing faster than can be read. Go on in a moment.', early);
  return { ...Object.fromEntries(begun), [sender]: Math.round(wholeAt + interval) };
}

/** Counts a conversation that `person` begins with `peer`, once, however many sends begin it. @throws {Refusal} `too-many-requests` */
export const countConversation = (
  { perHour, collections }: NonNullable<Limits['conversations']>,
  person: string,
  peer: string,
  now: number,
): Promise<void> =>
  inHour(now, 'You have begun many conversations in this hour. Begin the next one later.', (hour, until) =>
    collections.add(`conversations#${person}#${hour}`, peer, perHour, until),
  );

/** Reports one person may make in an hour: more than anybody reads with care, and few enough to be looked through. */
const REPORTS_PER_HOUR = 20;

/** Counts a report that `person` makes. @throws {Refusal} `too-many-requests` */
export const countReport = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `reports#${person}`,
    REPORTS_PER_HOUR,
    now,
    'You have reported much in this hour. Report the rest later.',
  );

/**
 * Sessions one person may end from another in an hour. A session need not have a socket open: it may have lost it since it was
 * listed, and its token opens another. So anything that can be a session's name is taken, and what that writes is limited here.
 */
const ENDINGS_PER_HOUR = 60;

/** Counts a session that `person` ends from another. @throws {Refusal} `too-many-requests` */
export const countEnding = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `endings#${person}`,
    ENDINGS_PER_HOUR,
    now,
    'You have ended many sessions in this hour. To end all of them, sign out everywhere.',
  );

const countInHour = (counters: Counters, counter: string, limit: number, now: number, detail: string): Promise<void> =>
  inHour(now, detail, (hour, until) => counters.take(`${counter}#${hour}`, limit, until));

/** By the hour of the clock. */
async function inHour(
  now: number,
  detail: string,
  take: (hour: number, until: number) => Promise<boolean>,
): Promise<void> {
  const hour = Math.floor(now / HOUR);
  const until = (hour + 1) * HOUR;
  if (!(await take(hour, until))) throw tooMany(detail, until - now);
}

/** Frames one person may send in a minute of the clock, by whatever sockets; pings do not count. A page sends few. */
export const FRAMES_PER_MINUTE = 120;

/** Counts a frame of `person`, and answers whether it is within the limit. */
export function countFrame(counters: Counters, person: string, now: number): Promise<boolean> {
  const minute = Math.floor(now / MINUTE);
  return counters.take(`frames#${person}#${minute}`, FRAMES_PER_MINUTE, (minute + 1) * MINUTE);
}

/** Counts a read position that `person` tells in a request, like the frame that it could have been. @throws {Refusal} `too-many-requests` */
export async function countReadMark(counters: Counters, person: string, now: number): Promise<void> {
  if (!(await countFrame(counters, person, now)))
    throw tooMany('You are reading faster than anybody can be told. Go on in a minute.', MINUTE - (now % MINUTE));
}

const tooMany = (detail: string, milliseconds: number): Refusal =>
  new Refusal('too-many-requests', detail, { retryAfter: Math.ceil(milliseconds / 1000) });
