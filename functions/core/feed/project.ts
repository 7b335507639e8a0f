/** Keeping the lists of cards and of thanks like the posts they are made from. */

import type { FeedIndex, Owners, ThanksList } from './ports.ts';
import type { Post } from './post.ts';

export interface ProjectServices {
  readonly index: Pick<FeedIndex, 'project'>;
  readonly thanks: Pick<ThanksList, 'add'>;
}

export interface MendServices extends ProjectServices {
  readonly index: Pick<FeedIndex, 'project' | 'versions'>;
  readonly owners: Pick<Owners, 'remaining'>;
}

/**
 * Projects a post. Thanks go first: a list of cards that has a version of a post then says that the thanks of that
 * version are stored, so whoever mends the lists mends both.
 */
export async function projectPost({ index, thanks }: ProjectServices, post: Post): Promise<void> {
  if (post.helpers && post.erasedAt === undefined) await thanks.add(post, post.helpers);
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
  const helpers = behind.flatMap((post) => post.helpers ?? []).map(({ username }) => username);
  // What a helper left who has deleted their account does not come back.
  const remaining = helpers.length > 0 ? await services.owners.remaining(helpers) : new Set<string>();
  const isThere = ({ username }: { readonly username: string }): boolean => remaining.has(username);
  await Promise.all(
    behind.map((post) =>
      projectSoon(services, { ...post, ...(post.helpers && { helpers: post.helpers.filter(isThere) }) }),
    ),
  );
}
