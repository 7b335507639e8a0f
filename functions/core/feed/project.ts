/** Keeping the lists of cards and of thanks like the posts they are made from. */

import type { FeedIndex, Owners, ThanksList } from './ports.ts';
import type { Post } from './post.ts';

export interface ProjectServices {
  readonly index: Pick<FeedIndex, 'project'>;
  readonly thanks: Pick<ThanksList, 'add'>;
  readonly owners: Pick<Owners, 'remaining'>;
}

export interface MendServices extends ProjectServices {
  readonly index: Pick<FeedIndex, 'project' | 'versions'>;
}

/**
 * Projects a post. Thanks go first: a card of some version then proves that the thanks of that version are stored, and
 * mending the lists mends both. Helpers who have deleted their accounts are left out, so their thanks do not come back.
 */
export async function projectPost({ index, thanks, owners }: ProjectServices, post: Post): Promise<void> {
  if (post.helpers && post.erasedAt === undefined) {
    const remaining = await owners.remaining(post.helpers.map(({ username }) => username));
    const helpers = post.helpers.filter(({ username }) => remaining.has(username));
    await thanks.add(post, helpers);
  }
  await index.project(post);
}

/**
 * Projects a post at once, so that its owner finds it in the lists. The stream's consumer does the same again, so a
 * failure here is made up for.
 */
export async function projectSoon(services: ProjectServices, post: Post): Promise<void> {
  await unlessItFails(post, projectPost(services, post));
}

/**
 * Projects a post for a request that is repeated, whose first copy may have died before it did. The repeat may come at
 * any time, so what has been projected is not projected again: it may have been removed since.
 */
export async function projectAgain(services: MendServices, post: Post): Promise<void> {
  await unlessItFails(post, mendIndex(services, [post]));
}

async function unlessItFails({ id }: Post, projecting: Promise<void>): Promise<void> {
  try {
    await projecting;
  } catch (error) {
    console.error(`The post ${id} was not projected at once.`, error);
  }
}

/** Projects those posts whose cards the lists do not have, or have in an older version. */
export async function mendIndex(services: MendServices, posts: readonly Post[]): Promise<void> {
  if (posts.length === 0) return;
  const versions = await services.index.versions(posts);
  const behind = posts.filter(({ id, version }) => (versions.get(id) ?? 0) < version);
  await Promise.all(behind.map((post) => projectSoon(services, post)));
}
