/** A month of many people: what they do, and what is billed for it. */
import type { MetricName } from '#functions/aws/environment.ts';
import { totalOf } from '#local/usage/meter.ts';
import { PROFILE } from '../profile.ts';
import { add, type Quantities, quantitiesOf } from '../quantities.ts';
import { PHOTO_BYTES } from './acts-photo.ts';
import type { Act, Recorded } from './stage.ts';
import { HOURS_PER_MONTH } from './standing.ts';

/** What one person does in a month, beside what `PROFILE` says of an hour. */
export const HABITS = {
  /** Days on which the page is open. */
  days: 20,
  /** Hours for which it is open on such a day, and how often it is opened. */
  hoursPerDay: 1.5,
  openingsPerDay: 3,
  conversationsBegun: 2,
  /** Conversations that have messages on such a day, of either person. */
  conversationsPerDay: 3,
  photos: 5,
  /** Pushes that tell of messages while the page is closed. */
  pushes: 40,
  /** Times that the list of posts is read on such a day, the same around a place, and posts that are opened. */
  listsPerDay: 4,
  nearbyListsPerDay: 2,
  postsPerDay: 3,
  postsPublished: 1,
  /** The share of open pages that watch the whole list of posts. */
  watching: 0.2,
  signIns: 1,
  /** Sign-ups and mails of a month, to each person. */
  signUps: 0.1,
  mails: 0.2,
  /** Versions of the page, each of which browsers load once. */
  builds: 2,
} as const;

/** Returns what scans add in a month: that of each photo, a read at each look at one, and a metric that is watched. */
export function scansOf(people: number): Quantities {
  const photos = people * HABITS.photos;
  return {
    scannedObject: photos,
    scannedGb: (photos * PHOTO_BYTES) / BYTES_PER_GB,
    objectRead: photos,
    alarmMetric: 1,
  };
}

/** The default of `copyDays`, and the day that a backup stays in the account. */
const COPIES_KEPT = 7 + 1;

/**
 * Returns what copies outside of the account add in a month: whole tables each day, and each file once. In another
 * region; to an account of the same one, nothing is paid for the way.
 */
export function copiesOf({ backupGb = 0, objectGb = 0 }: Quantities, people: number): Quantities {
  const photos = people * HABITS.photos;
  return {
    copyGb: backupGb * COPIES_KEPT,
    copiedGb: backupGb * DAYS_PER_MONTH,
    objectGb,
    objectWrite: photos,
    replicatedGb: (photos * PHOTO_BYTES) / BYTES_PER_GB,
    alarmMetric: 2,
  };
}

/** Messages, people and photos that are stored: those of a year. Posts stay for two months. */
const MONTHS_STORED = 12;
const MONTHS_OF_POSTS = 2;
/** Sockets that are told of a post at most: five shards of 200. The others poll. */
const WATCHERS_MAX = 1_000;
const BYTES_PER_GB = 1e9;

/**
 * What functions count themselves is billed for hours in which there is something to count: at most all of these. One
 * is for files that are scanned, which is a setting.
 */
const OWN_METRICS = Object.keys({
  DroppedFrames: true,
  IgnoredFrames: true,
  SkippedEntries: true,
  TableThrottles: true,
  TableErrors: true,
  FailedSignIns: true,
  Mails: true,
  SentPushes: true,
  GonePushes: true,
  DelayedPushes: true,
  RefusedPushes: true,
  LostPushes: true,
} satisfies Readonly<Record<Exclude<MetricName, 'OverdueScans'>, true>>).length;

/** One build of the page, compressed, and what is asked anew each time that it is opened. */
const BUILD: Quantities = { viewerRequest: 15, viewerFunction: 15, viewerGb: 250_000 / BYTES_PER_GB };
const REVALIDATED: Quantities = { viewerRequest: 2, viewerFunction: 2 };

/** How often each schedule of the template runs in a month. */
export const RUNS = { 'rate(1 hour)': HOURS_PER_MONTH, 'rate(30 minutes)': 2 * HOURS_PER_MONTH } as const;
const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/**
 * Returns what is billed for the work of a month in which nobody is there: a sweep each hour, and twice as often a look
 * whether the accounts of the day are exported, which they are once a day.
 */
export const idleWork = (recorded: Recorded): Quantities =>
  add(
    [RUNS['rate(1 hour)'], each(recorded, 'sweep')],
    [RUNS['rate(30 minutes)'] - DAYS_PER_MONTH, each(recorded, 'accountExportDone')],
    [DAYS_PER_MONTH, each(recorded, 'accountExport')],
  );

const each = ({ acts }: Recorded, act: Act): Quantities => quantitiesOf(acts[act]);

/**
 * Returns what is billed for a conversation in the inbox of one person, for a day on which it has messages. The first
 * of them sets a mark. Once the day is over, a reader looks whether the head is followed, and gives the conversation a
 * place: claim, row, place, old place, mark (docs/decisions/0031-an-inbox-in-order-of-days.md). It is given by count,
 * since no day ends while the scenario is played; test/functions/http/inbox-cost.test.ts pins the writes of a place.
 */
export const inboxDay = (): Quantities =>
  quantitiesOf({
    ...totalOf([]),
    writeUnits: 6,
    readUnits: 1,
    calls: { PutItem: 2, UpdateItem: 2, DeleteItem: 2, BatchGetItem: 1 },
  });

/** Returns what is billed for an hour in which a page is open and nothing happens. */
export const idleHour = (recorded: Recorded): Quantities =>
  add(
    [1, { socketMinute: 60 }],
    [3600 / PROFILE.secondsPerPing, each(recorded, 'ping')],
    // A socket that is renewed reads what a page reads that is opened, or less.
    [3600 / PROFILE.secondsPerSocket, each(recorded, 'openPage')],
  );

/** Returns what is billed for a day on which one person reads the feed. */
export const feedDay = (recorded: Recorded): Quantities =>
  add(
    [HABITS.listsPerDay, each(recorded, 'readPosts')],
    [HABITS.nearbyListsPerDay, each(recorded, 'readPostsNearby')],
    [HABITS.postsPerDay, each(recorded, 'readPost')],
  );

/**
 * Returns what is billed for a month of one person, by what they do.
 * @param people of which they are one: as many open pages are told of a post
 */
export function personOf(recorded: Recorded, people: number): Readonly<Record<string, Quantities>> {
  const hours = HABITS.days * HABITS.hoursPerDay;
  const messages = hours * PROFILE.messagesPerHour;
  const openings = HABITS.days * HABITS.openingsPerDay;
  const atOnce = (people * hours) / HOURS_PER_MONTH;
  const watchers = Math.min(WATCHERS_MAX, atOnce * HABITS.watching);
  return {
    'an open page, idle': add([hours, idleHour(recorded)]),
    'opening the page': add([openings, each(recorded, 'openPage')], [openings, REVALIDATED], [HABITS.builds, BUILD]),
    messages: add([messages, each(recorded, 'message')], [HABITS.conversationsBegun, each(recorded, 'firstMessage')]),
    'the order of inboxes': add([HABITS.days * HABITS.conversationsPerDay, inboxDay()]),
    photos: add([HABITS.photos, each(recorded, 'photo')]),
    pushes: add([HABITS.pushes, each(recorded, 'push')]),
    'reading the feed': add([HABITS.days, feedDay(recorded)]),
    'publishing posts': add(
      [HABITS.postsPublished, each(recorded, 'publishPost')],
      [HABITS.postsPublished * watchers, each(recorded, 'postNotice')],
    ),
    'the account': add(
      [HABITS.signUps, each(recorded, 'signUp')],
      [HABITS.signIns, each(recorded, 'signIn')],
      [1, { activePerson: 1, mail: HABITS.mails }],
    ),
    'what is stored after a year': storageOf(recorded, messages),
  };
}

/**
 * Returns what is billed for a month of people, after a year in which they did the same.
 * @param standing what is billed without anybody, as `standingOf` returns it
 */
export function monthOf(people: number, recorded: Recorded, standing: Quantities): Quantities {
  const person = add(...Object.values(personOf(recorded, people)).map((part) => [1, part] as const));
  const all = add([people, person], [1, idleWork(recorded)], [1, standing], [1, { metric: OWN_METRICS }]);
  // Logs are kept for a month, so as much is kept as is taken in.
  return { ...all, storedLogGb: all.logGb ?? 0 };
}

/** Returns what one person has stored after a year. Every table has point-in-time recovery. */
function storageOf({ storedBytes }: Recorded, messagesPerMonth: number): Quantities {
  const months = MONTHS_STORED * messagesPerMonth * storedBytes.message;
  const posts = MONTHS_OF_POSTS * HABITS.postsPublished * storedBytes.publishPost;
  const gb = (storedBytes.signUp + months + posts) / BYTES_PER_GB;
  return { tableGb: gb, backupGb: gb, objectGb: (MONTHS_STORED * HABITS.photos * PHOTO_BYTES) / BYTES_PER_GB };
}
