/** The town that a square is near, so that people know where it is. */
import { useEffect, useState } from 'react';
import type { Coordinates } from '#contract/grid.ts';
import { type Town, nearestTown } from './towns.ts';

/** @param place undefined where nobody has to know. Without a connection there may be no town. */
export function useNearestTown(place: Coordinates | undefined): Town | undefined {
  const [town, setTown] = useState<Town>();
  const { latitude, longitude } = place ?? {};
  useEffect(() => {
    if (latitude === undefined || longitude === undefined) return;
    let isCurrent = true;
    const show = (found?: Town): void => {
      if (isCurrent) setTown(found);
    };
    nearestTown({ latitude, longitude }).then(show, () => show());
    return () => {
      isCurrent = false;
    };
  }, [latitude, longitude]);
  return place && town;
}
