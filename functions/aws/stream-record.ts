/** Reading entries from the records of the messages table's stream. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { conversationOf, messageId, parseMessageId } from '#contract/message-id.ts';
import type { Entry } from '../core/entry.ts';

/**
 * Returns the entry in a record. The event source mapping's filter lets only new entries through.
 * @throws {Error} where the record holds no entry
 */
export function entryOf({ dynamodb }: DynamoDBRecord): Entry {
  const entry = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as Entry;
  const { conversation, sender, recipient } = entry;
  if (!parseMessageId(messageId(entry)) || conversation !== conversationOf(sender, recipient))
    throw new Error('The record holds no entry.');
  return entry;
}
