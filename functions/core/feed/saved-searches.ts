/** The searches that a person has saved. */

import { cellName, cellsAround, type Cell, type Coordinates } from '#contract/grid.ts';
import type { Category, PostKind } from '#contract/posts.ts';

/** What a search looks for. Lists are made when they are read, never when a post is published. */
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

/** The saved searches, by person. Reads are strongly consistent unless they say otherwise. */
export interface Searches {
  get(person: string): Promise<SavedSearches>;
  /** Returns the searches of those who have saved any. Eventually consistent. */
  getMany(people: readonly string[]): Promise<ReadonlyMap<string, SavedSearches>>;
  /** Stores the searches if nothing has changed them since they were read. @returns whether it did */
  save(person: string, searches: readonly SavedSearch[], revision: number): Promise<boolean>;
  /** Moves the position forward, never back. */
  advance(person: string, readUntil: number): Promise<void>;
}

/** Returns the cells that searches meet, each once. */
export function cellsOfSearches(searches: readonly SearchTerms[]): readonly Cell[] {
  const met = searches.flatMap(({ area }) => (area ? cellsAround('region', area.middle, 0, area.radiusMeters) : []));
  return [...new Map(met.map(({ cell }) => [cellName(cell), cell])).values()];
}
