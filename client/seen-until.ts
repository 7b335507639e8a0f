/** How far somebody who looks at the posts for them has seen them. */

interface Look {
  /** Posts that are on the screen. */
  readonly shown: readonly { readonly createdAt: string }[];
  /** How far they had read before. */
  readonly readUntil: string;
  /** Up to when the list is complete; undefined while some of it waits to be shown. */
  readonly completeUntil?: string | undefined;
}

/** Less than this is not worth a call, where no new post is shown. */
const STEP_MS = 60_000;

/**
 * Returns the time up to which they have seen all posts. It is not the time of the newest post alone: a post that they
 * were told of may be over before they look, and they have looked all the same.
 */
export function seenUntil({ shown, readUntil, completeUntil = '' }: Look): string {
  const newest = shown.reduce((last, { createdAt }) => (createdAt > last ? createdAt : last), readUntil);
  const isFar = Date.parse(completeUntil) >= (Date.parse(readUntil) || 0) + STEP_MS;
  return isFar && completeUntil > newest ? completeUntil : newest;
}
