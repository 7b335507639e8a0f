/** GET /conversations/{peer}/log */

import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { readLog } from '#contract/routes/conversations.ts';
import { dynamo } from '../support/aws.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerTables, answerWrites, fromBob } from '../support/tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

answerWrites();

describe('GET /conversations/{peer}/log', () => {
  const read = (query: string, peer = 'bob'): Promise<Received> =>
    call(handler, readLog, { parameters: { peer }, query });

  it('is every entry after a seq, oldest first, with the targets of changes as ids', async () => {
    answerTables({ logs: [logOf(message(), message('Hi', fromBob), edit(1))] });

    const items = [
      { id: 'alice~bob.2', kind: 'message' },
      { id: 'alice~bob.3', kind: 'edit', target: 'alice~bob.1' },
    ];
    expect(await read('after=1')).toMatchObject({ status: 200, body: { items, more: false } });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 1 },
      ConsistentRead: true,
      Limit: 102,
    });
  });

  it('says whether the log continues', async () => {
    answerTables({ logs: [messages(9)] });

    expect(await read('after=0&limit=8')).toMatchObject({ body: { more: true } });
    expect(await read('after=1&limit=8')).toMatchObject({ body: { more: false } });
  });

  it('repairs the head at the end of the log where it is behind, and not before', async () => {
    answerTables({ logs: [messages(9)], heads: { 'alice~bob': 2 } });

    await read('after=0&limit=8');
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
    await read('after=9');

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'messages-table',
      Item: expect.objectContaining({ conversation: 'alice~bob', seq: 0, lastSeq: 9, counts: { alice: 9 } }),
      ConditionExpression: 'lastSeq >= :after AND lastSeq < :seq',
      ExpressionAttributeValues: { ':after': 2, ':seq': 9 },
    });
  });

  it('is a reset where the client has seen more than there is', async () => {
    answerTables({ logs: [messages(3)] });

    expect(await read('after=4')).toMatchObject({ status: 409, body: { code: 'reset' } });
  });

  it('with an unknown user is not found', async () => {
    answerTables({});

    expect(await read('after=0')).toMatchObject({ status: 200, body: { items: [], more: false } });
    for (const peer of ['nobody', 'Bob']) expect(await read('after=0', peer)).toMatchObject({ status: 404 });
  });

  it.each(['', 'after=', 'after=-1', 'after=x', 'after=0&limit=201', 'after=0&after=1'])(
    'is refused for the query %j',
    async (query) => {
      expect(await read(query)).toMatchObject({ status: 400 });
    },
  );
});
