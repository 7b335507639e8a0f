/** Keeping the lists of cards like the posts they are made from. */

import type { FeedIndex } from './ports.ts';
import type { Post } from './post.ts';

/**
 * Projects a post at once, so that its owner finds it in the lists. The stream's consumer does the same again, so a
 * failure here is made up for.
 */
export async function projectSoon(index: Pick<FeedIndex, 'project'>, post: Post): Promise<void> {
  try {
    await index.project(post);
  } catch (error) {
    console.error(`The post ${post.id} was not projected at once.`, error);
  }
}

/** Projects those posts whose cards the lists do not have, or have in an older version. */
export async function mendIndex(index: Pick<FeedIndex, 'project' | 'versions'>, posts: readonly Post[]): Promise<void> {
  if (posts.length === 0) return;
  const versions = await index.versions(posts);
  const behind = posts.filter(({ id, version }) => (versions.get(id) ?? 0) < version);
  await Promise.all(behind.map((post) => projectSoon(index, post)));
}
