/**
 * What helpers are thanked for, in the table of the post index: under `h#<helper>` by post, whose id begins with the
 * name of the giver. It does not expire. It goes with the post, with the giver or with the helper.
 */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Thanks, ThanksList } from '../core/feed/ports.ts';
import type { Post } from '../core/feed/post.ts';
import { conditionHeld, dynamo, queryAll, timeToLive } from './dynamo.ts';

/** For so long a projection may be on its way. */
const TOMBSTONE_MS = 7 * 24 * 60 * 60_000;

export function thanksList(table: string, now: () => number): ThanksList {
  return {
    async add(post, helpers) {
      const put = (item: Thanks) =>
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(item.helper, item.post), ...item },
          ConditionExpression: 'attribute_not_exists(helper)',
        });
      await Promise.all(
        helpers.map(({ username, thanks }) =>
          conditionHeld(dynamo.send(put({ ...baseOf(post, username), ...(thanks !== undefined && { text: thanks }) }))),
        ),
      );
    },

    async get(helper, post) {
      const command = new GetCommand({ TableName: table, Key: keyOf(helper, post), ConsistentRead: true });
      return withoutKey((await dynamo.send(command)).Item as StoredThanks | undefined);
    },

    async list(helper, after, limit) {
      const query = {
        TableName: table,
        KeyConditionExpression: `#list = :list${after === undefined ? '' : ' AND #at > :after'}`,
        ExpressionAttributeNames: { '#list': 'list', ...(after !== undefined && { '#at': 'at' }) },
        ExpressionAttributeValues: { ':list': thanksOf(helper), ...(after !== undefined && { ':after': after }) },
      };
      return (await queryAll<StoredThanks>(query, limit)).flatMap((item) => withoutKey(item) ?? []);
    },

    show: (helper, post, shown) =>
      conditionHeld(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(helper, post),
            UpdateExpression: 'SET shown = :shown',
            ConditionExpression: 'attribute_exists(#text)',
            ExpressionAttributeNames: { '#text': 'text' },
            ExpressionAttributeValues: { ':shown': shown },
          }),
        ),
      ),

    async eraseText(post, username) {
      const { helper, thankedAt } = baseOf(post, username);
      // Where the projection has not come yet, this stands in its place and keeps it away.
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(username, post.id),
        UpdateExpression: 'SET helper = :helper, post = :post, thankedAt = :at REMOVE #text, shown',
        ConditionExpression: 'attribute_not_exists(gone)',
        ExpressionAttributeNames: { '#text': 'text' },
        ExpressionAttributeValues: { ':helper': helper, ':post': post.id, ':at': thankedAt },
      });
      await conditionHeld(dynamo.send(update));
    },

    async erase(post) {
      const { id, helpers = [] } = post;
      const put = (helper: string) =>
        new PutCommand({
          TableName: table,
          Item: {
            ...keyOf(helper, id),
            ...baseOf(post, helper),
            gone: true,
            expiresAt: timeToLive(now() + TOMBSTONE_MS),
          },
        });
      await Promise.all(helpers.map(({ username }) => dynamo.send(put(username))));
    },
  };
}

/** Returns the name of the list of a helper. */
export const thanksOf = (helper: string): string => `h#${helper}`;
const keyOf = (helper: string, post: string) => ({ list: thanksOf(helper), at: post });

const baseOf = ({ id, closedAt = 0 }: Post, helper: string): Thanks => ({ helper, post: id, thankedAt: closedAt });

type StoredThanks = Thanks & { readonly list: string; readonly at: string };

function withoutKey(item: StoredThanks | undefined): Thanks | undefined {
  if (!item) return undefined;
  const { list: _list, at: _at, ...thanks } = item;
  return thanks;
}
