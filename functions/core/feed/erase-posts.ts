/** Erasing what a person who leaves has published. */

import { erasePost, type ClosePostServices } from './close-post.ts';
import type { Posts } from './ports.ts';

export interface ErasePostsServices extends ClosePostServices {
  readonly posts: ClosePostServices['posts'] & Pick<Posts, 'list' | 'removeOwner'>;
}

/** Posts that are read at once, each of up to 10 KB. */
const PAGE = 50;
/** Posts that are erased at once: their writes go to one partition. */
const AT_ONCE = 10;
/**
 * Erases every post of a person, and what is kept with them. Every step may be repeated.
 * @param until when to stop, between two steps of some posts; the next call passes over the erased ones
 * @returns whether nothing is left
 */
export async function erasePosts(services: ErasePostsServices, owner: string, until: number): Promise<boolean> {
  const { posts, clock } = services;
  // The squares go first: nothing else says as much about where the person lives.
  await posts.removeOwner(owner);
  let after: string | undefined;
  for (;;) {
    const page = await posts.list(owner, after, PAGE);
    const left = page.filter(({ erasedAt }) => erasedAt === undefined);
    for (let start = 0; start < left.length; start += AT_ONCE) {
      if (clock.now() >= until) return false;
      await Promise.all(left.slice(start, start + AT_ONCE).map(({ id }) => erasePost(services, id)));
    }
    if (page.length < PAGE) return true;
    if (clock.now() >= until) return false;
    after = page.at(-1)?.id;
  }
}
