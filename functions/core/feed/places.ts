/** The squares a person has used. */

import { touches } from '#contract/grid.ts';
import { squareName, squareOf, type StoredPlace } from './post.ts';

/** Squares that are kept with a person. */
const KEPT = 20;

/**
 * Returns the place under which a post is published. A square next to one that the person used before becomes that
 * one: a position wavers by some metres, and where a home lies at the edge of its square, two posts from two squares
 * would show at which edge.
 * @param used the latest last
 */
export function placeToShow(used: readonly StoredPlace[], place: StoredPlace): StoredPlace {
  const square = squareOf(place);
  const near = used.filter(({ blur }) => blur === place.blur).filter((known) => touches(squareOf(known), square));
  return near.find((known) => squareName(known) === squareName(place)) ?? near[0] ?? place;
}

/** Returns the places to keep once one was used. */
export const withPlace = (used: readonly StoredPlace[], place: StoredPlace): readonly StoredPlace[] => [
  ...used.filter((known) => squareName(known) !== squareName(place)).slice(1 - KEPT),
  place,
];
