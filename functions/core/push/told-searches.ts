/**
 * That somebody was told of a post that a saved search finds. They are told once for each search until they look at the
 * posts for them: it is kept when the post was published (`post`), and they have looked once they have read up to that
 * time (`readUntil` of their searches). Looking moves it past posts that are over as well (client/seen-until.ts).
 */

import { CLAIM_MS } from './told.ts';

/** What is kept for a search. Times are epoch milliseconds. */
export interface SearchTold {
  /** When the post was published. */
  readonly post: number;
  /** When it was claimed. */
  readonly at: number;
  /** A push service has taken it. */
  readonly posted?: boolean;
}

export interface SearchKey {
  readonly person: string;
  /** Id of the search. */
  readonly search: string;
}

export interface ToldSearches {
  /** Returns what is kept, by {@link searchKeyName}. Eventually consistent. */
  getMany(keys: readonly SearchKey[]): Promise<ReadonlyMap<string, SearchTold>>;
  get(key: SearchKey): Promise<SearchTold | undefined>;
  /**
   * Claims the telling of a post, as {@link isFoundUntold} says.
   * @param post when it was published
   */
  claim(key: SearchKey, post: number, readUntil: number, now: number): Promise<boolean>;
  /** Notes that a push service has taken it. */
  finish(key: SearchKey, post: number): Promise<void>;
}

export const searchKeyName = ({ person, search }: SearchKey): string => `${person} ${search}`;

/**
 * True where a post may have to be told: nobody has looked at it, and they were told of none since they looked. A claim
 * that was not posted in its time is of a function that died.
 */
export const isFoundUntold = (told: SearchTold | undefined, post: number, readUntil: number, now: number): boolean =>
  post > readUntil && (!told || told.post <= readUntil || (told.posted !== true && told.at <= now - CLAIM_MS));
