/**
 * Reading one post. It stands apart from the posts table because functions of messages need no more of it, and would
 * load the other operations with it.
 */

import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Posts } from '../core/feed/ports.ts';
import { ownerOf } from '../core/feed/post-id.ts';
import type { Post } from '../core/feed/post.ts';
import { dynamo } from './dynamo.ts';

/** Returns the key of a post, which its id says. */
export const keyOfPost = (id: string) => ({ owner: ownerOf(id), id });

export const postReader = (table: string): Pick<Posts, 'get'> => ({
  async get(id) {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: keyOfPost(id), ConsistentRead: true }));
    return Item as Post | undefined;
  },
});
