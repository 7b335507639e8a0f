/** Changing and deleting one's own post. */

import { OWN_STATUSES, type PostStatus } from '#contract/posts.ts';
import { Refusal, refuseField } from '#contract/refusal.ts';
import type { Ledger } from '../ledger.ts';
import { requireChangeable } from '../limits.ts';
import { erasePost, type ErasePostServices } from './close-post.ts';
import { changedHelp, hasHelp, requireOffers, type HelpChange } from './help.ts';
import { endOf } from './lifetime.ts';
import { noteWithOwner, type OpenPostsServices } from './open-posts.ts';
import { ownPost } from './own-post.ts';
import { confirmPictures, notePictures, takePictures, withPictures, type PictureServices } from './pictures.ts';
import type { Offers, Owners, Posts } from './ports.ts';
import { isClosed, isCurrent, type Post, type PostTexts } from './post.ts';
import { projectAgain, projectSoon, type MendServices } from './project.ts';

export interface ChangePostServices extends OpenPostsServices, MendServices, PictureServices {
  readonly clock: OpenPostsServices['clock'];
  readonly posts: Pick<Posts, 'get' | 'getWithOwner' | 'saveOwner' | 'replace' | 'close'>;
  readonly offers: Pick<Offers, 'get'>;
  readonly owners: Pick<Owners, 'visible' | 'remaining'>;
}

export interface DeletePostServices extends ChangePostServices {
  readonly ledger: Ledger;
  readonly offers: ChangePostServices['offers'] & ErasePostServices['offers'];
  readonly thanks: ChangePostServices['thanks'] & ErasePostServices['thanks'];
}

/** What to change; what is left out stays. */
export interface PostChange extends HelpChange {
  /** The version that the change was made from. */
  readonly version: number;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: PostTexts['category'] | undefined;
  /** Empty: none. */
  readonly reward?: string | undefined;
  /** RFC 3339. */
  readonly lastsUntil?: string | undefined;
  readonly status?: PostStatus | undefined;
  /** Ids of all pictures from now on: those that it has, and uploads of the owner's. */
  readonly pictures?: readonly string[] | undefined;
}

/**
 * Changes a post of this person.
 * @throws {Refusal} `not-found`, `not-yours`, `changed`, `closed`, `invalid`, `has-place`, `too-many-requests`,
 * `unavailable`
 */
export async function changePost(
  services: ChangePostServices,
  person: string,
  id: string,
  change: PostChange,
): Promise<Post> {
  const { posts, clock } = services;
  const post = await ownPost(services, person, id);
  if (isRepeat(post, change)) return finish(services, post, projectAgain);
  if (change.version !== post.version) throw changedMeanwhile();
  if (isClosed(post)) throw new Refusal('closed', 'This post is over and stays as it is. Publish a new one.');
  if (isSame(post, change)) return post;
  const now = clock.now();
  const texts = changed(post, change, now);
  requireForward(post.status, texts.status);
  if (!isClosed(texts)) requireChangeable(post, now);
  await requireOffers(services.offers, texts, change);
  // One that is over is there for its owner alone, and cannot be renewed.
  const pictures = isClosed(texts) ? [] : (change.pictures ?? idsOf(post));
  const added = pictures.filter((picture) => !idsOf(post).includes(picture));
  const taken = await takePictures(services, post, added);
  const held = [...(post.pictures ?? []), ...taken];
  const next = withPictures(
    texts,
    pictures.flatMap((picture) => held.find((other) => other.id === picture) ?? []),
  );
  await notePictures(services, next);

  if (!isCurrent(post, now) && isCurrent(next, now))
    await noteWithOwner(services, next, (await posts.getWithOwner(id)).owner);
  if (await posts.replace(next)) {
    await confirmPictures(services, next, taken);
    return finish(services, next, projectSoon);
  }
  // The SDK repeats a write whose answer was lost, and then its condition fails.
  const stored = await posts.get(id);
  if (stored && isRepeat(stored, change)) return finish(services, stored, projectAgain);
  throw changedMeanwhile();
}

/** What follows from a new version, once it is stored. */
async function finish(
  services: ChangePostServices,
  post: Post,
  project: (services: MendServices, post: Post) => Promise<void>,
): Promise<Post> {
  if (isClosed(post)) await services.posts.close(post.owner, post.id);
  await project(services, post);
  return post;
}

/** True if the change was made already, from the version it names. */
const isRepeat = (post: Post, change: PostChange): boolean =>
  change.version === post.version - 1 && isSame(post, change);

/** True if a post reads as the change wants it. */
const isSame = (post: Post, change: PostChange): boolean =>
  haveSameTexts(post, withTexts(post, change)) &&
  (change.lastsUntil === undefined || Date.parse(change.lastsUntil) === post.lastsUntil) &&
  (change.status ?? post.status) === post.status &&
  (change.pictures === undefined || isClosed(post) || change.pictures.join() === idsOf(post).join()) &&
  hasHelp(post, change);

const idsOf = ({ pictures = [] }: Post): readonly string[] => pictures.map(({ id }) => id);

const haveSameTexts = (one: PostTexts, other: PostTexts): boolean =>
  one.title === other.title &&
  one.description === other.description &&
  one.category === other.category &&
  one.reward === other.reward;

function withTexts(post: Post, { title, description, category, reward }: PostChange): PostTexts {
  const promised = reward ?? post.reward ?? '';
  return {
    title: title ?? post.title,
    description: description ?? post.description,
    category: category ?? post.category,
    ...(promised !== '' && { reward: promised }),
  };
}

function changed(post: Post, change: PostChange, now: number): Post {
  const { reward: _, promisedTo: _to, helpers: _helpers, othersHelped: _others, ...others } = post;
  const texts = withTexts(post, change);
  const { lastsUntil, status = post.status } = change;
  return {
    ...others,
    ...texts,
    ...changedHelp(post, change),
    status,
    ...(lastsUntil !== undefined && { lastsUntil: endOf(lastsUntil, now) }),
    version: post.version + 1,
    ...((status !== post.status || !hasHelp(post, change)) && { outcomeVersion: post.version + 1 }),
    ...(!haveSameTexts(post, texts) && { editedAt: now }),
    ...(isClosed({ status }) && { closedAt: now }),
  };
}

/** @throws {Refusal} `invalid` where a post would go back in its life */
function requireForward(from: PostStatus, to: PostStatus): void {
  const order: readonly PostStatus[] = OWN_STATUSES;
  const isBack = order.indexOf(to) < order.indexOf(from);
  if (isBack && !(from === 'promised' && to === 'open'))
    throw refuseField('status', 'not-allowed', `Cannot follow ${from}`, 'A post does not go back.');
}

/** Erases a post of this person. A repeat is fine. @throws {Refusal} `not-found`, `not-yours`, `unavailable` */
export async function deletePost(services: DeletePostServices, person: string, id: string): Promise<void> {
  await ownPost(services, person, id, 'erased too');
  await services.ledger.note({ kind: 'deleted-post', post: id }, services.clock.now());
  await erasePost(services, id);
}

const changedMeanwhile = (): Refusal =>
  new Refusal('changed', 'This post was changed in the meantime. Read it again, then repeat your change.');
