/**
 * What must be known before something is written to a person, in one read: both profiles, the recipient's row, and the
 * entry that the sender has seen last.
 */

import { initialOf } from '#contract/user-name.ts';
import type { ConversationRow } from '../core/conversation-row.ts';
import type { Entry } from '../core/entry.ts';
import type { Recipients } from '../core/recipients.ts';
import type { User } from '../core/user.ts';
import { getAcross } from './dynamo.ts';

export const recipients = (usersTable: string, conversationsTable: string, messagesTable: string): Recipients => ({
  async load(username, sender, seen) {
    const people = [...new Set([username, sender])];
    const found = await getAcross({
      // Eventually consistent: a person who was just deleted or disabled reads nothing any more, and soon
      // writes nothing.
      [usersTable]: { Keys: people.map((person) => ({ initial: initialOf(person), username: person })) },
      // Strongly consistent: a block holds from the moment it is answered.
      [conversationsTable]: { Keys: [{ username, peer: sender }], ConsistentRead: true },
      // Eventually consistent: where the entry is there it is the same, and where it is not, the log is read.
      ...(seen && { [messagesTable]: { Keys: [{ conversation: seen.conversation, seq: seen.seq }] } }),
    });
    const profiles = (found.get(usersTable) ?? []) as User[];
    const profileOf = (person: string) => profiles.find((profile) => profile.username === person);
    const [row] = (found.get(conversationsTable) ?? []) as ConversationRow[];
    const [entry] = (found.get(messagesTable) ?? []) as Entry[];
    return {
      profile: profileOf(username),
      blocksSender: row?.blocked === true,
      sender: profileOf(sender),
      seen: entry,
    };
  },
});
