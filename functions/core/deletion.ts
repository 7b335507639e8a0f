/** The end of an account. The people its owner wrote with keep their conversations; its name is never given out again. */

import { conversationOf } from '#contract/message-id.ts';
import type { Accounts } from './accounts.ts';
import { endAllSessions, type SessionServices } from './sessions.ts';

export interface DeletionServices extends SessionServices {
  readonly accounts: SessionServices['accounts'] & Pick<Accounts, 'signIn' | 'remove'>;
  readonly users: {
    /** Leaves nothing of a profile but that its name was somebody's. */
    leaveTombstone(username: string, at: number): Promise<void>;
  };
  readonly conversations: {
    /** Removes a person's own view of their conversations. */
    removeAll(username: string): Promise<void>;
  };
  readonly log: {
    /** Removes a conversation, entry by entry: again, what is left of it. */
    removeAll(conversation: string): Promise<void>;
  };
}

/** The account itself goes last: until then all of it can be repeated with the same password. */
export async function deleteAccount(services: DeletionServices, username: string, password: string): Promise<void> {
  const { accounts, users, conversations, log, sockets } = services;
  await accounts.signIn(username, password);
  await users.leaveTombstone(username, sockets.clock.now());
  await endAllSessions(services, username);
  // Notes to oneself are nobody's else. Their row goes after them.
  await log.removeAll(conversationOf(username, username));
  await conversations.removeAll(username);
  await accounts.remove(username);
}
