/**
 * Noting offers. The consumer of messages does it, may do it twice and late, and never skips it: a message that was
 * stored leads to its offer, and all messages of a person from one post to the same.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import type { Entry } from '../entry.ts';
import type { Offer, Offers, Posts } from './ports.ts';

export interface NoteOfferServices {
  readonly offers: Pick<Offers, 'add' | 'remove'>;
  readonly posts: Pick<Posts, 'get'>;
}

/**
 * Notes the offer that an entry makes, if it makes one. A message that was deleted since made one all the same, and so
 * did one whose post is over.
 */
export async function noteOffer({ offers, posts }: NoteOfferServices, entry: Entry): Promise<void> {
  const offer = offerIn(entry);
  if (!offer) return;
  await offers.add(offer);
  // Erasing a post marks it before it looks for offers, and we look after we have written: one sees the other.
  const post = await posts.get(offer.post);
  if (!post || post.erasedAt !== undefined) await offers.remove([offer]);
}

function offerIn(entry: Entry): Offer | undefined {
  if (!isMessage(entry) || !entry.post) return undefined;
  const { sender, conversation, seq, timestamp } = entry;
  return { post: entry.post.id, person: sender, conversation, seq, offeredAt: timestamp };
}
