/** The feed's endpoints on stores in memory, as the gateway calls them. */

import type { Post, PostCard } from '#contract/posts.ts';
import * as routes from '#contract/routes/posts.ts';
import * as thanksRoutes from '#contract/routes/thanks.ts';
import { postEndpoints } from '#functions/api/handlers/posts.ts';
import { thanksEndpoints } from '#functions/api/handlers/thanks.ts';
import { serve } from '#functions/api/router.ts';
import type { PostLimits } from '#functions/core/feed/ports.ts';
import { manualClock } from './clock.ts';
import { call, type Received } from './http.ts';
import { MemoryIndex, MemoryOffers, MemoryOwners, MemoryPosts } from './memory-feed.ts';
import { memoryFiles } from './memory-files.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryThanks } from './memory-thanks.ts';
import { NOW } from './posts.ts';

export interface PostCards {
  readonly items: readonly PostCard[];
  readonly next?: string;
}

export function memoryFeed(postLimits: PostLimits = {}) {
  const counted = new Map<string, Set<string>>();
  const stores = {
    posts: new MemoryPosts(),
    index: new MemoryIndex(),
    offers: new MemoryOffers(),
    owners: new MemoryOwners(),
    thanks: new MemoryThanks(),
    clock: manualClock(NOW),
    ledger: new MemoryLedger(),
    ...memoryFiles(),
  };
  const distinctCounters = {
    async take(counter: string, member: string, limit: number) {
      const members = counted.get(counter) ?? new Set();
      counted.set(counter, members);
      if (members.has(member)) return true;
      if (members.size >= limit) return false;
      members.add(member);
      return true;
    },
  };
  // Tests of small writes have a limit of their own.
  const counters = { take: async () => true };
  const services = { ...stores, counters, distinctCounters, postLimits };
  const handler = serve([...postEndpoints(services), ...thanksEndpoints(services)], { person: async () => undefined });
  let requests = 0;
  return {
    ...stores,
    publish: (as: string, fields: object = {}): Promise<Received> =>
      call(handler, routes.createPost, {
        as,
        body: { clientId: `00000000-0000-4000-8000-${String(++requests).padStart(12, '0')}`, kind: 'need', ...fields },
      }),
    list: (as: string, query: Readonly<Record<string, string>> = {}): Promise<Received> =>
      call(handler, routes.listPosts, { as, query }),
    read: (as: string, id: string): Promise<Received> => call(handler, routes.getPost, { as, parameters: { id } }),
    change: (as: string, id: string, body: object): Promise<Received> =>
      call(handler, routes.changePost, { as, parameters: { id }, body }),
    offersFor: (as: string, id: string, query: Readonly<Record<string, string>> = {}): Promise<Received> =>
      call(handler, routes.listOffers, { as, parameters: { id }, query }),
    /** Stores that people wrote to the owner of a post from it. */
    offer: (id: string, ...people: readonly string[]): void =>
      people.forEach(
        (person) =>
          void stores.offers.add({
            post: id,
            person,
            conversation: `${person}~x`,
            seq: 1,
            offeredAt: stores.clock.now(),
          }),
      ),
    outcome: (as: string, id: string): Promise<Received> =>
      call(handler, thanksRoutes.getOutcome, { as, parameters: { id } }),
    thanksOf: (as: string, username: string, query: Readonly<Record<string, string>> = {}): Promise<Received> =>
      call(handler, thanksRoutes.listThanks, { as, parameters: { username }, query }),
    show: (as: string, id: string, shown = true): Promise<Received> =>
      call(handler, thanksRoutes.showThanks, { as, parameters: { id }, body: { shown } }),
    dismiss: (as: string, until: string): Promise<Received> =>
      call(handler, routes.dismissQuiet, { as, body: { until } }),
    remove: (as: string, id: string): Promise<Received> => call(handler, routes.deletePost, { as, parameters: { id } }),
  };
}

export type MemoryFeed = ReturnType<typeof memoryFeed>;

export const postIn = ({ body }: Received): Post => body as Post;
export const cardsIn = ({ body }: Received): readonly PostCard[] => (body as PostCards).items;
