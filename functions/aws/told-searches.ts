/**
 * Noting of which found post somebody was told, in items of the connections table that expire. Their keys are hashes,
 * which no user name can take, and name nobody: a deletion need not find them.
 */

import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { searchKeyName, type SearchKey, type SearchTold, type ToldSearches } from '../core/push/told-searches.ts';
import { CLAIM_MS } from '../core/push/told.ts';
import { conditionHeld, dynamo, getMany, timeToLive } from './dynamo.ts';

/** Longer than a search finds a post that it once found: it reaches a month back. */
const REMEMBERED_MS = 60 * 24 * 60 * 60_000;

interface Item extends SearchTold {
  readonly username: string;
}

/** @param table of the connections */
export function toldSearches(table: string): ToldSearches {
  const keyOf = (key: SearchKey) => ({
    username: `found#${createHash('sha256').update(searchKeyName(key)).digest('base64url')}`,
  });
  const read = async (
    keys: readonly SearchKey[],
    consistency?: 'eventual',
  ): Promise<ReadonlyMap<string, SearchTold>> => {
    const names = new Map(keys.map((key) => [keyOf(key).username, searchKeyName(key)]));
    const items = await getMany<Item>(
      table,
      [...names.keys()].map((username) => ({ username })),
      consistency,
    );
    return new Map(
      items.map(({ username, post, at, posted }) => [
        names.get(username) ?? '',
        { post, at, ...(posted !== undefined && { posted }) },
      ]),
    );
  };

  return {
    getMany: (keys) => read(keys, 'eventual'),

    async get(key) {
      return (await read([key])).get(searchKeyName(key));
    },

    async claim(key, post, readUntil, now) {
      if (post <= readUntil) return false;
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: 'SET post = :post, #at = :now, expiresAt = :until REMOVE posted',
        ConditionExpression:
          'attribute_not_exists(post) OR post <= :read OR (#at <= :lapsed AND attribute_not_exists(posted))',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: {
          ':post': post,
          ':now': now,
          ':read': readUntil,
          ':lapsed': now - CLAIM_MS,
          ':until': timeToLive(now + REMEMBERED_MS),
        },
      });
      return conditionHeld(dynamo.send(update));
    },

    async finish(key, post) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: 'SET posted = :true',
        ConditionExpression: 'post = :post',
        ExpressionAttributeValues: { ':post': post, ':true': true },
      });
      await conditionHeld(dynamo.send(update));
    },
  };
}
