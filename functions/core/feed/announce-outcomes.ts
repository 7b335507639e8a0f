/**
 * Telling the people concerned that the outcome of a post may have changed: it was promised, opened again, done,
 * withdrawn or removed. Concerned are its owner and those who made an offer. People who have left, are disabled, or
 * are apart from the owner by a block are not told: they cannot read the outcome either.
 */

import type { ServerFrame } from '#contract/frames.ts';
import { notifyEach, type NotifyServices } from '../notify.ts';
import type { Offers, Owners } from './ports.ts';
import type { Post } from './post.ts';

export interface OutcomeNoticeServices extends NotifyServices {
  readonly offers: Pick<Offers, 'listFor'>;
  readonly owners: Pick<Owners, 'visible'>;
}

/** People who are told of a post at most, by the order of their names. The others find out when they look next. */
const OFFERS_MAX = 200;

/** True if this very version changed what those who made an offer can know. A hidden post is there for none of them. */
export const changesOutcome = ({ version, outcomeVersion, hiddenAt }: Post): boolean =>
  outcomeVersion === version && hiddenAt === undefined;

/**
 * @param posts as they were stored; those whose outcome did not change are passed over
 * @param deadline epoch milliseconds after which nothing is begun
 * @returns how many frames were not delivered
 */
export async function announceOutcomes(
  services: OutcomeNoticeServices,
  posts: readonly Post[],
  deadline: number,
): Promise<number> {
  const { offers, owners, clock } = services;
  const changed = new Map(posts.filter(changesOutcome).map((post) => [post.id, post]));
  let dropped = 0;
  // One after the other: each may concern many people.
  for (const { id, owner } of changed.values()) {
    if (clock.now() >= deadline) break;
    const made = await offers.listFor(id, { limit: OFFERS_MAX });
    const concerned = await owners.visible(owner, [owner, ...made.map(({ person }) => person)], 'strong');
    const frame: ServerFrame = { type: 'outcome', post: id };
    if (concerned.has(owner)) dropped += await notifyEach([...concerned.keys()], frame, services, deadline);
  }
  return dropped;
}
