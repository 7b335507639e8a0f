/** What a job about a saved search says, read again: a new post that it finds. */

import { finding } from '../feed/finding.ts';
import type { Posts } from '../feed/ports.ts';
import { ownerOf } from '../feed/post-id.ts';
import { cardOf, isShown } from '../feed/post.ts';
import type { Searches } from '../feed/saved-searches.ts';
import type { Clock, Conversations } from '../ports.ts';
import type { SearchJob } from './job.ts';
import type { ToldSearches } from './told-searches.ts';
import { isHeard } from './told.ts';

export interface SearchOccasionServices {
  readonly posts: Pick<Posts, 'get'>;
  readonly searches: Pick<Searches, 'get'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly toldSearches: Pick<ToldSearches, 'get' | 'claim' | 'finish'>;
  readonly clock: Clock;
}

/** Returns undefined where the search or the post has changed, where they have looked, or where a block is between. */
export async function occasionOfSearch(
  { posts, searches, conversations, toldSearches, clock }: SearchOccasionServices,
  { recipient, post: id, search: searchId, at }: SearchJob,
) {
  const owner = ownerOf(id);
  const [post, saved, one, other] = await Promise.all([
    posts.get(id),
    searches.get(recipient),
    conversations.get(recipient, owner),
    conversations.get(owner, recipient),
  ]);
  const search = saved.searches.find((each) => each.id === searchId);
  const { readUntil = 0 } = saved;
  if (!post || !search || owner === recipient || post.createdAt <= readUntil) return undefined;
  if (post.erasedAt !== undefined || !isShown(post, clock.now()) || !finding(search, clock.now())(cardOf(post)))
    return undefined;
  if ((one && !isHeard(one, clock.now())) || other?.blocked === true) return undefined;
  const key = { person: recipient, search: searchId };
  const content = {
    kind: 'search',
    post: { id, title: post.title },
    search: { id: searchId, ...(search.name !== undefined && { name: search.name }) },
  };
  return {
    subject: 'searches' as const,
    from: owner,
    at,
    thread: `search#${searchId}`,
    urgency: 'normal' as const,
    claim: async () => ((await toldSearches.claim(key, post.createdAt, readUntil, clock.now())) ? content : undefined),
    claimed: async () => ((await toldSearches.get(key))?.post === post.createdAt ? content : undefined),
    finish: () => toldSearches.finish(key, post.createdAt),
  };
}
