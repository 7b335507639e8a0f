/** Changing a post whatever its version: erasing it, removing it for a reason, or removing a thank-you from it. */

import { notFound } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import { withPictures } from './pictures.ts';
import type { FeedIndex, Offers, Owners, Posts, ThanksList } from './ports.ts';
import type { Helper, Post } from './post.ts';
import { untilWritten } from './until-written.ts';

export interface ClosePostServices {
  readonly posts: Pick<Posts, 'get' | 'replace' | 'close'>;
  readonly index: Pick<FeedIndex, 'project'>;
  readonly thanks: Pick<ThanksList, 'erase' | 'eraseText'>;
  readonly clock: Clock;
}

interface OverwriteServices extends Pick<ClosePostServices, 'clock'> {
  readonly posts: Pick<Posts, 'get' | 'replace'>;
}

export interface ErasePostServices extends ClosePostServices {
  readonly offers: Pick<Offers, 'listFor' | 'remove'>;
}

/** Offers that are removed at once. */
const OFFERS_AT_ONCE = 50;

/**
 * Erases a post: what is left is that its id was used. A repeat is fine.
 * @throws {Refusal} `unavailable`
 */
export async function erasePost(services: ErasePostServices, id: string): Promise<void> {
  // Take it out of the lists before its place is erased: afterwards nothing says in which cells its cards are.
  const closed = await close(services, id, (post, now) =>
    post.closedAt === undefined ? { ...post, status: 'withdrawn', ...nextOutcome(post), closedAt: now } : post,
  );
  // Before the post is erased, since a deletion of the account passes over what is; and after, since until then the
  // consumer of messages notes offers.
  await removeOffers(services, id);
  // Thanks as well: afterwards nothing says who has them.
  if (closed?.helpers) await services.thanks.erase(closed);
  await overwrite(services, id, erased);
  await removeOffers(services, id);
}

/** The version that follows, in which the outcome changes. */
const nextOutcome = ({ version }: Post): Pick<Post, 'version' | 'outcomeVersion'> => ({
  version: version + 1,
  outcomeVersion: version + 1,
});

async function removeOffers({ offers }: ErasePostServices, id: string): Promise<void> {
  for (;;) {
    const found = await offers.listFor(id, { limit: OFFERS_AT_ONCE });
    await offers.remove(found);
    if (found.length < OFFERS_AT_ONCE) return;
  }
}

/**
 * The digest goes as well: there are few squares, and trying them all would tell from which of them the digest was
 * made.
 */
export function erased(post: Post, now: number): Post {
  const { owner, id, kind, status, version, createdAt, lastsUntil, closedAt } = post;
  const { goneFiles } = withPictures(post, []);
  return {
    ...{ owner, id, kind, status, createdAt, lastsUntil },
    ...{ title: '', description: '', category: 'other', digest: '' },
    version: version + 1,
    closedAt: closedAt ?? now,
    erasedAt: now,
    ...(goneFiles && { goneFiles }),
  };
}

/**
 * Removes a post for a reason that its owner is told. A repeat is fine.
 * @throws {Refusal} `not-found`, `unavailable`
 */
export async function removePost(services: ClosePostServices, id: string, reason: string): Promise<void> {
  const found = await close(services, id, (post, now) =>
    post.status === 'removed'
      ? post
      : { ...withPictures(post, []), status: 'removed', removal: reason, ...nextOutcome(post), closedAt: now },
  );
  if (!found) throw notFound();
}

/**
 * Removes the thank-you to a helper of a post: its text is erased, and that they helped stays. A repeat is fine.
 * @throws {Refusal} `not-found`, `unavailable`
 */
export async function removeThankYou(
  services: ClosePostServices & { readonly owners: Pick<Owners, 'remaining'> },
  id: string,
  helper: string,
): Promise<void> {
  const withoutText = (helpers: readonly Helper[]): readonly Helper[] =>
    helpers.map((other) => (other.username === helper ? { username: helper, thanksRemoved: true } : other));
  // The post first: a projection of it that comes later then has no text.
  const post = await overwrite(services, id, (stored) =>
    thankYouTo(stored, helper)?.thanks === undefined
      ? stored
      : { ...stored, helpers: withoutText(stored.helpers ?? []), version: stored.version + 1 },
  );
  if (!post || !thankYouTo(post, helper)) throw notFound();
  // Also for a repeat: the first copy may have died here.
  // A helper who has left has no list, and must not get one again.
  if ((await services.owners.remaining([helper])).has(helper)) await services.thanks.eraseText(post, helper);
}

/** Returns what a post says of a helper who was given a thank-you, removed or not; undefined where there is none. */
export const thankYouTo = ({ helpers = [] }: Post, helper: string): Helper | undefined =>
  helpers.find(
    ({ username, thanks, thanksRemoved }) => username === helper && (thanks !== undefined || thanksRemoved === true),
  );

/** Closes a post and takes it out of the lists. @returns the post; undefined where there is none, or it is erased */
async function close(services: ClosePostServices, id: string, change: Change): Promise<Post | undefined> {
  const post = await overwrite(services, id, change);
  if (!post) return undefined;
  // Also for a repeat: the first copy may have died here.
  await services.posts.close(post.owner, id);
  await services.index.project(post);
  return post;
}

/** Returns the next version of a post; the post itself where nothing is left to do. */
type Change = (post: Post, now: number) => Post;

/**
 * Writes what `change` makes of a post, again where its owner was quicker.
 * @returns what is stored; undefined where there is no post, or it is erased
 */
export async function overwrite(
  { posts, clock }: OverwriteServices,
  id: string,
  change: Change,
): Promise<Post | undefined> {
  const write = async () => {
    const post = await posts.get(id);
    if (!post || post.erasedAt !== undefined) return { stored: undefined };
    const next = change(post, clock.now());
    return next === post || (await posts.replace(next)) ? { stored: next } : undefined;
  };
  const busy = { code: 'unavailable', detail: 'This post is being changed.' } as const;
  return (await untilWritten(clock, write, busy)).stored;
}
