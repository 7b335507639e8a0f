/** How many posts of a person are open, and the squares they have used: both are kept with the owner. */

import { Refusal } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import { placeToShow, withPlace } from './places.ts';
import type { Owner, PostLimits, Posts } from './ports.ts';
import { isCurrent, type Post, type StoredPlace } from './post.ts';
import { untilWritten } from './until-written.ts';

export interface OpenPostsServices {
  readonly posts: Pick<Posts, 'get' | 'getWithOwner' | 'saveOwner'>;
  readonly clock: Clock;
  readonly postLimits: PostLimits;
}

/**
 * Posts of a person that are noted as open where their number has no limit, at least: more are noted only until they
 * are looked up. Also those that are looked at for answers.
 */
export const OPEN_NOTED = 20;
/** How long a post may be noted before it is stored as open: longer than a function runs, since clocks differ. */
const STORING_MS = 60_000;

/**
 * Counts a post among those that may be open, before it is stored as open. If we crash in between, it takes up a place
 * for at least a minute. The next check of the owner's open posts after that frees it.
 * @param known what is kept with the owner, as it was read
 * @returns the place under which to publish the post
 * @throws {Refusal} `too-many-requests`
 */
export async function noteWithOwner(
  services: OpenPostsServices,
  post: Post,
  known: Owner,
): Promise<StoredPlace | undefined> {
  const { posts, clock } = services;
  let read: Owner | undefined = known;
  const note = async () => {
    const owner = read ?? (await posts.getWithOwner(post.id)).owner;
    read = undefined;
    const now = clock.now();
    const open = await roomFor(services, owner, post.id, now);
    const place = post.place && placeToShow(owner.places, post.place);
    const places = place ? withPlace(owner.places, place) : owner.places;
    const noted = { ...recently(owner, open, now), [post.id]: now };
    const isSaved = await posts.saveOwner(post.owner, { places, open: [...open, post.id], noted }, owner.revision);
    return isSaved ? { place } : undefined;
  };
  const busy = { code: 'too-many-requests', detail: 'Several posts of yours are being written.' } as const;
  return (await untilWritten(clock, note, busy)).place;
}

/**
 * Returns which posts of an owner are open beside this one, where it may join them.
 * @throws {Refusal} `too-many-requests`
 */
export async function roomFor(
  services: Pick<OpenPostsServices, 'posts' | 'postLimits'>,
  owner: Owner,
  id: string,
  now: number,
): Promise<readonly string[]> {
  const { openPosts } = services.postLimits;
  const others = owner.open.filter((other) => other !== id);
  if (others.length < (openPosts ?? OPEN_NOTED)) return others;
  const open = await stillOpen(services, owner, others, now);
  if (openPosts === undefined) return open.slice(0, OPEN_NOTED - 1);
  if (open.length >= openPosts)
    throw new Refusal(
      'too-many-requests',
      `You have ${open.length} open posts, and cannot have more. Close one first.`,
    );
  return open;
}

/**
 * Looks posts up: some may have expired, or were never stored. One that was noted just now counts, since the function
 * that noted it may be about to store it.
 * @returns those that are open, the newest first
 */
async function stillOpen(
  { posts }: Pick<OpenPostsServices, 'posts'>,
  owner: Owner,
  ids: readonly string[],
  now: number,
): Promise<readonly string[]> {
  const recent = recently(owner, ids, now);
  const stored = await Promise.all(ids.map(async (id) => ({ id, post: await posts.get(id) })));
  return stored
    .filter(({ id, post }) => id in recent || (post !== undefined && isCurrent(post, now)))
    .toSorted((one, other) => (other.post?.createdAt ?? now) - (one.post?.createdAt ?? now))
    .map(({ id }) => id);
}

/** Returns when those of the posts were noted that may not be stored as open yet, by id. */
const recently = ({ noted }: Owner, ids: readonly string[], now: number): Owner['noted'] =>
  Object.fromEntries(Object.entries(noted).filter(([id, at]) => ids.includes(id) && at > now - STORING_MS));
