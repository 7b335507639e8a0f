/** GET /conversations, and GET /conversations/{peer} */

import { BatchGetCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { getConversation, listConversations } from '#contract/routes/conversations.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { conditionFailed, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { edit, logOf, message, messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerTables, answerWrites, fromBob } from '../support/tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

answerWrites();

describe('GET /conversations', () => {
  const list = (query: string | Record<string, string> = ''): Promise<Received> =>
    call(handler, listConversations, { query });

  it('is my inbox, read strongly consistent, with unread counts', async () => {
    answerTables({
      logs: [messages(3, fromBob), messages(1, { recipient: 'carol' })],
      rows: [
        { username: 'alice', peer: 'bob', readSeq: 1, readCount: 1, pinned: true },
        { username: 'alice', peer: 'carol' },
        { username: 'bob', peer: 'alice' },
      ],
    });

    const { status, body } = await list();

    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [
        {
          peer: 'bob',
          lastSeq: 3,
          lastMessage: { id: 'alice~bob.3', body: 'Message 3' },
          unread: 2,
          readSeq: 1,
          muted: false,
          blocked: false,
        },
        { peer: 'carol', lastSeq: 1, lastMessage: { id: 'alice~carol.1' }, unread: 0 },
      ],
    });
    expect(dynamo).toHaveReceivedCommandWith(QueryCommand, {
      ExpressionAttributeValues: { ':username': 'alice#inbox', ':from': 'fresh#', ':to': 'fresh#~' },
      ConsistentRead: true,
    });
    const Keys = [
      { conversation: 'alice~bob', seq: 0 },
      { conversation: 'alice~carol', seq: 0 },
    ];
    expect(dynamo).toHaveReceivedCommandWith(BatchGetCommand, {
      RequestItems: { 'messages-table': { Keys, ConsistentRead: true } },
    });
    // The rows, the heads, the messages, the names and the sockets.
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetCommand, 5);
  });

  it('has up to a thousand conversations in one page', async () => {
    answerTables({ logs: [messages(1, fromBob)], rows: [{ username: 'alice', peer: 'bob' }] });

    expect(await list({ limit: '1000' })).toMatchObject({ status: 200, body: { items: [{ peer: 'bob' }] } });
    expect(await list({ limit: '1001' })).toMatchObject({ status: 400 });
  });

  it('comes page by page', async () => {
    const rows = [
      { username: 'alice', peer: 'bob' },
      { username: 'alice', peer: 'carol' },
    ];
    answerTables({ logs: [messages(1), messages(1, { recipient: 'carol' })], rows });

    const first = await list({ limit: '1' });
    const second = await list({ limit: '1', cursor: (first.body as { next: string }).next });

    expect(first.body).toMatchObject({ items: [{ peer: 'carol' }], unread: 0, requests: 0 });
    expect(second.body).toMatchObject({ items: [{ peer: 'bob' }] });
    expect(second.body).not.toHaveProperty('unread');
    expect(second.body).not.toHaveProperty('next');
  });

  it.each([
    encodeCursor(['bob', 'conversations', 'all'], '- 0 1 bob'),
    encodeCursor(['alice', 'conversations', 'unread'], '- 0 1 bob'),
    encodeCursor(['alice', 'users', ''], 'bob'),
    encodeCursor(['alice', 'conversations', 'all'], 'x'),
    encodeCursor(['alice', 'conversations', 'all'], '- 0 bob'),
    'x',
  ])('is refused with a foreign or made-up cursor', async (cursor) => {
    expect(await list({ cursor })).toMatchObject({ status: 400, body: { errors: { cursor: expect.any(String) } } });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});

describe('GET /conversations/{peer}', () => {
  const get = (peer: string): Promise<Received> => call(handler, getConversation, { parameters: { peer } });

  it('is one conversation, and how far the peer has read', async () => {
    answerTables({
      logs: [logOf(message('Hi', fromBob), edit(1, fromBob))],
      rows: [{ username: 'bob', peer: 'alice', readSeq: 2 }],
    });

    const summary = { peer: 'bob', lastSeq: 2, lastMessage: { seq: 1 }, unread: 1, readSeq: 0, peerReadSeq: 2 };
    expect(await get('bob')).toMatchObject({ status: 200, body: summary });
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('is empty where nothing was written, and not found for an unknown user', async () => {
    answerTables({});

    const { body } = await get('bob');
    expect(body).toEqual({
      peer: 'bob',
      peerName: 'bob',
      lastSeq: 0,
      unread: 0,
      readSeq: 0,
      muted: false,
      pinned: false,
      blocked: false,
      peerReadSeq: 0,
    });
    for (const peer of ['nobody', 'Bob', '~']) expect(await get(peer)).toMatchObject({ status: 404 });
  });

  it('does not show a person I have blocked what I have read since', async () => {
    const row = { username: 'bob', peer: 'alice', createdAt: 0, readSeq: 3 };
    const shownOf = async (theirs: object) => {
      answerTables({ logs: [messages(3)], rows: [{ ...row, ...theirs }] });
      return (await get('bob')).body;
    };

    expect(await shownOf({})).toMatchObject({ peerReadSeq: 3, blocked: false });
    expect(await shownOf({ blocked: true, shownReadSeq: 1 })).toMatchObject({ peerReadSeq: 1, blocked: false });
    expect(await shownOf({ blocked: true })).toMatchObject({ peerReadSeq: 0 });
  });

  it('does not show how far a person has read who hides it', async () => {
    answerTables({ logs: [messages(3)], rows: [{ username: 'bob', peer: 'alice', createdAt: 0, readSeq: 3 }] });
    dynamo
      .on(GetCommand, { TableName: 'users-table' })
      .resolves({ Item: { username: 'bob', displayName: 'Bob', createdAt: 0, readReceipts: false } });

    expect((await get('bob')).body).toMatchObject({ peerReadSeq: 0 });
  });

  it('does not show how far a request was read until it is answered', async () => {
    const rows = [{ username: 'bob', peer: 'alice', readSeq: 1, readCount: 1, declined: true }];
    const request = message('I can help', { request: true });

    for (const log of [logOf(request), logOf(request, edit(1))]) {
      answerTables({ logs: [log], rows });
      expect((await get('bob')).body).toMatchObject({ peerReadSeq: 0 });
    }

    answerTables({ logs: [logOf(request, message('Yes, please', fromBob))], rows });
    expect((await get('bob')).body).toMatchObject({ peerReadSeq: 1 });
  });

  it('repairs the head where it is behind the log, unless another reader has', async () => {
    const isBehind = 'lastSeq >= :after AND lastSeq < :seq';
    for (const [after, ConditionExpression] of [
      [2, isBehind],
      [0, `attribute_not_exists(seq) OR ${isBehind}`],
    ] as const) {
      dynamo.resetHistory();
      answerTables({ logs: [messages(3, fromBob)], heads: { 'alice~bob': after } });
      dynamo.on(PutCommand).rejects(conditionFailed({ lastSeq: 3 }));

      expect(await get('bob')).toMatchObject({ status: 200, body: { lastSeq: 3, unread: 3 } });
      expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
        TableName: 'messages-table',
        Item: { conversation: 'alice~bob', seq: 0, lastSeq: 3, counts: { bob: 3 }, lastMessage: 3, lastMessageAt: NOW },
        ConditionExpression,
        ExpressionAttributeValues: { ':after': after, ':seq': 3 },
      });
    }
  });
});
