/** A person's preferences for a conversation. */

import type { Preferences } from './conversation-row.ts';
import { relist, type RelistServices } from './inbox/relist.ts';
import type { Conversations, Users } from './ports.ts';
import { requireUser } from './require-user.ts';

export interface UpdateConversationServices extends RelistServices {
  readonly users: Pick<Users, 'get'>;
  readonly conversations: RelistServices['conversations'] & Pick<Conversations, 'setPreferences'>;
}

/** Sets the given preferences. @throws {Refusal} `not-found` where there is no such user */
export async function updateConversation(
  services: UpdateConversationServices,
  person: string,
  peer: string,
  preferences: Preferences,
): Promise<void> {
  const { users, conversations, clock } = services;
  await requireUser(users, peer);
  await relist(services, await conversations.setPreferences(person, peer, preferences, clock.now()));
}
