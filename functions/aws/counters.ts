/** Counts for limits. They share the connections table, under keys that no person's name can be, and go with time. */

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Collections, Counters } from '../core/limits.ts';
import { conditionHeld, dynamo } from './dynamo.ts';

const keyOf = (name: string) => ({ username: `limit#${name}` });
const secondsOf = (epochMilliseconds: number): number => Math.ceil(epochMilliseconds / 1000);

/** @param table the connections table */
export const counters = (table: string): Counters => ({
  take(counter, limit, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(counter),
      UpdateExpression: 'ADD taken :one SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
      ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':until': secondsOf(until) },
    });
    return conditionHeld(dynamo.send(update));
  },
});

/** @param table the connections table */
export const collections = (table: string): Collections => ({
  add(collection, thing, limit, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: keyOf(collection),
      UpdateExpression: 'ADD things :things SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(things) OR contains(things, :thing) OR size(things) < :limit',
      ExpressionAttributeValues: {
        ':things': new Set([thing]),
        ':thing': thing,
        ':limit': limit,
        ':until': secondsOf(until),
      },
    });
    return conditionHeld(dynamo.send(update));
  },
});
