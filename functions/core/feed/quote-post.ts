/** Quoting a post in a message to its owner. */

import { Refusal, refuseField } from '#contract/refusal.ts';
import type { QuotedPost } from '../entry.ts';
import { ownerOf } from './post-id.ts';
import { readPost, type ReadPostServices } from './read-posts.ts';

export type QuotePostServices = Pick<ReadPostServices, 'posts' | 'owners'> & {
  readonly clock: ReadPostServices['clock'];
};

/**
 * Returns a post as a message to its owner quotes it.
 * @throws {Refusal} `invalid` where it is not the recipient's, or not there for the sender: the reasons are not told
 * apart
 */
export async function quotedPost(
  services: QuotePostServices,
  { sender, recipient }: { readonly sender: string; readonly recipient: string },
  id: string,
): Promise<QuotedPost> {
  try {
    if (sender === recipient || ownerOf(id) !== recipient) throw notTheirs();
    const { post } = await readPost(services, sender, id);
    return { id, title: post.title };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') throw notTheirs();
    throw error;
  }
}

const notTheirs = (): Refusal =>
  refuseField(
    'post',
    'not-found',
    'Must be a post of the recipient that is open',
    'Write from a post of the person you write to, as long as it is open.',
  );
