/**
 * Posts, by owner. Key: `owner`, `id`. Under the id `#self`, which no post has, is what is kept with the owner. The
 * table's stream feeds the lists of cards.
 */

import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Owner, Posts } from '../core/feed/ports.ts';
import type { Post } from '../core/feed/post.ts';
import { conditionHeld, dynamo, getMany, queryAll } from './dynamo.ts';
import { keyOfPost, postReader } from './post-reader.ts';
import { postsTable as schema } from './tables.ts';

const SELF = schema.self;

interface OwnerItem {
  readonly owner: string;
  readonly id: typeof SELF;
  readonly places?: Owner['places'];
  /** DynamoDB has no empty set, so there is none where no post is open. */
  readonly open?: ReadonlySet<string>;
  readonly revision?: number;
}

export function postsTable(table: string): Posts {
  return {
    ...postReader(table),

    async getWithOwner(id) {
      const { owner } = keyOfPost(id);
      const items = await getMany<Post | OwnerItem>(table, [keyOfPost(id), { owner, id: SELF }]);
      const self = items.find(isOwnerItem);
      return {
        post: items.find((item): item is Post => !isOwnerItem(item)),
        owner: {
          places: self?.places ?? [],
          open: [...(self?.open ?? [])],
          revision: self?.revision ?? 0,
        },
      };
    },

    async places(owner) {
      const Key = { owner, id: SELF };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return (Item as OwnerItem | undefined)?.places ?? [];
    },

    list(owner, after, limit) {
      // `#self` sorts before every id, since ids begin with a letter or digit.
      const query = {
        TableName: table,
        KeyConditionExpression: '#owner = :owner AND id > :after',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner, ':after': after ?? SELF },
        ConsistentRead: true,
      };
      return queryAll<Post>(query, limit);
    },

    create(post) {
      const put = new PutCommand({ TableName: table, Item: post, ConditionExpression: 'attribute_not_exists(id)' });
      return conditionHeld(dynamo.send(put));
    },

    replace(post) {
      const put = new PutCommand({
        TableName: table,
        Item: post,
        ConditionExpression: 'version = :before',
        ExpressionAttributeValues: { ':before': post.version - 1 },
      });
      return conditionHeld(dynamo.send(put));
    },

    saveOwner(name, { places, open }, revision) {
      const item: OwnerItem = {
        owner: name,
        id: SELF,
        places,
        ...(open.length > 0 && { open: new Set(open) }),
        revision: revision + 1,
      };
      const put = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :revision',
        ...(revision > 0 && { ExpressionAttributeValues: { ':revision': revision } }),
      });
      return conditionHeld(dynamo.send(put));
    },

    async close(owner, id) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { owner, id: SELF },
        UpdateExpression: 'ADD revision :one DELETE #open :ids',
        ConditionExpression: 'contains(#open, :id)',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':one': 1, ':ids': new Set([id]), ':id': id },
      });
      await conditionHeld(dynamo.send(update));
    },

    async removeOwner(name) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: { owner: name, id: SELF } }));
    },
  };
}

const isOwnerItem = (item: Post | OwnerItem): item is OwnerItem => item.id === SELF;
