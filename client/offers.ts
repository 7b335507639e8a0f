/** What the owner of a post and those who write from it look up beside their conversations. */

import type { Offer } from '#contract/offers.ts';
import type { Post } from '#contract/posts.ts';
import { getPost, listOffers } from '#contract/routes/posts.ts';
import { isRefusal } from './problem.ts';
import type { Session } from './session.ts';

type Caller = Pick<Session, 'call'>;

/**
 * Returns everybody who has written to me from a post of mine, the first one first.
 * @throws {Failure}
 */
export async function readOffers(session: Caller, post: string, signal?: AbortSignal): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? {} : { cursor };
    const page = await session.call(listOffers, { parameters: { id: post }, query }, signal && { signal });
    offers.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  // Each page has its own order.
  return offers.sort((one, other) => (one.offeredAt < other.offeredAt ? -1 : 1));
}

/**
 * Returns the post that a conversation is about, as it is now; undefined where it is no longer there for me.
 * @throws {Failure}
 */
export async function readPostIfThere(session: Caller, id: string, signal?: AbortSignal): Promise<Post | undefined> {
  try {
    return await session.call(getPost, { parameters: { id } }, signal && { signal });
  } catch (thrown) {
    if (isRefusal(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}
