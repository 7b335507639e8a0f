/** A person's preferences for a conversation. */

import type { Preferences } from './conversation-row.ts';
import type { Clock, Conversations, Users } from './ports.ts';
import { requireUser } from './require-user.ts';

export interface UpdateConversationServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: Pick<Conversations, 'setPreferences'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Sets the given preferences. @throws {Refusal} `not-found` where there is no such user */
export async function updateConversation(
  { users, conversations, clock }: UpdateConversationServices,
  person: string,
  peer: string,
  preferences: Preferences,
): Promise<void> {
  await requireUser(users, peer);
  await conversations.setPreferences(person, peer, preferences, clock.now());
}
