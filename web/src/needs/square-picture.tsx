/** A drawing of the square that others see in place of a position, among its neighbors. It needs no map. */
import type { Place } from '#contract/posts.ts';
import { squareSizes } from '../text/posts.ts';
import { postForm } from '../words/post-form.ts';
import { MapLink } from './map-link.tsx';
import { townText } from './towns.ts';
import { useNearestTown } from './use-nearest-town.ts';
import styles from './square-picture.module.css';

/** Lines of the grid, in units of the drawing. */
const LINES = [20, 100];

export function SquarePicture({ place }: { place: Place }) {
  const size = squareSizes()[place.blur];
  const town = useNearestTown(place);
  return (
    <figure className={styles.figure}>
      <svg viewBox="0 0 120 136" width="120" height="136" aria-hidden="true">
        <g className={styles.grid}>
          {LINES.map((at) => (
            <path key={at} d={`M${at} 4v112M4 ${at}h112`} />
          ))}
        </g>
        <rect className={styles.square} x="20" y="20" width="80" height="80" rx="2" />
        <path className={styles.measure} d="M20 124v8M100 124v8M20 128h80" />
      </svg>
      <figcaption>
        <b>{postForm.othersSee(size)}</b>
        {postForm.youAreInIt} {town && postForm.itIsNear(townText(town))} <MapLink place={place} />
      </figcaption>
    </figure>
  );
}
