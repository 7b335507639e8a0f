/**
 * The sockets that watch the feed. Key: `topic` (`all#3`, `region/358.442#0`), `connectionId`. A topic is spread over
 * shards by connection id, so that many can come at once; each holds a limited number, so that a notice has a bound. No
 * name is stored here. An item goes with its socket: when it closes, when a notice finds it gone, or when it expires.
 */

import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Watchers } from '../core/feed/ports.ts';
import { dynamo, queryAll, timeToLive } from './dynamo.ts';

/** Shards of a topic: a thousand watchers in all. */
const SHARDS = 5;
/** Watchers of a shard at most. */
const WATCHERS_PER_SHARD = 200;
/** Items read of a shard at most: some are those of sockets that just find the shard full, or have expired. */
const READ_MAX = 2 * WATCHERS_PER_SHARD;

interface Watcher {
  readonly topic: string;
  readonly connectionId: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

export function watchersTable(table: string, now: () => number): Watchers {
  const keyOf = (topic: string, connectionId: string) => ({
    topic: shardName(topic, shardOf(connectionId)),
    connectionId,
  });

  const shard = async (name: string): Promise<readonly string[]> => {
    const query = {
      TableName: table,
      KeyConditionExpression: 'topic = :topic',
      ExpressionAttributeValues: { ':topic': name },
      ConsistentRead: true,
    };
    const items = await queryAll<Watcher>(query, READ_MAX);
    // DynamoDB deletes expired items late.
    return items.filter(({ expiresAt }) => expiresAt > now() / 1000).map(({ connectionId }) => connectionId);
  };

  const remove = async (topic: string, connectionId: string): Promise<void> => {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: keyOf(topic, connectionId) }));
  };

  return {
    // Written first and counted then: of two that come at once, each counts the other, so there are never too many.
    async add(topic, connectionId, until) {
      const key = keyOf(topic, connectionId);
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...key, expiresAt: timeToLive(until) } }));
      if ((await shard(key.topic)).length <= WATCHERS_PER_SHARD) return true;
      await remove(topic, connectionId);
      return false;
    },

    remove,

    async list(topic) {
      const shards = Array.from({ length: SHARDS }, (_, number) => shard(shardName(topic, number)));
      return (await Promise.all(shards)).flat();
    },
  };
}

const shardName = (topic: string, shard: number): string => `${topic}#${shard}`;

/** Spreads connection ids: the gateway draws them at random. */
function shardOf(connectionId: string): number {
  let sum = 0;
  for (const character of connectionId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % SHARDS;
}
