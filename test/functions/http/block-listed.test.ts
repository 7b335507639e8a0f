/** PUT /blocks/{username}, where the conversation has its place in the inbox. */

import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { block } from '#contract/routes/safety.ts';
import { conditionFailed, dynamo } from '../support/aws.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/safety.ts');

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({ Item: { username: 'bob', displayName: 'Bob', createdAt: 0 } });
  dynamo.on(PutCommand).resolves({});
});

describe('a block', () => {
  const put = (username: string): Promise<Received> => call(handler, block, { parameters: { username } });

  it.each([['for the first time'], ['again, after a first attempt died']])(
    'lists the conversation anew where I block %s: a request goes from among the requests',
    async (attempt) => {
      const row = { username: 'alice', peer: 'bob', createdAt: 0, blocked: true, listed: 'request#1#bob#id' };
      if (attempt.startsWith('again')) {
        dynamo.on(UpdateCommand).rejectsOnce(conditionFailed()).resolves({});
        dynamo.on(BatchGetCommand).resolves({ Responses: { 'conversations-table': [row] } });
      } else dynamo.on(UpdateCommand).resolves({ Attributes: row });

      expect(await put('bob')).toMatchObject({ status: 204 });

      expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
        Item: { username: 'alice#inbox', peer: 'fresh#bob', day: expect.any(Number) as number },
      });
      expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
        UpdateExpression: 'SET listed = :next',
        ExpressionAttributeValues: { ':next': '- request#1#bob#id', ':listed': 'request#1#bob#id' },
      });
    },
  );
});
