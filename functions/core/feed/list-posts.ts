/** The feed, newest first. */

import type { Clock } from '../ports.ts';
import type { Day, FeedIndex, Owners } from './ports.ts';
import { newestFirst, type Card, type FeedPosition, type Tombstone } from './post.ts';
import { cardsIn, matching, withOwners, type Filter, type Found } from './search.ts';

export interface ListPostsServices {
  readonly index: Pick<FeedIndex, 'list' | 'days'>;
  readonly owners: Owners;
  readonly clock: Clock;
}

export interface Page {
  readonly found: readonly Found[];
  /** Where the next page begins; undefined: this was the last. */
  readonly next: FeedPosition | undefined;
}

/** Items of the index that one page reads at most. A page that finds little in them is short, and goes on by cursor. */
const ITEMS_MAX = 500;
/** Queries that one page makes at most. */
const QUERIES_MAX = 25;
/** Items read at once, at least: some belong to people whom the reader does not see. */
const STEP = 10;
/** Items read at once where a search lets few of them pass. */
const SEARCH_STEP = 100;
/** The clocks of two functions do not agree to the second, and a post may be from tomorrow. */
const CLOCK_SKEW_MS = 60_000;
/** Days whose lists are looked up at once. */
const DAYS = 31;
/** Sorts after every id: they begin with a letter or digit. */
const AFTER_ALL_IDS = '~';
/** Before this year there was no feed. */
const FIRST_YEAR = 2026;

/** Returns a page of the posts that match, older than a position. */
export async function listPosts(
  services: ListPostsServices,
  reader: string,
  filter: Filter,
  { before, limit }: { readonly before: FeedPosition | undefined; readonly limit: number },
): Promise<Page> {
  const { index, owners, clock } = services;
  const now = clock.now();
  const matches = matching(filter, now);
  const { since = 0, ...sought } = filter;
  const isSearch = Object.values(sought).some((value) => value !== undefined);
  const budget = { items: ITEMS_MAX, queries: QUERIES_MAX };
  const found: Found[] = [];
  const newest = { createdAt: now + CLOCK_SKEW_MS, id: AFTER_ALL_IDS };
  // A position that no list gave out would have us look for the days of years to come.
  let position = before && before.createdAt <= newest.createdAt ? before : newest;
  for await (const day of daysBack(index, position.createdAt, budget)) {
    if (Date.parse(day.day) + DAY_MS <= since) return { found, next: undefined };
    for (;;) {
      if (budget.items <= 0 || budget.queries < day.shards) return { found, next: position };
      const step = isSearch ? SEARCH_STEP : Math.max(STEP, limit - found.length + 1);
      const wanted = Math.min(budget.items, step);
      const items = await newestOf(index, day, position, wanted);
      budget.items -= items.length;
      budget.queries -= day.shards;
      for (const hit of await withOwners(owners, reader, cardsIn(items).filter(matches))) {
        if (found.length === limit) return { found, next: positionOf(found.at(-1)) };
        found.push(hit);
      }
      position = items.at(-1) ?? position;
      if (position.createdAt < since) return { found, next: undefined };
      if (items.length < wanted) break;
    }
    position = { createdAt: Date.parse(day.day) - 1, id: AFTER_ALL_IDS };
  }
  return { found, next: budget.queries > 0 ? undefined : position };
}

const positionOf = (hit: Found | undefined): FeedPosition | undefined =>
  hit && { createdAt: hit.card.createdAt, id: hit.card.id };

/**
 * Returns the newest items of a day. Each list gives as many as are wanted, so the newest of all of them are among
 * those read.
 */
async function newestOf(
  index: Pick<FeedIndex, 'list'>,
  { day, shards }: Day,
  before: FeedPosition | undefined,
  wanted: number,
): Promise<readonly (Card | Tombstone)[]> {
  const lists = Array.from({ length: shards }, (_, shard) => index.list({ day, shard }, before, wanted));
  return (await Promise.all(lists)).flat().toSorted(newestFirst).slice(0, wanted);
}

/** Yields the days that have posts, from a time backwards. */
async function* daysBack(
  index: Pick<FeedIndex, 'days'>,
  from: number,
  budget: { queries: number },
): AsyncGenerator<Day> {
  const first = new Date(from).toISOString().slice(0, 10);
  for (let year = Number(first.slice(0, 4)), start = first; year >= FIRST_YEAR; year--, start = `${year}-12-31`)
    for (;;) {
      if (budget.queries-- <= 0) return;
      const days = await index.days(year, start, DAYS);
      yield* days;
      const last = days.at(-1);
      if (!last || days.length < DAYS) break;
      start = dayBefore(last.day);
    }
}

const DAY_MS = 24 * 60 * 60_000;
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
