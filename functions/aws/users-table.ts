/** Profiles. Key: `initial` (a name's first character), `username`; so a list in the order of names is one query an initial. */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { initialOf } from '#contract/user-name.ts';
import type { ProfileChange, User, UserDirectory } from '../core/people.ts';
import { conditionHeld, dynamo, getMany, queryAll, unlessConditionFailed } from './dynamo.ts';

export interface UsersTable extends UserDirectory {
  /** The profile, or what is left of a deleted one. */
  get(username: string): Promise<User | undefined>;
  /** The profiles there are of these people, deleted ones too, in no order. */
  getMany(usernames: readonly string[]): Promise<readonly User[]>;
  /** Makes the profile unless the name is or was somebody's. */
  create(username: string, at: number): Promise<void>;
  /** Changes a living person's profile, and answers what it is then; undefined where there is none. */
  update(username: string, change: ProfileChange): Promise<User | undefined>;
  /** Leaves nothing of a profile but that its name was somebody's. */
  leaveTombstone(username: string, at: number): Promise<void>;
  /** Notes when a person was last connected. */
  seen(username: string, at: number): Promise<void>;
}

export function usersTable(table: string): UsersTable {
  const keyOf = (username: string) => ({ initial: initialOf(username), username });

  return {
    async get(username) {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: keyOf(username) }));
      return Item as User | undefined;
    },

    async getMany(usernames) {
      return (await getMany(table, usernames.map(keyOf))) as unknown as User[];
    },

    async create(username, at) {
      const profile: User = { username, displayName: username, createdAt: at };
      const put = new PutCommand({
        TableName: table,
        Item: { ...keyOf(username), ...profile },
        ConditionExpression: 'attribute_not_exists(username)',
      });
      await conditionHeld(dynamo.send(put));
    },

    async update(username, change) {
      const changed = Object.keys(change);
      const given = Object.entries(change).filter(([, value]) => value !== null);
      const removed = Object.entries(change).filter(([, value]) => value === null);
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(username),
        UpdateExpression: [
          given.length > 0 && `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          removed.length > 0 && `REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`,
        ]
          .filter(Boolean)
          .join(' '),
        ConditionExpression: 'attribute_exists(username) AND attribute_not_exists(deletedAt)',
        ExpressionAttributeNames: Object.fromEntries(changed.map((name) => [`#${name}`, name])),
        ...(given.length > 0 && {
          ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        }),
        ReturnValues: 'ALL_NEW',
      });
      return (await unlessConditionFailed(dynamo.send(update)))?.Attributes as User | undefined;
    },

    async leaveTombstone(username, at) {
      const tombstone: User = { username, displayName: username, createdAt: at, deletedAt: at };
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...keyOf(username), ...tombstone } }));
    },

    async seen(username, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(username),
        UpdateExpression: 'SET lastSeenAt = :at',
        ConditionExpression: 'attribute_exists(username) AND attribute_not_exists(deletedAt)',
        ExpressionAttributeValues: { ':at': at },
      });
      await conditionHeld(dynamo.send(update));
    },

    async ofInitial(initial, { prefix, after, limit }) {
      const items = await queryAll(
        {
          TableName: table,
          KeyConditionExpression: prefix
            ? 'initial = :initial AND begins_with(username, :prefix)'
            : 'initial = :initial',
          FilterExpression: 'attribute_not_exists(deletedAt)',
          ExpressionAttributeValues: { ':initial': initial, ...(prefix && { ':prefix': prefix }) },
          ...(after && { ExclusiveStartKey: keyOf(after) }),
        },
        limit,
      );
      return items as unknown as User[];
    },
  };
}
