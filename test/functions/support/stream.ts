/** The stream of the messages table, and the sockets that its consumer posts to. */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import type { Entry } from '#functions/core/entry.ts';
import { gateway } from './aws.ts';
import { NOW } from './clock.ts';

export { gateway };

/** The stream's record of a new entry. */
export const recordOf = (entry: Entry): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: `sequence-${entry.conversation}-${entry.seq}`,
    StreamViewType: 'NEW_IMAGE',
    Keys: { conversation: { S: entry.conversation }, seq: { N: String(entry.seq) } },
    NewImage: marshall(entry) as Record<string, AttributeValue>,
  },
});

/** A person's item, with sockets of these names. */
export const sockets = (username: string, ids: readonly string[], connectedAt = NOW - 60_000) => ({
  username,
  ...Object.fromEntries(ids.map((id) => [`c#${id}`, { session: 'session', connectedAt }])),
});

const frameOf = (data: unknown): unknown => JSON.parse(typeof data === 'string' ? data : '');

/** Every frame posted so far, with its socket. */
export const posts = () =>
  gateway
    .commandCalls(PostToConnectionCommand)
    .map(({ args: [{ input }] }) => [input.ConnectionId, frameOf(input.Data)]);
