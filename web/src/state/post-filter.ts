/** What the list of posts is narrowed down to. */
import type { FeedQuery } from '#client/feed.ts';
import type { Category, PostKind } from '#contract/posts.ts';

export interface PostFilter {
  readonly kind: PostKind | 'all';
  readonly category: Category | 'all';
  /** As typed. */
  readonly words: string;
  /** The middle of the square to search around, as `latitude,longitude`; empty: everywhere, newest first. */
  readonly near: string;
  readonly radius: Radius;
}

export const RADII = ['1', '5', '10', '25', '50'] as const;
/** Kilometers. */
export type Radius = (typeof RADII)[number];

export const NO_FILTER: PostFilter = { kind: 'all', category: 'all', words: '', near: '', radius: '10' };

/** Words consist of letters and digits to the search: nothing else has to be looked for. */
const HAS_WORDS = /[\p{L}\p{N}]/u;
/** Longest words that the server takes, in UTF-16 units. */
export const WORDS_MAX_UNITS = 100;

/** The query of the filter. The same filter gives the same query, field by field. */
export function queryOf({ kind, category, words, near, radius }: PostFilter): FeedQuery {
  return {
    ...(kind !== 'all' && { kind }),
    ...(category !== 'all' && { category }),
    ...(HAS_WORDS.test(words) && { words: words.trim().toLowerCase().slice(0, WORDS_MAX_UNITS) }),
    ...(near !== '' && { near, radius: Number(radius) }),
  };
}
