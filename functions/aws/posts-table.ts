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
  readonly noted?: Owner['noted'];
  readonly revision?: number;
  readonly quietUntil?: number;
}

export function postsTable(table: string): Posts {
  return {
    ...postReader(table),

    async getWithOwner(id) {
      const { owner } = keyOfPost(id);
      const items = await getMany<Post | OwnerItem>(table, [keyOfPost(id), { owner, id: SELF }]);
      return { post: items.find(isPost), owner: ownerIn(items) };
    },

    async listWithOwner(name, limit) {
      // Saved searches sort before `#self`, and all posts after it.
      const query = {
        TableName: table,
        KeyConditionExpression: '#owner = :owner AND id >= :self',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': name, ':self': SELF },
        ConsistentRead: true,
      };
      const items = await queryAll<Post | OwnerItem>(query, limit + 1);
      return { posts: items.filter(isPost).slice(0, limit), owner: ownerIn(items) };
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

    async forgetFiles({ owner, id, goneFiles }) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { owner, id },
        UpdateExpression: 'REMOVE goneFiles',
        ConditionExpression: 'goneFiles = :files',
        ExpressionAttributeValues: { ':files': goneFiles },
      });
      await conditionHeld(dynamo.send(update));
    },

    saveOwner(name, { places, open, noted }, revision) {
      const isEmpty = open.length === 0;
      const update = new UpdateCommand({
        TableName: table,
        Key: { owner: name, id: SELF },
        UpdateExpression:
          'SET places = :places, noted = :noted, revision = :next' + (isEmpty ? ' REMOVE #open' : ', #open = :open'),
        ConditionExpression: revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :revision',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: {
          ':places': places,
          ':noted': noted,
          ':next': revision + 1,
          ...(!isEmpty && { ':open': new Set(open) }),
          ...(revision > 0 && { ':revision': revision }),
        },
      });
      return conditionHeld(dynamo.send(update));
    },

    async moveQuietUntil(name, until) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { owner: name, id: SELF },
        UpdateExpression: 'SET quietUntil = :until',
        ConditionExpression: 'attribute_exists(id) AND (attribute_not_exists(quietUntil) OR quietUntil < :until)',
        ExpressionAttributeValues: { ':until': until },
      });
      await conditionHeld(dynamo.send(update));
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
      for (const id of [SELF, schema.searches])
        await dynamo.send(new DeleteCommand({ TableName: table, Key: { owner: name, id } }));
    },
  };
}

const isOwnerItem = (item: Post | OwnerItem): item is OwnerItem => item.id === SELF;
const isPost = (item: Post | OwnerItem): item is Post => !isOwnerItem(item);

function ownerIn(items: readonly (Post | OwnerItem)[]): Owner {
  const { places = [], open = [], noted = {}, revision = 0, quietUntil } = items.find(isOwnerItem) ?? {};
  return { places, open: [...open], noted, revision, ...(quietUntil !== undefined && { quietUntil }) };
}
