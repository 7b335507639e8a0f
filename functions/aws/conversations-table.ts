/** Each person's own view of their conversations. Key: `username`, `peer`. */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BlockStores } from '../core/blocks.ts';
import type { ConversationRow, ConversationRows, Preferences } from '../core/inbox.ts';
import type { Projections } from '../core/project.ts';
import type { ReadPosition } from '../core/unread.ts';
import { conditionHeld, deleteMany, dynamo, queryAll, unlessConditionFailed } from './dynamo.ts';

export interface ConversationsTable extends ConversationRows, Pick<Projections, 'openConversation'> {
  readonly block: BlockStores['conversations']['block'];
  readonly unblock: BlockStores['conversations']['unblock'];
  /** Sets what is given of these in a row, which is made where there is none. */
  setPreferences(username: string, peer: string, preferences: Preferences, at: number): Promise<void>;
  /** The people a person has blocked. */
  blockedBy(username: string): Promise<readonly string[]>;
  /** Removes all rows of a person. */
  removeAll(username: string): Promise<void>;
  /** Moves a read position forward, or leaves it there, and answers the row; undefined where it was further already. */
  advanceRead(username: string, peer: string, position: ReadPosition, at: number): Promise<ConversationRow | undefined>;
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
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { username, peer }, ConsistentRead: true }),
      );
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

    async removeAll(username) {
      const rows = await this.ofPerson(username);
      await deleteMany(
        table,
        rows.map(({ peer }) => ({ username, peer })),
      );
    },

    async block(username, peer, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression:
          'SET blocked = :true, shownReadSeq = if_not_exists(readSeq, :nothing), createdAt = if_not_exists(createdAt, :at)',
        ConditionExpression: 'attribute_not_exists(blocked)',
        ExpressionAttributeValues: { ':true': true, ':nothing': 0, ':at': at },
      });
      await conditionHeld(dynamo.send(update));
    },

    async setPreferences(username, peer, { muted, pinned }, at) {
      const given = Object.entries({ muted, pinned }).filter(([, value]) => value !== undefined);
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: [
          'SET createdAt = if_not_exists(createdAt, :at)',
          ...given.map(([name]) => `${name} = :${name}`),
        ].join(', '),
        ExpressionAttributeValues: {
          ':at': at,
          ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        },
      });
      await dynamo.send(update);
    },

    async unblock(username, peer) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: 'REMOVE blocked, shownReadSeq',
        ConditionExpression: 'attribute_exists(blocked)',
      });
      await conditionHeld(dynamo.send(update));
    },

    async blockedBy(username) {
      const items = await queryAll({
        TableName: table,
        KeyConditionExpression: 'username = :username',
        FilterExpression: 'blocked = :true',
        ExpressionAttributeValues: { ':username': username, ':true': true },
        ConsistentRead: true,
      });
      return items.map(({ peer }) => String(peer));
    },

    async advanceRead(username, peer, { readSeq, readCount }, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: 'SET readSeq = :seq, readCount = :count, createdAt = if_not_exists(createdAt, :at)',
        // A repeat holds as well: it may be the SDK's own, after an answer that was lost, and then nobody has been told yet.
        ConditionExpression: 'attribute_not_exists(readSeq) OR readSeq <= :seq',
        ExpressionAttributeValues: { ':seq': readSeq, ':count': readCount, ':at': at },
        ReturnValues: 'ALL_NEW',
      });
      return (await unlessConditionFailed(dynamo.send(update)))?.Attributes as ConversationRow | undefined;
    },
  };
}
