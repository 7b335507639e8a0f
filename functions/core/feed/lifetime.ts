/** How long a post lasts. */

import { LASTS_DAYS_MAX, NEED_LASTS_DAYS, OFFER_LASTS_DAYS, type PostKind } from '#contract/posts.ts';
import { refuseField } from '#contract/refusal.ts';

const DAY_MS = 24 * 60 * 60_000;
/** The page and the server do not agree on the time to the second. */
const TOLERANCE_MS = 60_000;

export const usualEnd = (kind: PostKind, now: number): number =>
  now + (kind === 'need' ? NEED_LASTS_DAYS : OFFER_LASTS_DAYS) * DAY_MS;

/** @param lastsUntil RFC 3339 @returns epoch milliseconds @throws {Refusal} `invalid` */
export function endOf(lastsUntil: string, now: number): number {
  const end = Date.parse(lastsUntil);
  if (end <= now) throw refuseField('lastsUntil', 'past', 'Must be in the future');
  if (end > now + LASTS_DAYS_MAX * DAY_MS + TOLERANCE_MS)
    throw refuseField('lastsUntil', 'not-allowed', `Must be at most ${LASTS_DAYS_MAX} days from now`);
  return end;
}
