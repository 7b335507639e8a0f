/** The offers for a post, for its owner. */

import { OFFERS_PER_PAGE } from '#contract/offers.ts';
import { ownPost, type OwnPostServices } from './own-post.ts';
import type { Offer, Offers, OwnerProfile } from './ports.ts';

export interface ListOffersServices extends OwnPostServices {
  readonly offers: Pick<Offers, 'listFor'>;
}

/** An offer, with what the owner sees of the person. */
export interface FoundOffer {
  readonly offer: Offer;
  readonly profile: OwnerProfile;
}

/**
 * Returns the offers for a post in the order in which they were made, without those of people who are not there for
 * the owner. Of more than a page, each page, in the order of names, is ordered by itself.
 * @param after the last name that the page before looked at
 * @throws {Refusal} `not-found`; `not-yours` where the person may read the post
 */
export async function listOffers(
  services: ListOffersServices,
  person: string,
  post: string,
  after: string | undefined,
): Promise<{ readonly found: readonly FoundOffer[]; readonly next: string | undefined }> {
  await ownPost(services, person, post);
  const stored = await services.offers.listFor(post, { after, limit: OFFERS_PER_PAGE + 1 });
  const page = stored.slice(0, OFFERS_PER_PAGE);
  const names = page.map((offer) => offer.person);
  const visible = await services.owners.visible(person, names, 'eventual');
  const found = page
    .toSorted((one, other) => one.offeredAt - other.offeredAt)
    .flatMap((offer) => {
      const profile = visible.get(offer.person);
      return profile ? [{ offer, profile }] : [];
    });
  return { found, next: stored.length > OFFERS_PER_PAGE ? page.at(-1)?.person : undefined };
}
