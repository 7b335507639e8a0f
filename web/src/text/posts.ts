/** Words for what posts say in codes and numbers. */
import {
  type Category,
  NEED_LASTS_DAYS,
  OFFER_LASTS_DAYS,
  type Place,
  type PostCard,
  type PostKind,
} from '#contract/posts.ts';
import { posts } from '../words/posts.ts';

export const kinds = (): Readonly<Record<PostKind, string>> => ({ need: posts.need, offer: posts.offer });

/** As a heading of several. */
export const kindNames = (): Readonly<Record<PostKind, string>> => ({ need: posts.needs, offer: posts.offers });

/** In the order in which they are offered. */
export const categoryNames = (): Readonly<Record<Category, string>> => ({
  errands: posts.errands,
  family: posts.familyAndCare,
  garden: posts.garden,
  learning: posts.learning,
  moving: posts.moving,
  pets: posts.pets,
  repairs: posts.repairs,
  rides: posts.rides,
  things: posts.things,
  other: posts.somethingElse,
});

/** Where a post stands for its reader: `expired` is no stored state, but a time that has passed. */
export type Standing = PostCard['status'] | 'expired';

export const standings = (): Readonly<Record<Standing, string>> => ({
  open: posts.open,
  promised: posts.promised,
  done: posts.done,
  withdrawn: posts.withdrawn,
  removed: posts.removed,
  expired: posts.expired,
});

export function standingOf({ status, lastsUntil }: Pick<PostCard, 'status' | 'lastsUntil'>, now: Date): Standing {
  const isLive = status === 'open' || status === 'promised';
  return isLive && Date.parse(lastsUntil) <= now.getTime() ? 'expired' : status;
}

const ENDING_MS = 2 * 86_400_000;

/** True in the last two days of a post that is not over. */
export function isEnding(post: Pick<PostCard, 'status' | 'lastsUntil'>, now: Date): boolean {
  const standing = standingOf(post, now);
  const isLive = standing === 'open' || standing === 'promised';
  return isLive && Date.parse(post.lastsUntil) - now.getTime() < ENDING_MS;
}

const NEWCOMER_MS = 7 * 86_400_000;

/** True in somebody’s first week. */
export const isNewHere = (since: string, now: Date): boolean => now.getTime() - Date.parse(since) < NEWCOMER_MS;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** As short as possible: just now, 5 min ago, 3 h ago, yesterday, 6 days ago, 4 weeks ago. */
export function ageOf(createdAt: string, now: Date): string {
  const age = now.getTime() - Date.parse(createdAt);
  if (age < MINUTE_MS) return posts.justNow;
  if (age < HOUR_MS) return posts.minutesAgo(Math.floor(age / MINUTE_MS));
  if (age < DAY_MS) return posts.hoursAgo(Math.floor(age / HOUR_MS));
  const days = Math.floor(age / DAY_MS);
  if (days === 1) return posts.yesterday;
  return days < 21 ? posts.daysAgo(days) : posts.weeksAgo(Math.floor(days / 7));
}

/** How much time is left: one more hour, 5 more hours, 13 more days. */
export function timeLeft(lastsUntil: string, now: Date): string {
  const left = Date.parse(lastsUntil) - now.getTime();
  if (left < 2 * HOUR_MS) return posts.oneMoreHour;
  if (left < 2 * DAY_MS) return posts.moreHours(Math.floor(left / HOUR_MS));
  return posts.moreDays(Math.round(left / DAY_MS));
}

/** How many days a post lasts, if its owner chooses nothing else. */
export const LASTS_DAYS: Readonly<Record<PostKind, number>> = { need: NEED_LASTS_DAYS, offer: OFFER_LASTS_DAYS };

export const daysFrom = (now: Date, days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();

export const renewedUntil = (kind: PostKind, now: Date): string => daysFrom(now, LASTS_DAYS[kind]);

/** @param kilometers whole ones, from square to square */
export const distanceText = (kilometers: number): string =>
  kilometers < 1 ? posts.lessThan1Km : posts.kmAway(kilometers);

/** How wide a square is, by the name of its blur. */
export const squareSizes = (): Readonly<Record<Place['blur'], string>> => ({
  '600m': posts.about600m,
  '5km': posts.about5km,
});
