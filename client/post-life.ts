/** What an owner is asked about a post of theirs, by the clock alone. */

import type { PostCard } from '#contract/posts.ts';

/** In the last days of a post its owner is asked whether it is still needed. */
const ASKED_MS = 2 * 24 * 60 * 60_000;

/**
 * True where the owner of a post is to be asked whether it is still needed: it is open or promised, and expires within
 * two days. The answers are a later `lastsUntil`, `done` and `withdrawn`, by `PATCH /posts/{id}`.
 * @param now epoch milliseconds
 */
export function isEnding({ status, lastsUntil }: Pick<PostCard, 'status' | 'lastsUntil'>, now: number): boolean {
  const left = Date.parse(lastsUntil) - now;
  return (status === 'open' || status === 'promised') && left > 0 && left <= ASKED_MS;
}
