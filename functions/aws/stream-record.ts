import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { conversationOf, messageId, parseMessageId } from '#contract/message-id.ts';
import type { Entry } from '../core/entry.ts';

/**
 * The entry a record of the messages stream is about. The stream's filter lets new entries through, and nothing else.
 * @throws {Error} where it holds none
 */
export function entryOf({ dynamodb }: DynamoDBRecord): Entry {
  const entry = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as unknown as Entry;
  const { conversation, sender, recipient } = entry;
  if (!parseMessageId(messageId(entry)) || conversation !== conversationOf(sender, recipient))
    throw new Error('The record holds no entry.');
  return entry;
}
