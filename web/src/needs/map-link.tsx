/** Leads to a map of the square, which OpenStreetMap draws as a box. It learns of the square once somebody follows. */
import { boundsOf, cellAt, gridOf } from '#contract/grid.ts';
import type { Place } from '#contract/posts.ts';
import { postPage } from '../words/post-page.ts';

export function MapLink({ place }: { place: Place }) {
  const { south, west, north, east } = boundsOf(cellAt(gridOf(place.blur), place));
  const box = `minlon=${west}&minlat=${south}&maxlon=${east}&maxlat=${north}&box=yes`;
  return (
    <a href={`https://www.openstreetmap.org/?${box}`} target="_blank" rel="noreferrer">
      {postPage.showOnMap}
    </a>
  );
}
