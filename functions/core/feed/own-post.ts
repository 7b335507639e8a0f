/** Finding a post that only its owner may use in a certain way. */

import { Refusal, notFound } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import type { Owners, Posts } from './ports.ts';
import { ownerOf } from './post-id.ts';
import { isShown, type Post } from './post.ts';

export interface OwnPostServices {
  readonly posts: Pick<Posts, 'get'>;
  readonly owners: Pick<Owners, 'visible'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Returns a post of this person.
 * @param erased whether an erased one is there as well
 * @throws {Refusal} `not-found`; `not-yours` where the person may read it
 */
export async function ownPost(
  { posts, owners, clock }: OwnPostServices,
  person: string,
  id: string,
  erased?: 'erased too',
): Promise<Post> {
  const owner = ownerOf(id);
  const post = await posts.get(id);
  if (owner === person) {
    if (!post || (post.erasedAt !== undefined && !erased)) throw notFound();
    return post;
  }
  const isReadable = post && isShown(post, clock.now()) && (await owners.visible(person, [owner], 'strong')).has(owner);
  if (!isReadable) throw notFound();
  throw new Refusal('not-yours', 'Only its owner can change a post.');
}
