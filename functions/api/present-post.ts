/** Presenting stored posts as the API shows them. */

import type { Picture } from '#contract/attachments.ts';
import { messageId } from '#contract/message-id.ts';
import { METERS_PER_KM } from '#contract/near.ts';
import type { Offer } from '#contract/offers.ts';
import type { Post, PostCard } from '#contract/posts.ts';
import type { SavedSearch } from '#contract/routes/for-you.ts';
import type { Help } from '../core/feed/help.ts';
import type { Offer as StoredOffer, OwnerProfile } from '../core/feed/ports.ts';
import { cardOf, type Card, type Post as StoredPost } from '../core/feed/post.ts';
import type { SavedSearch as StoredSearch } from '../core/feed/saved-searches.ts';
import type { HeldFile } from '../core/files/attachment.ts';
import { timestampOf } from './present.ts';

const presentPicture = ({ id, type, bytes, width = 0, height = 0, alt }: HeldFile): Picture => ({
  ...{ id, type, bytes, width, height },
  ...(alt !== undefined && { alt }),
});

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
    ...(card.picture && { picture: presentPicture(card.picture) }),
  };
}

/**
 * Presents a post. Only its owner can read a removed one, so nobody else sees `removal`.
 * @param help what the reader may see of it
 */
export const presentPost = (
  post: StoredPost,
  owner: OwnerProfile,
  { promisedTo, helpers, othersHelped }: Help,
): Post => ({
  ...presentCard(cardOf(post), owner),
  description: post.description,
  ...(post.pictures && { pictures: post.pictures.map(presentPicture) }),
  ...(post.removal !== undefined && { removal: post.removal }),
  ...(promisedTo !== undefined && { promisedTo }),
  ...(helpers && { helpers: [...helpers] }),
  ...(othersHelped !== undefined && { othersHelped }),
});

export const presentOffer = (
  { person, offeredAt, conversation, seq }: StoredOffer,
  { displayName, createdAt }: OwnerProfile,
): Offer => ({
  person,
  displayName,
  memberSince: timestampOf(createdAt),
  offeredAt: timestampOf(offeredAt),
  message: messageId({ conversation, seq }),
});

/** Presents a saved search as its owner gave it, its place on the grid. */
export const presentSearch = ({ id, name, area, kind, categories, words }: StoredSearch): SavedSearch => ({
  id,
  ...(name !== undefined && { name }),
  ...(area && {
    near: `${area.middle.latitude},${area.middle.longitude}`,
    radius: area.radiusMeters / METERS_PER_KM,
  }),
  ...(kind !== undefined && { kind }),
  ...(categories && { categories: [...categories] }),
  ...(words !== undefined && { words }),
});
