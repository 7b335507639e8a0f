/**
 * What became of a post, for those who made an offer for it. They may know it of a post that is over, too, which is
 * there for nobody else but its owner: without it they would wait for an answer. They learn who was chosen only where
 * it is they themselves.
 */

import { notFound } from '#contract/refusal.ts';
import type { Clock } from '../ports.ts';
import type { Offers, Owners, Posts } from './ports.ts';
import { ownerOf } from './post-id.ts';
import { isClosed, type Post } from './post.ts';

export interface OutcomeServices {
  readonly posts: Pick<Posts, 'get'>;
  readonly offers: Pick<Offers, 'get'>;
  readonly owners: Pick<Owners, 'visible'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Outcome extends Pick<Post, 'id' | 'kind' | 'title'> {
  readonly status: Post['status'] | 'expired';
  readonly chosen: 'you' | 'another' | 'none';
}

/**
 * Returns what became of a post.
 * @throws {Refusal} `not-found` without an offer; for a post that was erased, removed or hidden, whose words are to be
 * seen no more; and where the owner is gone, or one of the two has blocked the other
 */
export async function readOutcome(
  { posts, offers, owners, clock }: OutcomeServices,
  reader: string,
  id: string,
): Promise<Outcome> {
  const owner = ownerOf(id);
  const [post, offer, visible] = await Promise.all([
    posts.get(id),
    offers.get(id, reader),
    owners.visible(reader, [owner], 'strong'),
  ]);
  const isThere = post && offer && visible.has(owner);
  const isReadable = isThere && post.erasedAt === undefined && post.hiddenAt === undefined && post.status !== 'removed';
  if (!isReadable) throw notFound();
  const { kind, title, status, lastsUntil } = post;
  const isExpired = !isClosed(post) && lastsUntil <= clock.now();
  return { id, kind, title, status: isExpired ? 'expired' : status, chosen: chosenOf(post, reader) };
}

function chosenOf({ status, promisedTo, helpers = [], othersHelped = 0 }: Post, reader: string): Outcome['chosen'] {
  const chosen =
    status === 'done' ? helpers.map(({ username }) => username) : promisedTo === undefined ? [] : [promisedTo];
  if (chosen.includes(reader)) return 'you';
  return chosen.length > 0 || othersHelped > 0 ? 'another' : 'none';
}
