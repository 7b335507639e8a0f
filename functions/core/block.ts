/** Blocking a person: a mark on one's own row of the conversation with them. */

import { notFound, refuseField } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { relist, type RelistServices } from './inbox/relist.ts';
import type { Ledger } from './ledger.ts';
import type { Conversations, Users } from './ports.ts';

export interface BlockServices extends RelistServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: RelistServices['conversations'] & Pick<Conversations, 'block' | 'unblock'>;
  readonly ledger: Ledger;
}

/** @throws {Refusal} `not-found` where there is no such user, `invalid` for oneself */
export async function block(services: BlockServices, person: string, peer: string): Promise<void> {
  const { users, conversations, ledger, clock } = services;
  if (!isUserName(peer)) throw notFound();
  if (peer === person) throw refuseField('username', 'oneself', 'This is you', 'You cannot block yourself.');
  const user = await users.get(peer);
  if (!user || user.deletedAt !== undefined) throw notFound();
  await ledger.note({ kind: 'block', person, peer, blocked: true }, clock.now());
  const row = await conversations.block(person, peer, clock.now());
  // A request of somebody who is blocked is no longer among the requests.
  if (row) await relist(services, row);
}

/** Rows that one page of the list reads: among them there may be few or none of blocked people. */
const ROWS_MAX = 1_000;

/**
 * Returns a page of the names of the people a person has blocked, in their order, and the last name it looked at, if
 * there may be more.
 * @param after the last name that the page before looked at
 */
export async function listBlocked(
  conversations: Pick<Conversations, 'list'>,
  person: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<{ readonly names: readonly string[]; readonly next: string | undefined }> {
  const rows = await conversations.list(person, { after, limit: ROWS_MAX });
  const blocked = rows.filter((row) => row.blocked).map(({ peer }) => peer);
  const names = blocked.slice(0, limit);
  if (blocked.length > limit) return { names, next: names.at(-1) };
  return { names, next: rows.length < ROWS_MAX ? undefined : rows.at(-1)?.peer };
}

/** Does nothing where the person is not blocked. @throws {Refusal} `not-found` for what cannot be a name */
export async function unblock(services: Omit<BlockServices, 'users'>, person: string, peer: string): Promise<void> {
  const { conversations, ledger, clock } = services;
  if (!isUserName(peer)) throw notFound();
  const row = await conversations.unblock(person, peer);
  if (row) await relist(services, row);
  // Noted last: if we crash in between, a restore blocks rather than unblocks.
  await ledger.note({ kind: 'block', person, peer, blocked: false }, clock.now());
}
