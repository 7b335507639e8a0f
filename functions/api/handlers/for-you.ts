/** Endpoints of saved searches, and of what they find. */

import { METERS_PER_KM, pointIn } from '#contract/near.ts';
import type { Parsed } from '#contract/route.ts';
import * as routes from '#contract/routes/for-you.ts';
import { deleteSearch, readUntil, saveSearch, type SaveSearchServices } from '../../core/feed/change-searches.ts';
import { postsForYou, type ForYouServices } from '../../core/feed/for-you.ts';
import type { SavedSearch } from '../../core/feed/saved-searches.ts';
import { countSmallWrite } from '../../core/limits.ts';
import type { Counters } from '../../core/ports.ts';
import { presentCard, presentSearch } from '../present-post.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface ForYouEndpointServices extends Omit<ForYouServices, 'searches' | 'clock'>, SaveSearchServices {
  readonly counters: Counters;
}

export const forYouEndpoints = (services: ForYouEndpointServices) => [
  endpoint(routes.listSearches, async ({ caller }) => {
    const { searches } = await services.searches.get(caller.username);
    return { status: 200, body: { items: searches.map(presentSearch) } };
  }),

  endpoint(routes.saveSearch, async ({ caller, parameters, body }) => {
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    await saveSearch(services, caller.username, searchOf(parameters.id, body));
    return { status: 204 };
  }),

  endpoint(routes.deleteSearch, async ({ caller, parameters }) => {
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    await deleteSearch(services, caller.username, parameters.id);
    return { status: 204 };
  }),

  endpoint(routes.getForYou, async ({ caller }) => {
    const forYou = await postsForYou(services, caller.username);
    return {
      status: 200,
      body: {
        items: forYou.found.map(({ card, owner, searches }) => ({
          ...presentCard(card, owner),
          searches: [...searches],
        })),
        unread: forYou.unread,
        ...(forYou.hasMore && { more: true }),
        ...(forYou.readUntil !== undefined && { readUntil: timestampOf(forYou.readUntil) }),
        completeUntil: timestampOf(forYou.completeUntil),
      },
    };
  }),

  endpoint(routes.readForYou, async ({ caller, body }) => {
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    await readUntil(services, caller.username, Date.parse(body.readUntil));
    return { status: 204 };
  }),
];

function searchOf(
  id: string,
  { name, near, radius, kind, categories, words }: Parsed<typeof routes.saveSearch>['body'],
): SavedSearch {
  const middle = near === undefined ? undefined : pointIn(near);
  return {
    id,
    ...(name !== undefined && { name }),
    ...(middle && radius !== undefined && { area: { middle, radiusMeters: radius * METERS_PER_KM } }),
    ...(kind !== undefined && { kind }),
    ...(categories && { categories }),
    ...(words !== undefined && { words }),
  };
}
