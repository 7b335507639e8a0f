/** What a search nearby is given. It is not among the posts: frames name it as well, and need nothing of them. */

import * as z from 'zod/mini';
import { snap } from './grid.ts';

export const RADIUS_MIN_KM = 1;
export const RADIUS_MAX_KM = 50;
/** The reach of a search that gives none. */
export const USUAL_RADIUS_KM = 10;
export const METERS_PER_KM = 1000;

/** A point in a query, such as `38.7133,-9.1316`. It becomes the centre of its square, too. */
const POINT = /^(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)$/;
export function pointIn(text: string): { readonly latitude: number; readonly longitude: number } | undefined {
  const [, latitude, longitude] = POINT.exec(text)?.map(Number) ?? [];
  if (latitude === undefined || longitude === undefined) return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}
const snapText = (text: string): string => {
  const point = pointIn(text);
  if (!point) return text;
  const { latitude, longitude } = snap('square', point);
  return `${latitude},${longitude}`;
};
export const Near = z.string().check(
  z.overwrite(snapText),
  z.refine(
    (text: string) => pointIn(text) !== undefined,
    'Must be a latitude from -90 to 90 and a longitude from -180 to 180, in degrees, such as 38.71,-9.13',
  ),
);
