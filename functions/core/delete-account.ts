/** Deleting an account. The people its owner wrote with keep their conversations; its name is never given out again. */

import { conversationOf } from '#contract/message-id.ts';
import type { Accounts, Conversations, Log, Users } from './ports.ts';
import { endAllSessions, type EndAllServices } from './sessions.ts';

export interface DeleteAccountServices extends EndAllServices {
  readonly accounts: Pick<Accounts, 'signIn' | 'signOutEverywhere' | 'remove'>;
  readonly users: Pick<Users, 'leaveTombstone'>;
  readonly conversations: Pick<Conversations, 'removeAll'>;
  readonly log: Pick<Log, 'removeAll'>;
}

/** Deletes an account. The account itself goes last: until then everything can be repeated with the same password. */
export async function deleteAccount(
  services: DeleteAccountServices,
  username: string,
  password: string,
): Promise<void> {
  const { accounts, users, conversations, log, clock } = services;
  await accounts.signIn(username, password);
  await users.leaveTombstone(username, clock.now());
  await endAllSessions(services, username);
  // Notes to oneself have no other reader. Their row is removed after them.
  await log.removeAll(conversationOf(username, username));
  await conversations.removeAll(username);
  await accounts.remove(username);
}
