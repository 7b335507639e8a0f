/** POST /conversations/{peer}/read */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { markRead } from '#contract/routes/conversations.ts';
import { conditionFailed, dynamo, gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { logOf, message, messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given, type Received } from '../support/http.ts';
import { answerTables, answerWrites, fromBob } from '../support/tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

answerWrites();

describe('POST /conversations/{peer}/read', () => {
  const mark = (body: object, peer = 'bob', given: Given = {}): Promise<Received> =>
    call(handler, markRead, { parameters: { peer }, body, ...given });
  const rows = { TableName: 'conversations-table' };
  const socket = { session: 'session', connectedAt: NOW };
  const sockets = [
    { username: 'alice', 'c#a1': socket, 'c#a2': socket },
    { username: 'bob', 'c#b1': socket },
  ];

  it("moves my position forward only, and notifies both people's other sockets", async () => {
    answerTables({ logs: [logOf(message('Hi', fromBob), message(), message('Hi', fromBob))], sockets });

    expect(await mark({ seq: 3 }, 'bob', { headers: { 'x-connection-id': 'a1' } })).toMatchObject({ status: 204 });

    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'conversations-table',
      Key: { username: 'alice', peer: 'bob' },
      UpdateExpression:
        'SET readSeq = :seq, readCount = :count, createdAt = if_not_exists(createdAt, :at) REMOVE markedUnread',
      ConditionExpression: 'attribute_not_exists(readSeq) OR readSeq <= :seq',
      ExpressionAttributeValues: { ':seq': 3, ':count': 2, ':at': NOW },
    });
    const frame = JSON.stringify({ type: 'read', conversation: 'alice~bob', by: 'alice', seq: 3 });
    const posts = gateway.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => input);
    expect(posts).toEqual(['a2', 'b1'].map((ConnectionId) => ({ ConnectionId, Data: frame })));
  });

  it('notifies only my own sockets where I have blocked the peer', async () => {
    answerTables({ logs: [messages(3, fromBob)] });
    dynamo
      .on(UpdateCommand, rows)
      .resolves({ Attributes: { username: 'alice', peer: 'bob', createdAt: 0, blocked: true, shownReadSeq: 1 } });

    expect(await mark({ seq: 3 })).toMatchObject({ status: 204 });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(BatchGetCommand, {
      RequestItems: { 'connections-table': { Keys: [{ username: 'alice' }], ConsistentRead: true } },
    });
  });

  it('notifies nobody where I had read further before', async () => {
    answerTables({ logs: [messages(3, fromBob)], sockets });
    dynamo.on(UpdateCommand, rows).rejects(conditionFailed());

    expect(await mark({ seq: 2 })).toMatchObject({ status: 204 });
    expect(gateway).not.toHaveReceivedAnyCommand();
  });

  it('beyond the end of the log, or with an unknown user, moves nothing', async () => {
    answerTables({ logs: [messages(3, fromBob)] });

    expect(await mark({ seq: 4 })).toMatchObject({ status: 409, body: { code: 'reset' } });
    expect(await mark({ seq: 1 }, 'nobody')).toMatchObject({ status: 404 });
    expect(await mark({ seq: 1 }, 'Bob')).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedCommandWith(UpdateCommand, rows);
  });

  it('counts like the frames of my sockets, and does nothing beyond their limit', async () => {
    answerTables({ logs: [messages(3, fromBob)], sockets });
    dynamo.on(UpdateCommand, { TableName: 'connections-table' }).rejects(conditionFailed());

    const { status, headers } = await mark({ seq: 3 });

    expect([status, headers['retry-after']]).toEqual([429, String(60 - (Math.floor(NOW / 1000) % 60))]);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      Key: { username: `limit#frames#alice#${Math.floor(NOW / 60_000)}` },
    });
    expect(gateway).not.toHaveReceivedAnyCommand();
  });

  it.each([{}, { seq: 0 }, { seq: '1' }, { seq: 1.5 }, { seq: 1e15 }, { seq: 1, by: 'bob' }])(
    'is refused for %j',
    async (body) => {
      expect(await mark(body)).toMatchObject({ status: 400 });
      expect(dynamo).not.toHaveReceivedAnyCommand();
    },
  );
});
