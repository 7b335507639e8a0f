/** Whose posts a reader sees: profiles and blocks of the owners. */

import { initialOf } from '#contract/user-name.ts';
import type { ConversationRow } from '../core/conversation-row.ts';
import type { OwnerProfile, Owners } from '../core/feed/ports.ts';
import type { User } from '../core/user.ts';
import { BATCH_GET_MAX, getAcross, getMany, inBatches } from './dynamo.ts';

/** Each owner takes three keys: their profile, and each one's view of the other. */
const OWNERS_PER_READ = Math.floor(BATCH_GET_MAX / 3);

/** Returns those of the people who have not deleted their accounts. It stands apart for the consumer of posts. */
export const remainingPeople =
  (usersTable: string): Owners['remaining'] =>
  async (people) => {
    const keys = [...new Set(people)].map((username) => ({ initial: initialOf(username), username }));
    const users = await getMany<User>(usersTable, keys);
    return new Set(users.filter(({ deletedAt }) => deletedAt === undefined).map(({ username }) => username));
  };

export const postOwners = (usersTable: string, conversationsTable: string): Owners => ({
  async visible(reader, owners, consistency) {
    const ConsistentRead = consistency === 'strong';
    const visible = new Map<string, OwnerProfile>();
    const read = async (people: readonly string[]): Promise<void> => {
      const others = people.filter((person) => person !== reader);
      const rows = others.flatMap((owner) => [
        { username: owner, peer: reader },
        { username: reader, peer: owner },
      ]);
      const found = await getAcross({
        [usersTable]: {
          Keys: people.map((username) => ({ initial: initialOf(username), username })),
          ConsistentRead,
        },
        ...(rows.length > 0 && { [conversationsTable]: { Keys: rows, ConsistentRead } }),
      });
      const blocks = ((found.get(conversationsTable) ?? []) as ConversationRow[]).filter(({ blocked }) => blocked);
      const apart = new Set(blocks.flatMap(({ username, peer }) => [username, peer]));
      for (const { username, displayName, createdAt, deletedAt, disabledAt } of (found.get(usersTable) ?? []) as User[])
        if (deletedAt === undefined && disabledAt === undefined && (username === reader || !apart.has(username)))
          visible.set(username, { displayName, createdAt });
    };
    await Promise.all(inBatches(owners, OWNERS_PER_READ).map(read));
    return visible;
  },

  remaining: remainingPeople(usersTable),
});
