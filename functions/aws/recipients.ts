/** What must be known before something is written to a person: both profiles and the recipient's row, in one read. */

import { initialOf } from '#contract/user-name.ts';
import type { ConversationRow } from '../core/conversation-row.ts';
import type { Recipients } from '../core/ports.ts';
import type { User } from '../core/user.ts';
import { getAcross } from './dynamo.ts';

export const recipients = (usersTable: string, conversationsTable: string): Recipients => ({
  async load(username, sender) {
    const people = [...new Set([username, sender])];
    const found = await getAcross({
      // Eventually consistent: a person who was just deleted or disabled reads nothing any more, and soon
      // writes nothing.
      [usersTable]: { Keys: people.map((person) => ({ initial: initialOf(person), username: person })) },
      // Strongly consistent: a block holds from the moment it is answered.
      [conversationsTable]: { Keys: [{ username, peer: sender }], ConsistentRead: true },
    });
    const profiles = (found.get(usersTable) ?? []) as User[];
    const profileOf = (person: string) => profiles.find((profile) => profile.username === person);
    const [row] = (found.get(conversationsTable) ?? []) as ConversationRow[];
    return { profile: profileOf(username), blocksSender: row?.blocked === true, sender: profileOf(sender) };
  },
});
