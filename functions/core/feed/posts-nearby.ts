/**
 * The posts around a point, nearest first. A post lies in two lists: that of its cell of 5 km and that of its cell of
 * 40 km. A search reads cells from the middle outwards and stops once nothing nearer can follow: small cells where few
 * of them reach, else the innermost small ones first and then the large ones.
 *
 * Everything is computed from the centres of squares: the point that is searched from, the posts, and so their
 * distances and their order. Two places in one square cannot be told apart by any search.
 */

import { cellsAround, distanceBetween, type Cell, type Coordinates, type Met } from '#contract/grid.ts';
import type { Clock } from '../ports.ts';
import type { FeedIndex, Owners } from './ports.ts';
import type { Card } from './post.ts';
import { cardsIn, matching, withOwners, type Filter, type Found } from './search.ts';

export interface PostsNearbyServices {
  readonly index: Pick<FeedIndex, 'list' | 'listSince'>;
  readonly owners: Owners;
  readonly clock: Clock;
}

export interface Area {
  /** The centre of a square. */
  readonly middle: Coordinates;
  readonly radiusMeters: number;
}

/** A position in a list from near to far. */
export interface NearbyPosition {
  readonly meters: number;
  readonly id: string;
}

export interface FoundNearby extends Found {
  readonly meters: number;
}

/** Queries that one page makes at most: one a cell. */
const QUERIES_MAX = 25;
/** Small cells that are read before the large ones, in a search too wide for small ones alone. */
const INNERMOST = 9;
/** Cells that are read at once, before the search looks whether it has enough. */
const AT_ONCE = 4;
/**
 * Items that are read of one cell: the newest. That is 200 posts that are open and 300 that were closed or have expired
 * within the last week. In a cell with more, narrower searches and the list by time alone find the oldest.
 */
const CELL_ITEMS = 500;

/** Returns a page of the posts in the area that match, behind a position. */
export async function postsNearby(
  services: PostsNearbyServices,
  reader: string,
  filter: Filter,
  { middle, radiusMeters }: Area,
  { after, limit }: { readonly after: NearbyPosition | undefined; readonly limit: number },
): Promise<{ readonly found: readonly FoundNearby[]; readonly next: NearbyPosition | undefined }> {
  const { index, clock } = services;
  const matches = matching(filter, clock.now());
  const isWanted = (card: Card): boolean =>
    matches(card) &&
    card.place !== undefined &&
    metersTo(card, middle) <= radiusMeters &&
    (!after || nearestFirst({ meters: metersTo(card, middle), id: card.id }, after) > 0);

  const seen = new Set<string>();
  /** What matches and was not looked at yet, whether or not its owner is there. */
  let waiting: Near[] = [];
  const found: FoundNearby[] = [];
  for (const { cells, completeWithin } of stepsOutwards(middle, after?.meters ?? 0, radiusMeters)) {
    const lists = await Promise.all(cells.map((cell) => newestIn(index, cell, filter.since)));
    const fresh = lists.flatMap(cardsIn).filter((card) => isWanted(card) && !seen.has(card.id));
    for (const { id } of fresh) seen.add(id);
    waiting = [...waiting, ...fresh.map((card) => ({ card, meters: metersTo(card, middle) }))].toSorted(byDistance);
    // Only what nothing nearer can precede any more, and of it only as much as the page needs: owners are dear.
    const settled = waiting.findIndex(({ meters }) => meters >= completeWithin);
    const ready = settled < 0 ? waiting : waiting.slice(0, settled);
    const looked = await addVisible(services.owners, reader, ready, found, limit + 1);
    waiting = waiting.slice(looked);
    if (found.length > limit) break;
  }
  // Where the cells are too many, this is as far as the search goes.
  if (found.length <= limit) await addVisible(services.owners, reader, waiting, found, limit + 1);
  found.sort(byDistance);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { found: page, next: found.length > limit && last ? positionOf(last) : undefined };
}

/** A card that matches, and how far away it is. */
interface Near {
  readonly card: Card;
  readonly meters: number;
}

/** Cards whose owners are looked up at once, at first: those of a page. Then twice as many, if many are not there. */
const OWNERS_STEP = 51;

/**
 * Adds those of the cards whose owners are there for the reader to those found, until there are enough.
 * @returns how many of the cards were looked at
 */
async function addVisible(
  owners: Owners,
  reader: string,
  cards: readonly Near[],
  found: FoundNearby[],
  enough: number,
): Promise<number> {
  let looked = 0;
  for (let step = OWNERS_STEP; looked < cards.length && found.length < enough; step *= 2) {
    const some = cards.slice(looked, looked + step);
    const visible = await withOwners(
      owners,
      reader,
      some.map(({ card }) => card),
    );
    const metersOf = new Map(some.map(({ card, meters }) => [card.id, meters]));
    found.push(...visible.map((hit) => ({ ...hit, meters: metersOf.get(hit.card.id) ?? Infinity })));
    looked += some.length;
  }
  return looked;
}

const newestIn = (index: PostsNearbyServices['index'], cell: Cell, since: number | undefined) =>
  since === undefined ? index.list({ cell }, undefined, CELL_ITEMS) : index.listSince({ cell }, since, CELL_ITEMS);

interface Step {
  readonly cells: readonly Cell[];
  /** Once the step was read, everything nearer than this has been, in metres. */
  readonly completeWithin: number;
}

/** Yields the cells that a ring meets, some at a time, from the middle outwards; in all {@link QUERIES_MAX} at most. */
function* stepsOutwards(middle: Coordinates, from: number, to: number): Generator<Step> {
  const small = cellsAround('town', middle, from, to);
  if (small.length <= QUERIES_MAX) return yield* inSteps(small, small.length);
  yield* inSteps(small, INNERMOST);
  const large = cellsAround('region', middle, from, to);
  yield* inSteps(large, QUERIES_MAX - INNERMOST);
}

function* inSteps(met: readonly Met[], most: number): Generator<Step> {
  for (let start = 0; start < Math.min(most, met.length); start += AT_ONCE) {
    const end = Math.min(most, start + AT_ONCE);
    yield { cells: met.slice(start, end).map(({ cell }) => cell), completeWithin: met[end]?.nearest ?? Infinity };
  }
}

const positionOf = ({ meters, card }: Near): NearbyPosition => ({ meters, id: card.id });

const metersTo = ({ place }: Card, middle: Coordinates): number =>
  place ? Math.round(distanceBetween(middle, place)) : Infinity;

const byDistance = (one: Near, other: Near): number => nearestFirst(positionOf(one), positionOf(other));

const nearestFirst = (one: NearbyPosition, other: NearbyPosition): number =>
  one.meters - other.meters || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
