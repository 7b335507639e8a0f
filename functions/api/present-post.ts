/** Presenting stored posts as the API shows them. */

import type { Post, PostCard } from '#contract/posts.ts';
import type { OwnerProfile } from '../core/feed/ports.ts';
import { cardOf, type Card, type Post as StoredPost } from '../core/feed/post.ts';
import { timestampOf } from './present.ts';

export function presentCard(card: Card, owner: OwnerProfile): PostCard {
  const { id, kind, title, category, reward, place, placeName, status, lastsUntil, version, createdAt, editedAt } =
    card;
  return {
    id,
    kind,
    owner: card.owner,
    ownerName: owner.displayName,
    ownerSince: timestampOf(owner.createdAt),
    title,
    category,
    ...(reward !== undefined && { reward }),
    ...(place && { place }),
    ...(placeName !== undefined && { placeName }),
    status,
    lastsUntil: timestampOf(lastsUntil),
    version,
    createdAt: timestampOf(createdAt),
    ...(editedAt !== undefined && { editedAt: timestampOf(editedAt) }),
    ...(card.hiddenAt !== undefined && { underReview: true }),
  };
}

/** Presents a post. Only its owner can read a removed one, so nobody else sees `removal`. */
export const presentPost = (post: StoredPost, owner: OwnerProfile): Post => ({
  ...presentCard(cardOf(post), owner),
  description: post.description,
  ...(post.removal !== undefined && { removal: post.removal }),
});
