/** Each person's own view of their conversations. Key: `username`, `peer`. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ConversationRow, ConversationRows } from '../core/inbox.ts';
import type { Projections } from '../core/project.ts';
import type { ReadPosition } from '../core/unread.ts';
import { conditionHeld, dynamo, queryAll } from './dynamo.ts';

export interface ConversationsTable extends ConversationRows, Pick<Projections, 'openConversation'> {
  /** Moves a read position forward, and answers whether it moved. */
  advanceRead(username: string, peer: string, position: ReadPosition, at: number): Promise<boolean>;
}

export function conversationsTable(table: string): ConversationsTable {
  const open = (username: string, peer: string, at: number): Promise<boolean> =>
    conditionHeld(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { username, peer, createdAt: at },
          ConditionExpression: 'attribute_not_exists(peer)',
        }),
      ),
    );

  return {
    async openConversation(one, other, at) {
      await Promise.all(one === other ? [open(one, one, at)] : [open(one, other, at), open(other, one, at)]);
    },

    async get(username, peer) {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { username, peer }, ConsistentRead: true }));
      return Item as ConversationRow | undefined;
    },

    async ofPerson(username) {
      const items = await queryAll({
        TableName: table,
        KeyConditionExpression: 'username = :username',
        ExpressionAttributeValues: { ':username': username },
        ConsistentRead: true,
      });
      return items as unknown as ConversationRow[];
    },

    advanceRead(username, peer, { readSeq, readCount }, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: 'SET readSeq = :seq, readCount = :count, createdAt = if_not_exists(createdAt, :at)',
        ConditionExpression: 'attribute_not_exists(readSeq) OR readSeq < :seq',
        ExpressionAttributeValues: { ':seq': readSeq, ':count': readCount, ':at': at },
      });
      return conditionHeld(dynamo.send(update));
    },
  };
}
