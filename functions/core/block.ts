/** Blocking a person: a mark on one's own row of the conversation with them. */

import { Refusal, notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import type { Clock, Conversations, Users } from './ports.ts';

export interface BlockServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: Pick<Conversations, 'block' | 'unblock'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** @throws {Refusal} `not-found` where there is no such user, `invalid` for oneself */
export async function block(
  { users, conversations, clock }: BlockServices,
  person: string,
  peer: string,
): Promise<void> {
  if (!isUserName(peer)) throw notFound();
  if (peer === person)
    throw new Refusal('invalid', 'You cannot block yourself.', { errors: { username: 'This is you' } });
  const user = await users.get(peer);
  if (!user || user.deletedAt !== undefined) throw notFound();
  await conversations.block(person, peer, clock.now());
}

/** Does nothing where the person is not blocked. @throws {Refusal} `not-found` for what cannot be a name */
export async function unblock(
  { conversations }: Pick<BlockServices, 'conversations'>,
  person: string,
  peer: string,
): Promise<void> {
  if (!isUserName(peer)) throw notFound();
  await conversations.unblock(person, peer);
}
