/** POST /messages, where a deployment limits sends and new conversations. */

import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendMessage } from '#contract/routes/messages.ts';
import { answerQueries, conditionFailed, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerRecipient, bob, written } from '../support/sends.ts';

stubEnvironment();
vi.stubEnv('SENDS_PER_MINUTE', '60');
vi.stubEnv('CONVERSATIONS_PER_HOUR', '20');
const { handler } = await import('#functions/http/messages.ts');

const HOUR = Math.floor(NOW / 3_600_000);

const send = (after: number): Promise<Received> =>
  call(handler, sendMessage, { body: { recipient: 'bob', body: 'Hello', after } });
beforeEach(() => {
  dynamo.reset();
  answerRecipient(bob);
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});

describe('POST /messages, limited', () => {
  it('keeps the rate in the entry itself', async () => {
    answerQueries(messages(1));

    expect(await send(1)).toMatchObject({ status: 201 });
    expect(written()).toMatchObject([{ Item: { seq: 2, arrivalTimes: { alice: NOW + 1000 } } }]);
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('is answered 429 beyond it, with Retry-After', async () => {
    answerQueries(messages(1).map((entry) => ({ ...entry, arrivalTimes: { alice: NOW + 20_000 } })));

    expect(await send(1)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'too-many-requests' },
    });
    expect(written()).toEqual([]);
  });

  it('counts a new conversation, in an item that expires', async () => {
    answerQueries([]);

    expect(await send(0)).toMatchObject({ status: 201 });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: `limit#conversations#alice#${HOUR}` },
      UpdateExpression: 'ADD members :members SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(members) OR contains(members, :member) OR size(members) < :limit',
      ExpressionAttributeValues: {
        ':members': new Set(['bob']),
        ':member': 'bob',
        ':limit': 20,
        ':until': (HOUR + 1) * 3600,
      },
    });
  });

  it('begins no conversation beyond the limit', async () => {
    answerQueries([]);
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await send(0)).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });
});
