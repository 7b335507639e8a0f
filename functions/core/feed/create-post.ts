/** Publishing a post. */

import { TITLE_OF_A_NEED, USUAL_REWARD, type Category, type PostKind } from '#contract/posts.ts';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { fingerprint } from '../digest.ts';
import { countPost } from '../limits.ts';
import type { DistinctCounters } from '../ports.ts';
import { endOf, usualEnd } from './lifetime.ts';
import { noteWithOwner, roomFor, type OpenPostsServices } from './open-posts.ts';
import { confirmPictures, notePictures, takePictures, withPictures, type PictureServices } from './pictures.ts';
import type { Posts } from './ports.ts';
import { postId } from './post-id.ts';
import type { Post, StoredPlace } from './post.ts';
import { projectAgain, projectSoon, type MendServices } from './project.ts';

export interface CreatePostServices extends OpenPostsServices, MendServices, PictureServices {
  readonly clock: OpenPostsServices['clock'];
  readonly posts: Pick<Posts, 'get' | 'getWithOwner' | 'create' | 'saveOwner'>;
  readonly distinctCounters: DistinctCounters;
}

/** What a person wants to publish, validated. */
export interface PostRequest {
  readonly clientId: string;
  readonly kind: PostKind;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: Category | undefined;
  readonly reward?: string | undefined;
  readonly place?: StoredPlace | undefined;
  readonly placeName?: string | undefined;
  /** RFC 3339. */
  readonly lastsUntil?: string | undefined;
  /** Ids of the owner's uploads, in order. */
  readonly pictures?: readonly string[] | undefined;
}

/**
 * Publishes a post, or finds it published by an earlier copy of the request. A repeat is answered before any other
 * check, so it gets the same answer whatever has happened since.
 * @throws {Refusal} `invalid`, `client-id-taken`, `deleted`, `has-place`, `too-many-requests`, `unavailable`
 */
export async function createPost(
  services: CreatePostServices,
  owner: string,
  request: PostRequest,
): Promise<{ readonly post: Post; readonly created: boolean }> {
  const { posts, distinctCounters, clock, postLimits } = services;
  const { clientId, ...wanted } = request;
  const id = postId(owner, clientId);
  const digest = fingerprint(wanted);

  const known = await posts.getWithOwner(id);
  if (known.post) return repeated(services, known.post, digest);

  const now = clock.now();
  const draft = draftOf(owner, id, wanted, digest, now);
  // Before it counts for the day: one that is refused for want of room was not published.
  await roomFor(services, known.owner, id, now);
  if (postLimits.postsPerDay !== undefined) await countPost(distinctCounters, postLimits.postsPerDay, owner, id, now);

  const pictures = await takePictures(services, draft, wanted.pictures ?? []);
  const place = await noteWithOwner(services, draft, known.owner);
  const post = withPictures({ ...draft, ...(place && { place }) }, pictures);
  await notePictures(services, post);
  // Two copies of one request may have come this far together.
  if (!(await posts.create(post))) {
    const stored = await posts.get(id);
    if (!stored) throw new Error(`The post ${id} exists and cannot be read.`);
    return repeated(services, stored, digest);
  }
  await Promise.all([projectSoon(services, post), confirmPictures(services, post, pictures)]);
  return { post, created: true };
}

function draftOf(owner: string, id: string, wanted: Omit<PostRequest, 'clientId'>, digest: string, now: number): Post {
  const { kind, title, description = '', category = 'other', reward, place, placeName, lastsUntil } = wanted;
  const usual = kind === 'need' ? { title: TITLE_OF_A_NEED, reward: USUAL_REWARD } : { title: undefined, reward: '' };
  const given = { title: title ?? usual.title, reward: reward ?? usual.reward };
  if (given.title === undefined) throw refuseField('title', 'empty', 'Must not be empty', 'Say what you offer.');
  return {
    owner,
    id,
    kind,
    title: given.title,
    description,
    category,
    ...(given.reward !== '' && { reward: given.reward }),
    ...(place && { place }),
    ...(placeName !== undefined && placeName !== '' && { placeName }),
    status: 'open',
    lastsUntil: lastsUntil === undefined ? usualEnd(kind, now) : endOf(lastsUntil, now),
    version: 1,
    createdAt: now,
    digest,
  };
}

/**
 * Returns the post that an earlier copy of the request stored. Projects it again: that copy may have died before it
 * did.
 * @throws {Refusal} `client-id-taken` for another post under this name, `deleted`
 */
async function repeated(
  services: MendServices,
  post: Post,
  digest: string,
): Promise<{ readonly post: Post; readonly created: false }> {
  if (post.erasedAt !== undefined) throw new Refusal('deleted', 'This post was deleted.');
  if (post.digest !== digest)
    throw new Refusal('client-id-taken', 'Another post was published with this clientId. Choose a new one.');
  await projectAgain(services, post);
  return { post, created: false };
}
