/** Reading entries and posts from the records of their tables' streams. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { conversationOf, messageId, parseMessageId } from '#contract/message-id.ts';
import { generationOf, type Entry } from '../core/entry.ts';
import { ownerOf } from '../core/feed/post-id.ts';
import type { Post } from '../core/feed/post.ts';

/**
 * Returns the new entry in a record; undefined if the record is of something else: a change of a stored entry, a
 * removal or a head. The event source mapping filters by the same, to save invocations; the consumer does not rely on
 * it.
 *
 * An entry of an earlier generation is not new: either a restore has copied it back, or it was written before the
 * restore and is gone. The restore itself projects what it restores.
 * @param generation in which entries are written now
 * @throws {Error} where a record that should hold an entry does not
 */
export function newEntryOf({ eventName, dynamodb }: DynamoDBRecord, generation: number): Entry | undefined {
  if (eventName !== 'INSERT' || dynamodb?.Keys?.['seq']?.N === '0') return undefined;
  const entry = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as Entry;
  const { conversation, seq, sender, recipient } = entry;
  if (!parseMessageId(messageId({ conversation, seq })) || conversation !== conversationOf(sender, recipient))
    throw new Error('The record holds no entry.');
  return generationOf(entry) < generation ? undefined : entry;
}

/** What is kept with an owner has ids that begin so, and no post's id does. */
const OF_OWNER = '#';

/**
 * Returns the post in a record; undefined if the record is of something else: a removal, or what is kept with an owner.
 * @throws {Error} where a record that should hold a post does not
 */
export function postOf({ eventName, dynamodb }: DynamoDBRecord): Post | undefined {
  if (eventName === 'REMOVE' || dynamodb?.Keys?.['id']?.S?.startsWith(OF_OWNER)) return undefined;
  const post = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as Partial<Post>;
  const { owner, id = '', version, createdAt } = post;
  if (ownerOf(id) !== owner || !Number.isInteger(version) || !Number.isInteger(createdAt))
    throw new Error('The record holds no post.');
  return post as Post;
}
