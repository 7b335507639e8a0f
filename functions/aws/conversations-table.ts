/** Each person's own view of their conversations. Key: `username`, `peer`. */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ConversationRow } from '../core/conversation-row.ts';
import type { Conversations } from '../core/ports.ts';
import { conditionHeld, dynamo, getMany, queryAll, unlessConditionFailed } from './dynamo.ts';

/** Everything but the removal of all rows of a person, which `removal.ts` has. */
export function conversationsTable(table: string): Omit<Conversations, 'removeAll'> {
  const openRow = (username: string, peer: string, at: number): Promise<boolean> =>
    conditionHeld(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { username, peer, createdAt: at },
          ConditionExpression: 'attribute_not_exists(peer)',
        }),
      ),
    );

  /** Changes a row, unless the condition does not hold: then it may be a repeat. @returns the row, if there is one */
  async function changedOrStored(
    username: string,
    peer: string,
    update: UpdateCommand,
  ): Promise<ConversationRow | undefined> {
    const answer = await unlessConditionFailed(dynamo.send(update));
    if (answer) return answer.Attributes as ConversationRow;
    return (await getMany<ConversationRow>(table, [{ username, peer }]))[0];
  }

  return {
    async open(one, other, at) {
      await Promise.all(one === other ? [openRow(one, one, at)] : [openRow(one, other, at), openRow(other, one, at)]);
    },

    async get(username, peer) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { username, peer }, ConsistentRead: true }),
      );
      return Item as ConversationRow | undefined;
    },

    getMany(username, peers) {
      return getMany<ConversationRow>(
        table,
        peers.map((peer) => ({ username, peer })),
      );
    },

    getOthers(usernames, peer) {
      return getMany<ConversationRow>(
        table,
        usernames.map((username) => ({ username, peer })),
      );
    },

    list(username, { from, after, limit }) {
      return queryAll<ConversationRow>(
        {
          TableName: table,
          KeyConditionExpression:
            from === undefined ? 'username = :username' : 'username = :username AND peer >= :from',
          ExpressionAttributeValues: { ':username': username, ...(from !== undefined && { ':from': from }) },
          ConsistentRead: true,
          ...(after !== undefined && { ExclusiveStartKey: { username, peer: after } }),
        },
        limit,
      );
    },

    async block(username, peer, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression:
          'SET blocked = :true, shownReadSeq = if_not_exists(readSeq, :nothing), ' +
          'createdAt = if_not_exists(createdAt, :at)',
        ConditionExpression: 'attribute_not_exists(blocked)',
        ExpressionAttributeValues: { ':true': true, ':nothing': 0, ':at': at },
        ReturnValues: 'ALL_NEW',
      });
      return changedOrStored(username, peer, update);
    },

    async setPreferences(username, peer, { muted, mutedUntil, pinned, declined, archivedThrough, markedUnread }, at) {
      const preferences = { muted, mutedUntil, pinned, declined, archivedThrough, markedUnread };
      const given = Object.entries(preferences).filter(([, value]) => value !== undefined);
      const isEndless = muted !== undefined && mutedUntil === undefined;
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: [
          'SET createdAt = if_not_exists(createdAt, :at)',
          ...given.map(([name]) => `${name} = :${name}`),
        ]
          .join(', ')
          .concat(isEndless ? ' REMOVE mutedUntil' : ''),
        ExpressionAttributeValues: {
          ':at': at,
          ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      });
      return (await dynamo.send(update)).Attributes as ConversationRow;
    },

    async setListed(username, peer, listed, seen) {
      const names = Object.entries(seen);
      const [held, absent] = [
        names.filter(([, value]) => value !== undefined),
        names.filter(([, value]) => value === undefined),
      ];
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: 'SET listed = :next',
        ConditionExpression: [
          'attribute_exists(peer)',
          ...held.map(([name]) => `${name} = :${name}`),
          ...absent.map(([name]) => `attribute_not_exists(${name})`),
        ].join(' AND '),
        ExpressionAttributeValues: {
          ':next': listed,
          ...Object.fromEntries(held.map(([name, value]) => [`:${name}`, value])),
        },
      });
      return conditionHeld(dynamo.send(update));
    },

    async unblock(username, peer) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression: 'REMOVE blocked, shownReadSeq',
        ConditionExpression: 'attribute_exists(blocked)',
        ReturnValues: 'ALL_NEW',
      });
      return changedOrStored(username, peer, update);
    },

    async advanceRead(username, peer, { readSeq, readCount }, at) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { username, peer },
        UpdateExpression:
          'SET readSeq = :seq, readCount = :count, createdAt = if_not_exists(createdAt, :at) REMOVE markedUnread',
        // A repeat passes as well: it may be the SDK's retry after a lost answer, and then nobody has been
        // notified yet.
        ConditionExpression: 'attribute_not_exists(readSeq) OR readSeq <= :seq',
        ExpressionAttributeValues: { ':seq': readSeq, ':count': readCount, ':at': at },
        ReturnValues: 'ALL_NEW',
      });
      return (await unlessConditionFailed(dynamo.send(update)))?.Attributes as ConversationRow | undefined;
    },
  };
}
