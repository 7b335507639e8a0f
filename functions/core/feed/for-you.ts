/**
 * The posts for a person: what their saved searches find, merged when it is read. Nothing is written when a post is
 * published, so what a post costs has a bound, however many people search for its like.
 */

import { FOR_YOU_MAX } from '#contract/routes/for-you.ts';
import type { Clock } from '../ports.ts';
import { finding } from './finding.ts';
import type { FeedIndex, Owners } from './ports.ts';
import { newestFirst, type Card } from './post.ts';
import { cellsOfSearches, type SavedSearch, type Searches } from './saved-searches.ts';
import { cardsIn, withOwners, type Found } from './search.ts';

export interface ForYouServices {
  readonly searches: Pick<Searches, 'get'>;
  readonly index: Pick<FeedIndex, 'days' | 'listSince'>;
  readonly owners: Owners;
  readonly clock: Pick<Clock, 'now'>;
}

export interface FoundForYou extends Found {
  /** Ids of the searches that find it. */
  readonly searches: readonly string[];
}

export interface ForYou {
  /** The newest first, {@link FOR_YOU_MAX} at most. */
  readonly found: readonly FoundForYou[];
  readonly unread: number;
  /** True if there are more unread ones. */
  readonly hasMore: boolean;
  readonly readUntil: number | undefined;
  /** Posts that were published up to here are in the lists that were read. */
  readonly completeUntil: number;
}

/** A post that was published longer ago is in the lists, but for projections that fail and are repeated. */
export const PROJECTED_MS = 2 * 60_000;
/** How far back the searches reach. */
const REACH_MS = 30 * 24 * 60 * 60_000;
/** Items that are read of one list at most: the newest. */
const LIST_ITEMS = 200;
/** Queries in all at most, two for the days among them. */
const QUERIES_MAX = 25;
/** Days that are read even so, over however many lists their posts are spread. */
const DAYS_MIN = 2;
/** Most items read of one day, from all its lists; once that many were read in all, no further day is read. */
const TIME_ITEMS = 400;
/** Cards whose owners are looked up at once, and at most. Some owners are hidden from the reader. */
const OWNERS_STEP = 60;
const OWNERS_MAX = 300;

/** Returns the newest posts that a person's searches find, each once, without their own. */
export async function postsForYou(services: ForYouServices, person: string): Promise<ForYou> {
  const { owners, clock } = services;
  const { searches, readUntil } = await services.searches.get(person);
  const now = clock.now();
  const since = now - REACH_MS;
  const tests = searches.map((search) => ({ id: search.id, finds: finding(search, now) }));
  const cards = new Map((await candidates(services, searches, now, since)).map((card) => [card.id, card]));
  const hits = [...cards.values()]
    .filter(({ owner, createdAt }) => owner !== person && createdAt >= since)
    .map((card) => ({ card, by: tests.filter(({ finds }) => finds(card)).map(({ id }) => id) }))
    .filter(({ by }) => by.length > 0)
    .toSorted((one, other) => newestFirst(one.card, other.card))
    .slice(0, OWNERS_MAX);

  const found: FoundForYou[] = [];
  for (let start = 0; start < hits.length && found.length <= FOR_YOU_MAX; start += OWNERS_STEP) {
    const step = hits.slice(start, start + OWNERS_STEP);
    const by = new Map(step.map((hit) => [hit.card.id, hit.by]));
    const visible = await withOwners(
      owners,
      person,
      step.map(({ card }) => card),
    );
    found.push(...visible.map((hit) => ({ ...hit, searches: by.get(hit.card.id) ?? [] })));
  }
  const unread = found.filter(({ card }) => card.createdAt > (readUntil ?? 0)).length;
  return {
    found: found.slice(0, FOR_YOU_MAX),
    unread: Math.min(unread, FOR_YOU_MAX),
    hasMore: unread > FOR_YOU_MAX,
    readUntil,
    completeUntil: now - PROJECTED_MS,
  };
}

/** Returns the newest cards of every list that a search has to look at. Each list is read once for all searches. */
async function candidates(
  { index }: ForYouServices,
  searches: readonly SavedSearch[],
  now: number,
  since: number,
): Promise<readonly Card[]> {
  const cells = cellsOfSearches(searches).map((cell) => index.listSince({ cell }, since, LIST_ITEMS));
  const isEverywhere = searches.some(({ area }) => !area);
  const queriesLeft = QUERIES_MAX - cells.length;
  const [byPlace, byTime] = await Promise.all([
    Promise.all(cells),
    isEverywhere ? newest(index, now, since, queriesLeft) : [],
  ]);
  return [...cardsIn(byPlace.flat()), ...byTime];
}

/** Returns the newest cards of the days back to a time, as many days as may be read. */
async function newest(
  index: ForYouServices['index'],
  now: number,
  since: number,
  queriesMax: number,
): Promise<readonly Card[]> {
  const [last, first] = [dayOf(now), dayOf(since)];
  const years = [...new Set([last, first].map((day) => Number(day.slice(0, 4))))];
  const days = await Promise.all(
    years.map((year) => index.days(year, year === years[0] ? last : `${year}-12-31`, DAYS)),
  );
  const cards: Card[] = [];
  let queries = years.length;
  for (const [i, { day, shards }] of days.flat().entries()) {
    if (day < first || cards.length >= TIME_ITEMS || (i >= DAYS_MIN && queries + shards > queriesMax)) break;
    queries += shards;
    const most = Math.min(LIST_ITEMS, Math.ceil(TIME_ITEMS / shards));
    const lists = Array.from({ length: shards }, (_, shard) => index.listSince({ day, shard }, since, most));
    cards.push(...cardsIn((await Promise.all(lists)).flat()));
  }
  return cards;
}

const DAYS = 31;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
