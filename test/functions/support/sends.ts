/** What a send finds of its recipient, and what it writes. */

import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo } from './aws.ts';

export const alice = { initial: 'a', username: 'alice', displayName: 'Alice', createdAt: 0 };
export const bob = { initial: 'b', username: 'bob', displayName: 'Bob', createdAt: 0 };

/** Answers reads of the recipient with a profile and a row of the conversation. */
export function answerRecipient(profile: object | undefined, row?: object): void {
  dynamo.on(BatchGetCommand).resolves({
    Responses: { 'users-table': profile ? [{ ...profile }] : [], 'conversations-table': row ? [{ ...row }] : [] },
  });
}

/** Every write of an entry so far. */
export const written = () =>
  dynamo.commandCalls(PutCommand, { TableName: 'messages-table' }).map(({ args: [{ input }] }) => input);
