/** Noting in the connections table whether a person sees the page of a socket. */

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Sights } from '../core/connection.ts';
import { SOCKET } from './connections-table.ts';
import { conditionHeld, dynamo } from './dynamo.ts';

/** In a file of its own, so that only the function that receives frames has it. */
export const sights = (table: string): Sights => ({
  async setSight(username, connectionId, visible) {
    const update = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: visible ? 'SET #socket.sight = :true' : 'REMOVE #socket.sight',
      ConditionExpression: 'attribute_exists(#socket)',
      ExpressionAttributeNames: { '#socket': SOCKET + connectionId },
      ...(visible && { ExpressionAttributeValues: { ':true': true } }),
    });
    await conditionHeld(dynamo.send(update));
  },
});
