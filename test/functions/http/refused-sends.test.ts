/** POST /messages, where it is refused. */

import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { sendMessage } from '#contract/routes/messages.ts';
import { answerQueries, dynamo } from '../support/aws.ts';
import { messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call } from '../support/http.ts';
import { answerSends, sendBy, alice, answerRecipient, bob } from '../support/sends.ts';

stubEnvironment();
const { handler } = await import('#functions/http/messages.ts');

const send = sendBy(handler);
answerSends();

describe('POST /messages is refused', () => {
  it('to an unknown user, before anything is written', async () => {
    answerRecipient(undefined);

    expect(await send()).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('the same way to a person who is deleted, disabled or has blocked me, by one read', async () => {
    const row = { username: 'bob', peer: 'alice', createdAt: 0 };
    const recipients: [profile: object, row?: object][] = [
      [{ ...bob, deletedAt: 1 }],
      [{ ...bob, disabledAt: 1 }, row],
      [bob, { ...row, blocked: true, shownReadSeq: 0 }],
    ];

    const answers = [];
    for (const recipient of recipients) {
      answerRecipient(...recipient);
      answers.push(await send());
    }

    expect(answers[0]).toMatchObject({ status: 403, body: { code: 'not-accepting' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetCommand, 3);
    expect(dynamo).toHaveReceivedCommandWith(BatchGetCommand, {
      RequestItems: {
        'users-table': {
          Keys: [
            { initial: 'b', username: 'bob' },
            { initial: 'a', username: 'alice' },
          ],
        },
        'conversations-table': { Keys: [{ username: 'bob', peer: 'alice' }], ConsistentRead: true },
      },
    });
  });

  it.each(['deletedAt', 'disabledAt'])(
    'where its sender is gone (%s): their access token stays valid for a while',
    async (gone) => {
      dynamo.on(BatchGetCommand).resolves({ Responses: { 'users-table': [bob, { ...alice, [gone]: 1 }] } });

      expect(await send()).toMatchObject({ status: 401, body: { code: 'no-session' } });
      expect(dynamo).not.toHaveReceivedCommand(PutCommand);
    },
  );

  it.each([
    ['behind', messages(201), 0],
    ['reset', messages(3), 4],
  ])('with code %s where the client must catch up first', async (code, log, after) => {
    answerQueries(log);

    expect(await send({ after })).toMatchObject({ status: 409, body: { code } });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it.each([
    [400, { body: {} }],
    [400, { body: '' }],
    [400, { body: { recipient: 'bob', body: 'Hello', sender: 'carol' } }],
    [413, { body: { recipient: 'bob', body: 'a'.repeat(40_000) } }],
    [415, { body: 'recipient=bob', contentType: 'application/x-www-form-urlencoded' }],
  ])('with status %i, before anything is read, for %j', async (status, given) => {
    expect(await call(handler, sendMessage, given)).toMatchObject({ status });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});
