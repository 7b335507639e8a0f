/** The schemas of offers: who has written to the owner of a post, from the post. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { EntryId, Timestamp, UserName, pageOf } from './values.ts';

/** Offers of a page. */
export const OFFERS_PER_PAGE = 200;

export const Offer = named(
  'Offer',
  'Somebody who has written to the owner of a post, from the post. One for each person.',
  z.object({
    person: UserName,
    displayName: described('The name to display.', z.string()),
    memberSince: described('When the person joined.', Timestamp),
    offeredAt: Timestamp,
    message: described('Id of the first message that they wrote from the post.', EntryId),
  }),
);
export type Offer = z.infer<typeof Offer>;

export const Offers = pageOf(Offer);
