/** What a send finds of its recipient, and what it writes. */

import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach } from 'vitest';
import { sendMessage } from '#contract/routes/messages.ts';
import type { HttpHandler } from '#functions/api/router.ts';
import { answerQueries, dynamo } from './aws.ts';
import { call, type Given, type Received } from './http.ts';

export const alice = { initial: 'a', username: 'alice', displayName: 'Alice', createdAt: 0 };
export const bob = { initial: 'b', username: 'bob', displayName: 'Bob', createdAt: 0 };

/** Answers reads of the recipient with a profile and a row of the conversation. */
export function answerRecipient(profile: object | undefined, row?: object): void {
  dynamo.on(BatchGetCommand).resolves({
    Responses: { 'users-table': profile ? [{ ...profile }] : [], 'conversations-table': row ? [{ ...row }] : [] },
  });
}

export const CLIENT_ID = '6d3f5a52-93a6-4c8e-9b0f-1f0a8d6a2c11';

/** @returns what sends `Hello` from alice to bob, or something else */
export const sendBy =
  (handler: HttpHandler) =>
  (body: object = {}, given: Given = {}): Promise<Received> =>
    call(handler, sendMessage, {
      body: { recipient: 'bob', body: 'Hello', clientId: CLIENT_ID, after: 0, ...body },
      ...given,
    });

/** Call this once per test file: before each test, bob is there, nothing was written yet, and writes are taken. */
export const answerSends = (): void =>
  beforeEach(() => {
    dynamo.reset();
    answerRecipient(bob);
    dynamo.on(PutCommand).resolves({});
    answerQueries([]);
  });

/** Every write of an entry so far. */
export const written = () =>
  dynamo.commandCalls(PutCommand, { TableName: 'messages-table' }).map(({ args: [{ input }] }) => input);
