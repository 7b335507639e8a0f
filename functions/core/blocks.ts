/** Who has blocked whom: a mark on one's own row of the conversation with that person. */

import { Refusal, notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { requireActive, type User } from './people.ts';

export interface BlockStores {
  readonly users: { get(username: string): Promise<User | undefined> };
  readonly conversations: {
    /** What `username` has read stays shown to `peer` as it is now. */
    block(username: string, peer: string, at: number): Promise<void>;
    unblock(username: string, peer: string): Promise<void>;
  };
}

/** @throws {Refusal} `no-session`, `not-found` where there is no such person, `invalid` for oneself */
export async function block(
  { users, conversations }: BlockStores,
  person: string,
  peer: string,
  at: number,
): Promise<void> {
  if (!isUserName(peer)) throw notFound();
  if (peer === person) throw new Refusal('invalid', 'You can not block yourself.', { errors: { username: 'Is you' } });
  const [user, self] = await Promise.all([users.get(peer), users.get(person)]);
  requireActive(self);
  if (!user || user.deletedAt !== undefined) throw notFound();
  await conversations.block(person, peer, at);
}

/** Does nothing where the person is not blocked. @throws {Refusal} `not-found` for what can not be a name */
export async function unblock(
  { conversations }: Pick<BlockStores, 'conversations'>,
  person: string,
  peer: string,
): Promise<void> {
  if (!isUserName(peer)) throw notFound();
  await conversations.unblock(person, peer);
}
