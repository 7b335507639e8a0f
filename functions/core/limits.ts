/** How much one person may write. */

import { Refusal } from '#contract/refusal.ts';
import type { RunningState } from './entry.ts';
import type { SpendingCounters } from './files/ports.ts';
import type { Counters, DistinctCounters } from './ports.ts';

/** The limits that a deployment sets. An absent one is no limit. */
export interface Limits {
  readonly sends?: SendRate;
  /** Conversations that one person may begin in an hour. */
  readonly conversationsPerHour?: number;
}

/** The rate of one person in one conversation; entries of every kind count. */
export interface SendRate {
  readonly perMinute: number;
  /** How many may come at once. */
  readonly burst: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * By person, the epoch millisecond at which their allowance is whole again: each entry moves it ahead by one
 * interval, and the burst is how far ahead it may be (GCRA, ITU-T I.371). The newest entry carries it, so the
 * limit costs no read and no write.
 */
type ArrivalTimes = NonNullable<RunningState['arrivalTimes']>;

/** How far the clocks of two functions may differ: far more than clocks that are synchronized do. */
const CLOCK_SKEW_MAX_MS = 5_000;

/**
 * Returns the arrival times after one more entry of `sender`. A time further ahead than a whole burst was written by a
 * clock that was wrong. It counts as a burst that was just used up, else it would refuse its person for as long as that
 * clock was ahead.
 * @param now epoch milliseconds
 * @throws {Refusal} `too-many-requests`
 */
export function nextArrivalTimes(
  before: ArrivalTimes,
  sender: string,
  { perMinute, burst }: SendRate,
  now: number,
): ArrivalTimes {
  const interval = MINUTE_MS / perMinute;
  const lastAllowed = now + (burst - 1) * interval;
  const isPossible = (wholeAt: number) => wholeAt <= lastAllowed + interval + CLOCK_SKEW_MAX_MS;
  const ahead = Object.entries(before)
    .filter(([, wholeAt]) => wholeAt > now)
    .map(([person, wholeAt]) => [person, isPossible(wholeAt) ? wholeAt : Math.floor(lastAllowed)] as const);
  const wholeAt = ahead.find(([person]) => person === sender)?.[1] ?? now;
  const early = wholeAt - lastAllowed;
  if (early > 0) throw tooMany('You are sending too fast. Try again in a moment.', early);
  return { ...Object.fromEntries(ahead), [sender]: Math.round(wholeAt + interval) };
}

/**
 * Counts a conversation that `person` begins with `peer`: once, however many sends begin it.
 * @throws {Refusal} `too-many-requests`
 */
export const countConversation = (
  counters: DistinctCounters,
  perHour: number,
  person: string,
  peer: string,
  now: number,
): Promise<void> =>
  inHour(now, 'You have started many conversations this hour. Start the next one later.', (hour, until) =>
    counters.take(`conversations#${person}#${hour}`, peer, perHour, until),
  );

/**
 * Counts a post that `person` publishes: once, however often the request is repeated.
 * @throws {Refusal} `too-many-requests`
 */
export async function countPost(
  counters: DistinctCounters,
  perDay: number,
  person: string,
  post: string,
  now: number,
): Promise<void> {
  const day = Math.floor(now / DAY_MS);
  const until = (day + 1) * DAY_MS;
  if (!(await counters.take(`posts#${person}#${day}`, post, perDay, until)))
    throw tooMany(`You have published ${perDay} posts today. Publish the next one tomorrow.`, until - now);
}

/** The limits of uploads that a deployment sets. An absent one is no limit. */
export interface UploadLimits {
  readonly maxBytes: number;
  readonly perHour?: number;
  readonly bytesPerMonth?: number;
}

/** What a person may still upload. An absent field is no limit. */
export interface UploadsLeft {
  readonly uploads?: number;
  readonly bytes?: number;
}

/**
 * Counts an upload that `person` begins, by its declared size, whether or not it is ever made.
 * @throws {Refusal} `too-large`, `too-many-requests`
 */
export async function countUpload(
  counters: SpendingCounters,
  { maxBytes, perHour, bytesPerMonth }: UploadLimits,
  person: string,
  bytes: number,
  now: number,
): Promise<UploadsLeft> {
  if (bytes > maxBytes) throw new Refusal('too-large', `A file may have ${sizeInWords(maxBytes)} at most.`);
  const left = { uploads: perHour, bytes: bytesPerMonth };
  const hour = Math.floor(now / HOUR_MS);
  const uploads = `uploads#${person}#${hour}`;
  if (perHour !== undefined) {
    const until = (hour + 1) * HOUR_MS;
    const spent = await counters.spend(uploads, 1, perHour, until);
    if (spent === undefined)
      throw tooMany(`You have uploaded ${perHour} files this hour. Upload the next one later.`, until - now);
    left.uploads = perHour - spent;
  }
  if (bytesPerMonth !== undefined) {
    const date = new Date(now);
    const until = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    const month = date.toISOString().slice(0, 7);
    const spent = await counters.spend(`bytes#${person}#${month}`, bytes, bytesPerMonth, until);
    if (spent === undefined) {
      // A smaller file may still fit into the month.
      if (perHour !== undefined) await counters.giveBack(uploads, 1);
      throw tooMany(`You may upload ${sizeInWords(bytesPerMonth)} in a month. Upload more next month.`, until - now);
    }
    left.bytes = bytesPerMonth - spent;
  }
  return {
    ...(left.uploads !== undefined && { uploads: left.uploads }),
    ...(left.bytes !== undefined && { bytes: left.bytes }),
  };
}

/** Changes of a post that may come at once. From then on there may be one a minute, since the post was published. */
const POST_CHANGES_AT_ONCE = 30;

/**
 * Limits how often a post is changed: each change writes every list that it is in. Its version counts its changes, so
 * the limit costs nothing.
 * @throws {Refusal} `too-many-requests`
 */
export function requireChangeable(
  { version, createdAt }: { readonly version: number; readonly createdAt: number },
  now: number,
): void {
  const early = createdAt + (version - POST_CHANGES_AT_ONCE) * MINUTE_MS - now;
  if (early > 0) throw tooMany('You have changed this post very often. Change it again later.', early);
}

/**
 * Reports that one person may make in an hour: more than anyone can check with care, and few enough to look
 * through.
 */
const REPORTS_PER_HOUR = 20;

/** Counts a report that `person` makes. @throws {Refusal} `too-many-requests` */
export const countReport = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `reports#${person}`,
    REPORTS_PER_HOUR,
    now,
    'You have made many reports this hour. Report the rest later.',
  );

/**
 * Sessions that one person may end from another in an hour. A session need not have a socket open: it may have
 * lost its socket since it was listed, and its token opens another. So we accept any name that a session can
 * have, and limit here what that writes.
 */
const SESSION_ENDS_PER_HOUR = 60;

/** Counts a session that `person` ends from another. @throws {Refusal} `too-many-requests` */
export const countSessionEnd = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `endings#${person}`,
    SESSION_ENDS_PER_HOUR,
    now,
    'You have ended many sessions this hour. To end all of them, sign out everywhere.',
  );

/** Changes of push subscriptions that one person may make in an hour. A page makes one when it is opened. */
const SUBSCRIPTIONS_PER_HOUR = 120;

/** Counts a change of a push subscription of `person`. @throws {Refusal} `too-many-requests` */
export const countSubscription = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `subscriptions#${person}`,
    SUBSCRIPTIONS_PER_HOUR,
    now,
    'You have changed how you are told very often this hour. Change it later.',
  );

/**
 * Searches of one person in a minute of the clock, over all conversations: as many as somebody types who pauses every
 * other second. Each reads up to 256 units (`search-messages.ts`).
 */
const SEARCHES_PER_MINUTE = 30;

/** Counts a search that `person` makes. @throws {Refusal} `too-many-requests` */
export async function countSearch(counters: Counters, person: string, now: number): Promise<void> {
  const minute = Math.floor(now / MINUTE_MS);
  const until = (minute + 1) * MINUTE_MS;
  if (!(await counters.take(`searches#${person}#${minute}`, SEARCHES_PER_MINUTE, until)))
    throw tooMany('Too many searches at once. Search again in a minute.', until - now);
}

/** Codes of an authenticator app that one person may try in an hour: guessing one of a million takes years. */
const CODES_PER_HOUR = 10;

/** Counts a code that `person` tries, right or wrong. @throws {Refusal} `too-many-requests` */
export const countCode = (counters: Counters, person: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `codes#${person}`,
    CODES_PER_HOUR,
    now,
    'Too many codes were tried for this account. Try again later.',
  );

/**
 * Counts a mail that a network requests: a household, an office, or all customers of a small provider.
 * @param network a keyed hash: counters hold no addresses
 * @throws {Refusal} `too-many-requests`
 */
export const countMail = (counters: Counters, perHour: number, network: string, now: number): Promise<void> =>
  countInHour(
    counters,
    `mails-from#${network}`,
    perHour,
    now,
    'Many e-mails were requested from your network this hour. Request the next one later.',
  );

const countInHour = (counters: Counters, counter: string, limit: number, now: number, detail: string): Promise<void> =>
  inHour(now, detail, (hour, until) => counters.take(`${counter}#${hour}`, limit, until));

/** Counts by the hour of the clock. */
async function inHour(
  now: number,
  detail: string,
  take: (hour: number, until: number) => Promise<boolean>,
): Promise<void> {
  const hour = Math.floor(now / HOUR_MS);
  const until = (hour + 1) * HOUR_MS;
  if (!(await take(hour, until))) throw tooMany(detail, until - now);
}

/**
 * Frames and small writes that one person may send in a minute of the clock, over all their sockets. Pings do not
 * count. A page sends few.
 */
export const FRAMES_PER_MINUTE = 120;

/** Counts a frame of `person`. @returns whether it is within the limit */
export function countFrame(counters: Counters, person: string, now: number): Promise<boolean> {
  const minute = Math.floor(now / MINUTE_MS);
  return counters.take(`frames#${person}#${minute}`, FRAMES_PER_MINUTE, (minute + 1) * MINUTE_MS);
}

/**
 * Counts a small write that a person makes for themselves, such as a read position, a saved search or a preference,
 * like a frame. Nobody makes many, and without a limit each costs a write as often as somebody likes.
 * @throws {Refusal} `too-many-requests`
 */
export async function countSmallWrite(counters: Counters, person: string, now: number): Promise<void> {
  if (!(await countFrame(counters, person, now)))
    throw tooMany('Too many changes at once. Try again in a minute.', MINUTE_MS - (now % MINUTE_MS));
}

const MEGABYTE = 1_000_000;
const sizeInWords = (bytes: number): string =>
  bytes < MEGABYTE ? `${bytes.toLocaleString('en')} bytes` : `${Math.floor(bytes / MEGABYTE).toLocaleString('en')} MB`;

const tooMany = (detail: string, waitMs: number): Refusal =>
  new Refusal('too-many-requests', detail, { retryAfter: Math.ceil(waitMs / 1000) });
