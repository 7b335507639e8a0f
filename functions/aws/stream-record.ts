import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Entry } from '../core/entry.ts';

/** The entry a record of the messages stream is about. The stream's filter lets new entries through, and nothing else. */
export const entryOf = ({ dynamodb }: DynamoDBRecord): Entry => unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>) as unknown as Entry;
