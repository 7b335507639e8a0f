/** Says in words in which square a post is. Where its owner named no place, the nearest town is named. */
import type { Place } from '#contract/posts.ts';
import { squareSizes } from '../text/posts.ts';
import { postPage } from '../words/post-page.ts';
import { MapLink } from './map-link.tsx';
import { townText } from './towns.ts';
import { useNearestTown } from './use-nearest-town.ts';

export function SquareLine({ place, isNamed }: { place: Place; isNamed: boolean }) {
  const town = useNearestTown(isNamed ? undefined : place);
  const size = squareSizes()[place.blur];
  return (
    <small>
      {town ? postPage.inSquareNear(size, townText(town)) : postPage.inSquare(size)} <MapLink place={place} />
    </small>
  );
}
