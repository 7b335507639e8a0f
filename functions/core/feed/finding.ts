/** What a saved search finds. */

import { distanceBetween } from '#contract/grid.ts';
import type { Card } from './post.ts';
import type { SearchTerms } from './saved-searches.ts';
import { matching } from './search.ts';

/** Returns whether a search finds a card. */
export function finding({ area, kind, words, categories }: SearchTerms, now: number): (card: Card) => boolean {
  const matches = matching({ kind, words }, now);
  return (card) =>
    matches(card) &&
    (!categories || categories.includes(card.category)) &&
    (!area || (card.place !== undefined && distanceBetween(area.middle, card.place) <= area.radiusMeters));
}
