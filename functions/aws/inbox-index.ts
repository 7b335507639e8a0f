/**
 * The order of inboxes. It is kept in the table of conversations, in a partition of its own for each person, which no
 * user name can take: `<user name>#inbox`. The sort key is `fresh#<peer>` for a mark, and the key of a place.
 */

import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { placeKey, type InboxIndex, type Place } from '../core/inbox/inbox-index.ts';
import { conditionHeld, dynamo, getMany, queryAll, type Item } from './dynamo.ts';

const FRESH = 'fresh#';
/** Comes after every character of user names and keys. */
const LAST = '~';

/** Returns the partition of a person's inbox. */
export const inboxPartition = (username: string): string => `${username}#inbox`;

/** @param table the conversations table */
export function inboxIndex(table: string): InboxIndex {
  const keyOf = (username: string, peer: string) => ({ username: inboxPartition(username), peer });
  const between = (username: string, from: string, to: string) => ({
    TableName: table,
    KeyConditionExpression: 'username = :username AND peer BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':username': inboxPartition(username), ':from': from, ':to': to },
    // A place is written before the mark is removed that hides it: only a strong read sees one or the other.
    ConsistentRead: true,
  });
  const peerOfMark = (item: Item): string => String(item['peer']).slice(FRESH.length);

  return {
    ...inboxMarks(table),

    async fresh(username, { after, limit }) {
      const start = after === undefined ? undefined : keyOf(username, `${FRESH}${after}`);
      const marks = await queryAll<Item>(
        { ...between(username, FRESH, `${FRESH}${LAST}`), ...(start && { ExclusiveStartKey: start }) },
        limit,
      );
      return marks.map((item) => ({ peer: peerOfMark(item), day: Number(item['day']) }));
    },

    async freshAmong(username, peers) {
      const marks = await getMany<Item>(
        table,
        peers.map((peer) => keyOf(username, `${FRESH}${peer}`)),
      );
      return new Set(marks.map(peerOfMark));
    },

    claimMark(username, { peer, day }, by) {
      const claim = new UpdateCommand({
        TableName: table,
        Key: keyOf(username, `${FRESH}${peer}`),
        UpdateExpression: 'SET claimedBy = :by',
        ConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': day, ':by': by },
      });
      return conditionHeld(dynamo.send(claim));
    },

    async removeMark(username, peer, by) {
      const remove = new DeleteCommand({
        TableName: table,
        Key: keyOf(username, `${FRESH}${peer}`),
        ConditionExpression: 'claimedBy = :by',
        ExpressionAttributeValues: { ':by': by },
      });
      await conditionHeld(dynamo.send(remove));
    },

    async places(username, section, { before, limit }) {
      // The keys of all places at this moment have an id more, and come after it.
      const to = before ? placeKey({ section, ...before }) : `${section}#${LAST}`;
      const items = await queryAll<Item>({ ...between(username, `${section}#`, to), ScanIndexForward: false }, limit);
      return items.map(({ peer: key, at, of, unread, mutedUntil, declined }): Place => ({
        ...{ section, key, at, peer: of, unread, mutedUntil },
        declined,
      }));
    },

    async addPlace(username, { key, at, peer, unread, mutedUntil, declined }) {
      const Item = { ...keyOf(username, key), at, of: peer, unread, mutedUntil, ...(declined && { declined }) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    async removePlace(username, key) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: keyOf(username, key) }));
    },
  };
}

/** The part that functions need which read no inbox. @param table the conversations table */
export const inboxMarks = (table: string): Pick<InboxIndex, 'markFresh'> => ({
  async markFresh(username, peer, day) {
    const put = new PutCommand({
      TableName: table,
      Item: { username: inboxPartition(username), peer: `${FRESH}${peer}`, day },
      ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': day },
    });
    await conditionHeld(dynamo.send(put));
  },
});
