/** Reading one post, and the posts of one person. */

import { Refusal, notFound } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import type { FeedIndex, Offers, OwnerProfile, Owners, Posts } from './ports.ts';
import { ownerOf } from './post-id.ts';
import { isShown, type Post } from './post.ts';
import { mendIndex, type ProjectServices } from './project.ts';
import { quietPosts, type Quiet } from './quiet.ts';

export interface ReadPostServices {
  readonly posts: Pick<Posts, 'get'>;
  readonly owners: Owners;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ReadPostsServices extends ReadPostServices, ProjectServices {
  readonly owners: Owners;
  readonly posts: Pick<Posts, 'get' | 'list' | 'listWithOwner'>;
  readonly offers: Pick<Offers, 'listFor'>;
  readonly index: Pick<FeedIndex, 'project' | 'versions'>;
}

/** For so long after its end a post is looked for in the lists, where a late projection may have left it. */
const RECENTLY_MS = 7 * 24 * 60 * 60_000;

export interface ReadPost {
  readonly post: Post;
  readonly owner: OwnerProfile;
}

/** Returns a post that is there for the reader. @throws {Refusal} `not-found` */
export async function readPost(
  { posts, owners, clock }: ReadPostServices,
  reader: string,
  id: string,
): Promise<ReadPost> {
  const owner = ownerOf(id);
  const [post, visible] = await Promise.all([posts.get(id), owners.visible(reader, [owner], 'strong')]);
  const profile = visible.get(owner);
  const isThere = post && (owner === reader ? post.erasedAt === undefined : isShown(post, clock.now()));
  if (!isThere || !profile) throw notFound();
  return { post, owner: profile };
}

/** Returns what the owner of posts is to see of themselves. @throws {Refusal} `no-session` */
export async function ownProfile({ owners }: Pick<ReadPostsServices, 'owners'>, person: string): Promise<OwnerProfile> {
  const profile = (await owners.visible(person, [person], 'strong')).get(person);
  if (!profile) throw new Refusal('no-session', 'This account was deleted or disabled.');
  return profile;
}

export interface PostsOfOwner {
  readonly posts: readonly Post[];
  readonly owner: OwnerProfile;
  /** Id after which the next page begins; undefined: this was the last. */
  readonly next: string | undefined;
  /** With the first page of one's own: open posts that nobody has answered. */
  readonly quiet?: Quiet | undefined;
}

/**
 * Returns the posts of one person that are there for the reader, after an id, in the order of their ids. Owners see
 * those that are over as well, and their look mends lists that are behind.
 * @throws {Refusal} `not-found` where the person is not there for the reader
 */
export async function listPostsOf(
  services: ReadPostsServices,
  reader: string,
  owner: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<PostsOfOwner> {
  const { posts, owners, clock } = services;
  const isFirstOfOwn = owner === reader && after === undefined;
  const [{ posts: stored, owner: self }, visible] = await Promise.all([
    isFirstOfOwn
      ? posts.listWithOwner(owner, limit + 1)
      : posts.list(owner, after, limit + 1).then((page) => ({ posts: page, owner: undefined })),
    owners.visible(reader, [owner], 'strong'),
  ]);
  const profile = visible.get(owner);
  if (!profile) throw notFound();
  const page = stored.slice(0, limit);
  const now = clock.now();
  const isShownNow = (post: Post): boolean => isShown(post, now);
  const mayBeListed = ({ closedAt, lastsUntil }: Post): boolean => (closedAt ?? lastsUntil) > now - RECENTLY_MS;
  if (owner === reader) await mendIndex(services, page.filter(mayBeListed));
  return {
    posts: page.filter(owner === reader ? ({ erasedAt }) => erasedAt === undefined : isShownNow),
    owner: profile,
    next: stored.length > limit ? page.at(-1)?.id : undefined,
    quiet: self && (await quietPosts(services, self, stored)),
  };
}
