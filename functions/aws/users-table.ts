/**
 * Profiles. Key: `initial` (a name's first character), `username`, so a list in the order of names is one query
 * per initial.
 */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { initialOf } from '#contract/user-name.ts';
import type { Users } from '../core/ports.ts';
import type { User } from '../core/user.ts';
import { conditionHeld, dynamo, getMany, queryAll, unlessConditionFailed } from './dynamo.ts';

export function usersTable(table: string): Users {
  const keyOf = (username: string) => ({ initial: initialOf(username), username });

  return {
    async get(username, consistency) {
      const get = new GetCommand({
        TableName: table,
        Key: keyOf(username),
        ...(consistency === 'strong' && { ConsistentRead: true }),
      });
      const { Item } = await dynamo.send(get);
      return Item as User | undefined;
    },

    getMany: (usernames) => getMany<User>(table, usernames.map(keyOf)),

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

    async markSeen(username, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(username),
        UpdateExpression: 'SET lastSeenAt = :at',
        ConditionExpression: 'attribute_exists(username) AND attribute_not_exists(deletedAt)',
        ExpressionAttributeValues: { ':at': at },
      });
      await conditionHeld(dynamo.send(update));
    },

    listByInitial(initial, { prefix, after, limit }) {
      return queryAll<User>(
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
    },
  };
}
