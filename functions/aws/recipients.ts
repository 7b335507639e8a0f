/** What there is to know before a message may be written: its two people's profiles and the recipient's row, in one read. */

import { initialOf } from '#contract/user-name.ts';
import type { ConversationRow } from '../core/inbox.ts';
import type { User } from '../core/people.ts';
import type { Recipients } from '../core/send.ts';
import { getAcross } from './dynamo.ts';

export const recipients = (usersTable: string, conversationsTable: string): Recipients => ({
  async of(username, sender) {
    const found = await getAcross({
      // Who was deleted or disabled a moment ago reads nothing any more, and soon writes nothing: soon is enough.
      [usersTable]: {
        Keys: [...new Set([username, sender])].map((person) => ({ initial: initialOf(person), username: person })),
      },
      // A block holds from when it was answered.
      [conversationsTable]: { Keys: [{ username, peer: sender }], ConsistentRead: true },
    });
    const profiles = (found.get(usersTable) ?? []) as unknown as User[];
    const profileOf = (person: string) => profiles.find((profile) => profile.username === person);
    const [row] = (found.get(conversationsTable) ?? []) as unknown as ConversationRow[];
    return { profile: profileOf(username), blocksSender: row?.blocked === true, sender: profileOf(sender) };
  },
});
