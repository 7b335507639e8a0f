/** Where this device is, as a square: the exact position is seen here, and goes nowhere. */
import { type Coordinates, snap } from '#contract/grid.ts';
import { feed } from '../words/feed.ts';

const TIMEOUT_MS = 20_000;
/** A position this old is as good: squares are large. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Asks the browser, which asks the person. Call it after a click only.
 * @returns the centre of the square
 * @throws {Error} with words for people; the browser's are for programmers
 */
export function mySquare(): Promise<Coordinates> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve(snap('square', { latitude, longitude })),
      ({ code, PERMISSION_DENIED }) =>
        reject(new Error(code === PERMISSION_DENIED ? feed.positionDenied : feed.positionUnknown)),
      { timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS },
    );
  });
}
