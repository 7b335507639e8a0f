/**
 * Profiles. Key: `initial` (a name's first character), `username`, so a list in the order of names is one query
 * per initial. `name-index.ts` has the table's other items.
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

    getMany: (usernames, consistency) => getMany<User>(table, usernames.map(keyOf), consistency),

    async create(user) {
      const put = new PutCommand({
        TableName: table,
        Item: { ...keyOf(user.username), ...user },
        ConditionExpression: 'attribute_not_exists(username)',
      });
      await conditionHeld(dynamo.send(put));
    },

    async update(username, change, ifVersion) {
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
        ConditionExpression: `attribute_exists(username) AND attribute_not_exists(deletedAt)${versionIs(ifVersion)}`,
        ExpressionAttributeNames: Object.fromEntries(changed.map((name) => [`#${name}`, name])),
        ...(given.length > 0 && {
          ExpressionAttributeValues: {
            ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
            ...(ifVersion !== undefined && ifVersion > 0 && { ':ifVersion': ifVersion }),
          },
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

    listByInitial(initial, { after, limit }) {
      return queryAll<User>(
        {
          TableName: table,
          KeyConditionExpression: 'initial = :initial',
          ExpressionAttributeValues: { ':initial': initial },
          ...(after && { ExclusiveStartKey: keyOf(after) }),
        },
        limit,
      );
    },
  };
}

/** @param version 0: the item has none */
const versionIs = (version: number | undefined): string =>
  version === undefined
    ? ''
    : version === 0
      ? ' AND attribute_not_exists(wordsVersion)'
      : ' AND wordsVersion = :ifVersion';
