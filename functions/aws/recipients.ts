/** What there is to know of a recipient before a message may be written: two items of two tables, in one read. */
import type { ConversationRow } from '../core/inbox.ts';
import type { User } from '../core/people.ts';
import type { Recipients } from '../core/send.ts';
import { initialOf } from '../core/user-name.ts';
import { getAcross } from './dynamo.ts';

export const recipients = (usersTable: string, conversationsTable: string): Recipients => ({
  async of(username, sender) {
    const found = await getAcross({
      // Who was deleted or disabled a moment ago reads nothing any more: soon is enough.
      [usersTable]: { Keys: [{ initial: initialOf(username), username }] },
      // A block holds from when it was answered.
      [conversationsTable]: { Keys: [{ username, peer: sender }], ConsistentRead: true },
    });
    const [profile] = (found.get(usersTable) ?? []) as unknown as User[];
    const [row] = (found.get(conversationsTable) ?? []) as unknown as ConversationRow[];
    return { profile, blocksSender: row?.blocked === true };
  },
});
