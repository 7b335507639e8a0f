/** Erasing what a person who leaves has published and offered. */

import { erasePost, type ErasePostServices } from './close-post.ts';
import type { Offers, Posts } from './ports.ts';

export interface ErasePostsServices extends ErasePostServices {
  readonly posts: ErasePostServices['posts'] & Pick<Posts, 'list' | 'removeOwner'>;
}

export interface RemoveOffersServices {
  readonly offers: Pick<Offers, 'listOf' | 'remove'>;
  readonly clock: Pick<ErasePostServices['clock'], 'now'>;
}

/** Posts, each of up to 10 KB, or offers that are read at once. */
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

/**
 * Removes the offers that a person made. Every step may be repeated.
 * @param until when to stop, between two steps of some offers
 * @returns whether nothing is left
 */
export async function removeOffersOf(
  { offers, clock }: RemoveOffersServices,
  person: string,
  until: number,
): Promise<boolean> {
  for (;;) {
    if (clock.now() >= until) return false;
    const found = await offers.listOf(person, { limit: PAGE });
    await offers.remove(found);
    if (found.length < PAGE) return true;
  }
}
