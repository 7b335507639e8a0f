/** The stream of the messages table, and the sockets that its consumer posts to. */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, vi, type MockInstance } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import { dynamo, gateway } from './aws.ts';
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

/**
 * Call this once per test file: before each test it has the tables take writes, and gives alice and bob a socket each.
 * @returns the invocation's context, and what the consumer prints
 */
export function answerConsumer() {
  let log: MockInstance<typeof console.error>;
  let output: MockInstance<typeof process.stdout.write>;
  beforeEach(() => {
    log = vi.spyOn(console, 'error').mockReturnValue(undefined);
    output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    dynamo.reset();
    dynamo.on(PutCommand).resolves({});
    dynamo.on(UpdateCommand).resolves({});
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { 'connections-table': [sockets('alice', ['a1']), sockets('bob', ['b1'])] } });
    gateway.reset();
    gateway.on(PostToConnectionCommand).resolves({});
  });
  afterEach(() => {
    log.mockRestore();
    output.mockRestore();
  });
  return {
    context: { getRemainingTimeInMillis: () => 30_000 },
    log: () => log,
    output: () => output,
    /** The metrics written to the log. */
    counted: () => output.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown),
  };
}
