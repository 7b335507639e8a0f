/** Counts for limits. They share the connections table, under keys that no person's name can be, and go with time. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Counters } from '../core/limits.ts';
import { conditionHeld, dynamo } from './dynamo.ts';

/** @param table the connections table */
export const counters = (table: string): Counters => ({
  take(counter, limit, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: { username: `limit#${counter}` },
      UpdateExpression: 'ADD taken :one SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
      ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':until': Math.ceil(until / 1000) },
    });
    return conditionHeld(dynamo.send(update));
  },
});
