/** POST /messages */

import { BatchGetCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import { answerQueries, conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { logOf, message, messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { CLIENT_ID, answerSends, sendBy, alice, answerRecipient, bob, written } from '../support/sends.ts';

stubEnvironment();
const { handler } = await import('#functions/http/messages.ts');

const send = sendBy(handler);
answerSends();

describe('POST /messages', () => {
  it('stores the message in its slot, provided the slot is free, and answers with it', async () => {
    const { status, headers, body } = await send({ body: ' Hello\r\n' }, { requestId: 'abc' });

    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: '/api/messages/alice~bob.1' });
    expect(body).toEqual({
      id: 'alice~bob.1',
      kind: 'message',
      sender: 'alice',
      recipient: 'bob',
      seq: 1,
      timestamp: '2026-01-02T03:04:05.678Z',
      body: 'Hello',
      clientId: CLIENT_ID,
    });
    expect(written()).toEqual([
      {
        TableName: 'messages-table',
        ConditionExpression: 'attribute_not_exists(seq)',
        Item: {
          conversation: 'alice~bob',
          seq: 1,
          kind: 'message',
          body: 'Hello',
          sender: 'alice',
          recipient: 'bob',
          clientId: CLIENT_ID,
          digest: expect.stringMatching(/^[\w-]{22}$/),
          requestId: 'abc',
          timestamp: NOW,
          counts: { alice: 1 },
          lastMessage: 1,
          lastMessageAt: NOW,
          newDay: true,
        },
      },
    ]);
  });

  it('reads the log strongly consistent, from the entry the client has seen, by one query', async () => {
    answerQueries(messages(3));

    await send({ after: 2 });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'messages-table',
      KeyConditionExpression: 'conversation = :conversation AND seq >= :from',
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 2 },
      ConsistentRead: true,
      Limit: 202,
    });
    expect(written()).toMatchObject([{ Item: { seq: 4, counts: { alice: 4 } } }]);
  });

  it('reads only the newest entry where the client does not say what it has seen', async () => {
    answerQueries(messages(3));

    await send({ after: undefined, clientId: undefined });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 1 },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    });
    expect(written()).toMatchObject([{ Item: { seq: 4, clientId: expect.stringMatching(/^[0-9a-f-]{36}$/) } }]);
  });

  it('creates the rows of both people before a first message, unless they exist', async () => {
    dynamo.on(PutCommand, { TableName: 'conversations-table' }).rejects(conditionFailed());

    expect(await send()).toMatchObject({ status: 201 });

    const tables = dynamo.commandCalls(PutCommand).map(({ args: [{ input }] }) => input);
    expect(tables).toMatchObject([
      {
        TableName: 'conversations-table',
        Item: { username: 'alice', peer: 'bob', createdAt: NOW },
        ConditionExpression: 'attribute_not_exists(peer)',
      },
      {
        TableName: 'conversations-table',
        Item: { username: 'bob', peer: 'alice', createdAt: NOW },
        ConditionExpression: 'attribute_not_exists(peer)',
      },
      { TableName: 'messages-table' },
    ]);
  });

  it('creates one row for a note to oneself, and reads one profile', async () => {
    answerRecipient(alice);

    await send({ recipient: 'alice' });

    const [read] = dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems);
    expect(read?.['users-table']).toEqual({ Keys: [{ initial: 'a', username: 'alice' }] });
    expect(dynamo).toHaveReceivedCommandTimes(PutCommand, 2);
    expect(written()).toMatchObject([{ Item: { conversation: 'alice~alice' } }]);
  });

  it('stores the socket it was sent from, and never answers with it', async () => {
    const { body } = await send({}, { headers: { 'x-connection-id': 'L0SM9cOFvHcCIhw=' } });

    expect(written()).toMatchObject([{ Item: { origin: 'L0SM9cOFvHcCIhw=' } }]);
    expect(JSON.stringify(body)).not.toContain('L0SM9cOFvHcCIhw=');
  });

  it('that replies to another one quotes it, at the cost of one read', async () => {
    const [first] = messages(1);
    answerQueries(messages(1));
    dynamo.on(GetCommand, { TableName: 'messages-table' }).resolves({ Item: { ...first } });
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { 'users-table': [{ ...bob }], 'messages-table': [{ ...first }] } });

    const { status, body } = await send({ after: 1, replyTo: 'alice~bob.1' });

    expect(status).toBe(201);
    expect(body).toMatchObject({ quote: { id: 'alice~bob.1', sender: 'alice', body: 'Message 1' } });
    expect(written()).toMatchObject([{ Item: { seq: 2, replyTo: 1 } }]);
    expect(JSON.stringify(written())).not.toContain('Message 1');
  });

  it('takes the next slot when someone else was faster', async () => {
    const log = messages(1);
    answerQueries(log);
    dynamo
      .on(PutCommand, { TableName: 'messages-table' })
      .callsFakeOnce(async () => {
        log.push(...logOf(message(), message('Faster', { sender: 'bob', recipient: 'alice' })).slice(1));
        throw conditionFailed();
      })
      .resolves({});

    const { status, body } = await send({ after: 1 });

    expect(status).toBe(201);
    expect(body).toMatchObject({ seq: 3 });
    expect(written().map(({ Item }) => Number(Item?.['seq']))).toEqual([2, 3]);
  });

  it('is one message when the SDK retries a write whose answer was lost', async () => {
    const log: Entry[] = [];
    answerQueries(log);
    dynamo.on(PutCommand, { TableName: 'messages-table' }).callsFake(async ({ Item }: { Item: Entry }) => {
      log.push(Item);
      throw conditionFailed();
    });

    expect(await send()).toMatchObject({ status: 201, body: { seq: 1 } });
    expect(written()).toHaveLength(1);
  });

  it('fails, revealing nothing, where the table does', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    dynamo.on(PutCommand, { TableName: 'messages-table' }).rejects(failure('ResourceNotFoundException', 'secret'));

    const { status, body } = await send();

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});

describe('POST /messages, repeated', () => {
  const stored = async (): Promise<Entry> => {
    await send({}, { requestId: 'first' });
    return written()[0]?.Item as Entry;
  };

  it('answers with the message stored before, and writes nothing, whatever happened to the recipient', async () => {
    const entry = await stored();
    dynamo.resetHistory();
    for (const profile of [bob, undefined, { ...bob, deletedAt: 1 }, { ...bob, disabledAt: 1 }]) {
      answerRecipient(profile, { username: 'bob', peer: 'alice', blocked: true });
      answerQueries([entry]);

      expect(await send({}, { requestId: 'second' })).toMatchObject({
        status: 200,
        body: { id: 'alice~bob.1', body: 'Hello', clientId: CLIENT_ID },
      });
    }
    expect(dynamo).not.toHaveReceivedCommand(PutCommand);
  });

  it('with another text is a conflict', async () => {
    answerQueries([await stored()]);

    expect(await send({ body: 'Goodbye' }, { requestId: 'second' })).toMatchObject({
      status: 409,
      body: { code: 'client-id-taken' },
    });
  });
});
