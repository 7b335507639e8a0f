/** The searches that a person has saved. */

import { cellName, cellsAround, type Cell, type Coordinates } from '#contract/grid.ts';
import type { Category, PostKind } from '#contract/posts.ts';
import { Refusal, notFound } from '#contract/refusal.ts';
import { SEARCHES_MAX } from '#contract/routes/for-you.ts';
import type { Clock } from '../ports.ts';
import { untilWritten } from './until-written.ts';

/** What a search looks for. It is made when it is read, never when a post is published. */
export interface SearchTerms {
  readonly area?: { readonly middle: Coordinates; readonly radiusMeters: number };
  readonly kind?: PostKind;
  readonly categories?: readonly Category[];
  readonly words?: string;
}

export interface SavedSearch extends SearchTerms {
  /** A UUID. */
  readonly id: string;
  /** What its owner calls it. */
  readonly name?: string;
}

/** What a person has saved. */
export interface SavedSearches {
  readonly searches: readonly SavedSearch[];
  /** Posts published until then are read. Epoch milliseconds; undefined: no search was ever saved. */
  readonly readUntil: number | undefined;
  /** Grows with each change of the searches; 0: nothing is stored yet. */
  readonly revision: number;
}

/** The saved searches, by person. Reads are strongly consistent. */
export interface Searches {
  get(person: string): Promise<SavedSearches>;
  /** Stores the searches if nothing has changed them since they were read. @returns whether it did */
  save(person: string, searches: readonly SavedSearch[], revision: number): Promise<boolean>;
  /** Moves the position forward, never back. */
  advance(person: string, readUntil: number): Promise<void>;
}

interface Services {
  readonly searches: Searches;
  readonly clock: Clock;
}

/**
 * Cells that all searches of a person meet together at most: as many as one of the widest. Each is a Query whenever the
 * posts for them are read.
 */
const CELLS_MAX = 16;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Returns the cells that searches meet, each once. */
export function cellsOfSearches(searches: readonly SearchTerms[]): readonly Cell[] {
  const met = searches.flatMap(({ area }) => (area ? cellsAround('region', area.middle, 0, area.radiusMeters) : []));
  return [...new Map(met.map(({ cell }) => [cellName(cell), cell])).values()];
}

/**
 * Saves a search, in place of one with the same id. A repeat is fine.
 * @throws {Refusal} `not-found` where the id is none, `too-many-requests`, `unavailable`
 */
export async function saveSearch(services: Services, person: string, search: SavedSearch): Promise<void> {
  if (!UUID.test(search.id)) throw notFound();
  await change(services, person, ({ searches }) => {
    const others = searches.filter(({ id }) => id !== search.id);
    if (others.length >= SEARCHES_MAX)
      throw new Refusal('too-many-requests', `You have saved ${SEARCHES_MAX} searches. Delete one first.`);
    const next = [...others, search];
    if (cellsOfSearches(next).length > CELLS_MAX)
      throw new Refusal('too-many-requests', 'Your searches cover too much together. Make one of them narrower.');
    return next;
  });
}

/** Deletes a search. @throws {Refusal} `not-found`, `unavailable` */
export async function deleteSearch(services: Services, person: string, id: string): Promise<void> {
  await change(services, person, ({ searches }) => {
    const others = searches.filter((search) => search.id !== id);
    if (others.length === searches.length) throw notFound();
    return others;
  });
}

/** Says that a person has seen the posts for them up to a time. */
export const readUntil = ({ searches, clock }: Services, person: string, until: number): Promise<void> =>
  searches.advance(person, Math.min(until, clock.now()));

async function change(
  { searches, clock }: Services,
  person: string,
  next: (before: SavedSearches) => readonly SavedSearch[],
): Promise<void> {
  const save = async (): Promise<true | undefined> => {
    const before = await searches.get(person);
    const changed = next(before);
    // What was published before the first search is not new.
    if (before.readUntil === undefined) await searches.advance(person, clock.now());
    return (await searches.save(person, changed, before.revision)) || undefined;
  };
  await untilWritten(clock, save, 'Several searches of yours are being saved.');
}
