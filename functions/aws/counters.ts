/** Counters behind the limits. They share the connections table, under keys that no user name can take, and expire. */

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Attempts } from '../core/attempts.ts';
import type { SpendingCounters } from '../core/files/ports.ts';
import type { Counters, DistinctCounters } from '../core/ports.ts';
import { conditionHeld, dynamo, timeToLive, unlessConditionFailed } from './dynamo.ts';

const keyOf = (counter: string) => ({ username: `limit#${counter}` });

/** @param table the connections table */
export const counters = (table: string): Counters => ({
  take(counter, limit, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(counter),
      UpdateExpression: 'ADD taken :one SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
      ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':until': timeToLive(until) },
    });
    return conditionHeld(dynamo.send(update));
  },
});

/** @param table the connections table */
export const spendingCounters = (table: string): SpendingCounters => ({
  async spend(counter, amount, limit, until) {
    if (amount > limit) return undefined;
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(counter),
      UpdateExpression: 'ADD taken :amount SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR taken <= :room',
      ExpressionAttributeValues: { ':amount': amount, ':room': limit - amount, ':until': timeToLive(until) },
      ReturnValues: 'UPDATED_NEW',
    });
    const answer = await unlessConditionFailed(dynamo.send(update));
    return answer && Number(answer.Attributes?.['taken']);
  },
  giveBack: (counter, amount) => giveBack(table, counter, amount),
});

/** @param table the connections table */
export const attemptCounters = (table: string): Attempts => ({
  async take(counter, limit, now, until) {
    const window = { TableName: table, Key: keyOf(counter) };
    const times = { ':now': Math.floor(now / 1000), ':until': timeToLive(until), ':one': 1 };
    // DynamoDB deletes expired items late: an expired window counts as none.
    const first = new UpdateCommand({
      ...window,
      UpdateExpression: 'SET taken = :one, expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR expiresAt <= :now',
      ExpressionAttributeValues: times,
    });
    const another = new UpdateCommand({
      ...window,
      UpdateExpression: 'SET expiresAt = :until ADD taken :one',
      ConditionExpression: 'expiresAt > :now AND taken < :limit',
      ExpressionAttributeValues: { ...times, ':limit': limit },
    });
    return (await conditionHeld(dynamo.send(first))) || conditionHeld(dynamo.send(another));
  },

  giveBack: (counter) => giveBack(table, counter, 1),
});

/** Takes off a counter what it has. One that has expired meanwhile stays away. */
async function giveBack(table: string, counter: string, amount: number): Promise<void> {
  const update = new UpdateCommand({
    TableName: table,
    Key: keyOf(counter),
    UpdateExpression: 'ADD taken :less',
    ConditionExpression: 'taken >= :amount',
    ExpressionAttributeValues: { ':less': -amount, ':amount': amount },
  });
  await conditionHeld(dynamo.send(update));
}

/** @param table the connections table */
export const distinctCounters = (table: string): DistinctCounters => ({
  take(counter, member, limit, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(counter),
      UpdateExpression: 'ADD members :members SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(members) OR contains(members, :member) OR size(members) < :limit',
      ExpressionAttributeValues: {
        ':members': new Set([member]),
        ':member': member,
        ':limit': limit,
        ':until': timeToLive(until),
      },
    });
    return conditionHeld(dynamo.send(update));
  },
});
