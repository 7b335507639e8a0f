/** Saved searches, in the table of posts: one item for each person, under an id that no post has. */

import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SavedSearch, SavedSearches, Searches } from '../core/feed/saved-searches.ts';
import { conditionHeld, dynamo, getMany } from './dynamo.ts';
import { postsTable as schema } from './tables.ts';

interface Item {
  readonly searches?: readonly SavedSearch[];
  readonly readUntil?: number;
  readonly revision?: number;
}

export function searchesTable(table: string): Searches {
  const keyOf = (owner: string) => ({ owner, id: schema.searches });

  return {
    async get(person) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: keyOf(person), ConsistentRead: true }),
      );
      return savedIn((Item ?? {}) as Item);
    },

    async getMany(people) {
      const items = await getMany<Item & { readonly owner: string }>(table, people.map(keyOf), 'eventual');
      return new Map(items.map((item) => [item.owner, savedIn(item)]));
    },

    save(person, searches, revision) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(person),
        UpdateExpression: 'SET searches = :searches, revision = :next',
        ConditionExpression: revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :revision',
        ExpressionAttributeValues: {
          ':searches': searches,
          ':next': revision + 1,
          ...(revision > 0 && { ':revision': revision }),
        },
      });
      return conditionHeld(dynamo.send(update));
    },

    async advance(person, readUntil) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(person),
        UpdateExpression: 'SET readUntil = :until',
        ConditionExpression: 'attribute_not_exists(readUntil) OR readUntil < :until',
        ExpressionAttributeValues: { ':until': readUntil },
      });
      await conditionHeld(dynamo.send(update));
    },
  };
}

const savedIn = ({ searches = [], readUntil, revision = 0 }: Item): SavedSearches => ({
  searches,
  readUntil,
  revision,
});
