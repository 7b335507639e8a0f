/**
 * Copies of saved searches, by topic, in the table of those who watch the feed: under `search/<topic>`, by a hash of
 * person and search. The hash spreads them, so a reader that begins anywhere sees any of them.
 */

import { createHash } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Seeker, Seekers } from '../core/feed/seekers.ts';
import { dynamo, queryAll, timeToLive } from './dynamo.ts';

/** Copies that are read of a topic for one post at most: some 100 KB. */
const READ_MAX = 300;

interface Item extends Seeker {
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Before every hash. A key has no empty strings. */
const FIRST = '0';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** @param table of the watchers */
export function seekersTable(table: string, now: () => number): Seekers {
  const topicName = (topic: string): string => `search/${topic}`;
  const keyOf = (topic: string, person: string, search: string) => ({
    topic: topicName(topic),
    connectionId: hashOf(`${person} ${search}`),
  });
  const read = (topic: string, operator: '<' | '>=', start: string, limit: number): Promise<readonly Item[]> => {
    const query = {
      TableName: table,
      KeyConditionExpression: `topic = :topic AND connectionId ${operator} :start`,
      ExpressionAttributeValues: { ':topic': topicName(topic), ':start': start },
    };
    return queryAll<Item>(query, limit);
  };

  /** Reads from a place on, and around the end. */
  const drawn = async (topic: string, start: string): Promise<readonly Item[]> => {
    const behind = await read(topic, '>=', start, READ_MAX);
    const before = behind.length < READ_MAX ? await read(topic, '<', start, READ_MAX - behind.length) : [];
    return [...behind, ...before];
  };

  return {
    async add(topic, { person, search }, until) {
      const Item = { ...keyOf(topic, person, search.id), person, search, expiresAt: timeToLive(until) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    async remove(topic, person, search) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: keyOf(topic, person, search) }));
    },

    async list(topic, draw) {
      // Most topics have few.
      const first = await read(topic, '>=', FIRST, READ_MAX);
      const some = first.length < READ_MAX ? first : await drawn(topic, hashOf(draw));
      return some.filter(({ expiresAt }) => expiresAt > now() / 1000).map(({ person, search }) => ({ person, search }));
    },
  };
}
