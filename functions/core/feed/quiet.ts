/** Posts that nobody has answered. Their owner is told once, of all of them together. */

import type { Clock } from '../ports.ts';
import { OPEN_NOTED } from './open-posts.ts';
import type { Offers, Owner, Posts } from './ports.ts';
import { isShown, type Post } from './post.ts';

export interface QuietServices {
  readonly posts: Pick<Posts, 'get'>;
  readonly offers: Pick<Offers, 'listFor'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Quiet {
  readonly posts: readonly string[];
  /** When the newest of them was published, in epoch milliseconds. */
  readonly until: number;
}

/** A post without an offer is quiet once it is so old. */
const QUIET_AFTER_MS = 24 * 60 * 60_000;

/**
 * Returns the open posts that nobody has answered for a day; undefined where there are none of which the owner was not
 * told. Those that are newer than what they were told of are looked at alone, so it costs nothing afterwards.
 * @param known posts of the owner that were read already
 */
export async function quietPosts(
  { posts, offers, clock }: QuietServices,
  { open, quietUntil = 0 }: Owner,
  known: readonly Post[],
): Promise<Quiet | undefined> {
  const now = clock.now();
  const stored = await Promise.all(
    open.slice(0, OPEN_NOTED).map(async (id) => known.find((post) => post.id === id) ?? posts.get(id)),
  );
  const old = stored
    .filter((post) => post !== undefined)
    .filter((post) => isShown(post, now) && post.createdAt <= now - QUIET_AFTER_MS && post.createdAt > quietUntil);
  const answered = await Promise.all(old.map(({ id }) => offers.listFor(id, { limit: 1 })));
  const quiet = old.filter((_, i) => answered[i]?.length === 0);
  if (quiet.length === 0) return undefined;
  return { posts: quiet.map(({ id }) => id), until: Math.max(...quiet.map(({ createdAt }) => createdAt)) };
}

/** Notes that the owner was told. @param until epoch milliseconds; a time to come counts as now */
export const dismissQuiet = (
  { posts, clock }: { readonly posts: Pick<Posts, 'moveQuietUntil'>; readonly clock: Pick<Clock, 'now'> },
  owner: string,
  until: number,
): Promise<void> => posts.moveQuietUntil(owner, Math.min(until, clock.now()));
