/** Reading entries from the records of the messages table's stream. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { conversationOf, messageId, parseMessageId } from '#contract/message-id.ts';
import type { Entry } from '../core/entry.ts';

/**
 * True if a record is of a new entry: not a change of a stored one, not a removal, and not a head. The event source mapping
 * filters by the same, to save invocations; the consumer does not rely on it.
 */
export const announcesEntry = ({ eventName, dynamodb }: DynamoDBRecord): boolean =>
  eventName === 'INSERT' && dynamodb?.Keys?.['seq']?.N !== '0';

/**
 * Returns the entry in a record.
 * @throws {Error} where the record holds no entry
 */
export function entryOf({ dynamodb }: DynamoDBRecord): Entry {
  const entry = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as Entry;
  const { conversation, sender, recipient } = entry;
  if (!parseMessageId(messageId(entry)) || conversation !== conversationOf(sender, recipient))
    throw new Error('The record holds no entry.');
  return entry;
}
