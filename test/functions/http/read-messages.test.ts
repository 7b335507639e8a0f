/** GET /messages, and GET /messages/{id} */

import { BatchGetCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { getMessage, listMessages } from '#contract/routes/messages.ts';
import { answerQueries, dynamo, failure } from '../support/aws.ts';
import { deletion, edit, entryOf, logOf, message, messages, reaction } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/messages.ts');

const bob = { initial: 'b', username: 'bob', displayName: 'Bob', createdAt: 0 };

const list = (query: string | Record<string, string> = { target: 'bob' }): Promise<Received> =>
  call(handler, listMessages, { query });
const get = (id: string, as = 'alice', requestId = 'request-id'): Promise<Received> =>
  call(handler, getMessage, { as, parameters: { id }, requestId });

const seqsOf = ({ body }: Received): number[] => (body as { items: { seq: number }[] }).items.map(({ seq }) => seq);

/** How far the stream's consumer has come. */
const answerHead = (lastSeq: number) =>
  dynamo.on(BatchGetCommand).resolves({ Responses: { 'messages-table': [{ seq: 0, lastSeq }] } });

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({ Item: bob });
  dynamo.on(GetCommand, { TableName: 'messages-table' }).resolves({});
  answerHead(1000);
});

describe('GET /messages', () => {
  it('has the newest messages, as many as configured, by one strongly consistent query', async () => {
    answerQueries(messages(40));

    const page = await list();

    expect(seqsOf(page)).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26]);
    expect(page).toMatchObject({ status: 200, body: { next: 26, through: 40 } });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: 'messages-table',
      KeyConditionExpression: 'conversation = :conversation AND seq >= :from',
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 1 },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 15,
    });
    expect(dynamo).not.toHaveReceivedCommand(GetCommand);
  });

  it('repairs the head where the log goes further: the consumer is late or has given up', async () => {
    answerQueries(messages(40));
    answerHead(38);
    dynamo.on(PutCommand).resolves({});

    expect(await list()).toMatchObject({ status: 200 });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'messages-table',
      Item: expect.objectContaining({ conversation: 'alice~bob', seq: 0, lastSeq: 40, counts: { alice: 40 } }),
      ConditionExpression: 'lastSeq >= :after AND lastSeq < :seq',
      ExpressionAttributeValues: { ':after': 38, ':seq': 40 },
    });
  });

  it('continues before a seq, and then without the end of the log', async () => {
    answerQueries(messages(40));

    const page = await list({ target: 'bob', before: '26', limit: '3' });

    expect(seqsOf(page)).toEqual([25, 24, 23]);
    expect(page.body).not.toHaveProperty('through');
    expect(dynamo).toHaveReceivedCommandWith(QueryCommand, {
      KeyConditionExpression: 'conversation = :conversation AND seq BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 1, ':to': 25 },
    });
  });

  it('has the changes that are not applied yet, which are those after the head', async () => {
    const log = logOf(message('One'), message('Two'), message('Three'), edit(1), deletion(2));
    answerQueries(log);
    answerHead(3);

    const { body } = await list({ target: 'bob', before: '3' });

    expect(body).toMatchObject({
      items: [
        { seq: 2, body: '', deleted: 'sender' },
        { seq: 1, body: 'Hello!', editedAt: expect.any(String) },
      ],
    });
    expect(dynamo).toHaveReceivedCommandWith(BatchGetCommand, {
      RequestItems: { 'messages-table': { Keys: [{ conversation: 'alice~bob', seq: 0 }], ConsistentRead: true } },
    });
    expect(dynamo).toHaveReceivedCommandWith(QueryCommand, {
      ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 4 },
    });
  });

  it('reads on where a page of the table ends early', async () => {
    const log = messages(4).toReversed();
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: log.slice(0, 1), LastEvaluatedKey: { conversation: 'alice~bob', seq: 4 } })
      .resolvesOnce({ Items: log.slice(1, 3) });

    expect(seqsOf(await list({ target: 'bob', limit: '3' }))).toEqual([4, 3, 2]);
    expect(dynamo).toHaveReceivedNthCommandWith(QueryCommand, 2, {
      ExclusiveStartKey: { conversation: 'alice~bob', seq: 4 },
      Limit: 2,
    });
  });

  it('shows only messages, and a clientId only to its sender', async () => {
    answerQueries(
      logOf(
        message('Mine', { clientId: 'mine' }),
        reaction(1),
        message('Theirs', { sender: 'bob', recipient: 'alice', clientId: 'theirs' }),
      ),
    );

    const { body } = await list();

    expect(body).toMatchObject({ items: [{ body: 'Theirs' }, { body: 'Mine', clientId: 'mine' }], through: 3 });
    expect(JSON.stringify(body)).not.toContain('theirs');
  });

  it('is empty where nothing was written, and not found for an unknown user', async () => {
    answerQueries([]);
    expect(await list()).toMatchObject({ status: 200, body: { items: [], through: 0 } });

    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
    expect(await list()).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('before the first entry is empty, without an impossible query', async () => {
    answerQueries(messages(3));

    expect(await list({ target: 'bob', before: '1' })).toMatchObject({ status: 200, body: { items: [] } });
    expect(dynamo).not.toHaveReceivedCommand(QueryCommand);
  });

  it.each<[query: string, code?: string]>([
    [''],
    ['target=Bob'],
    ['target='],
    ['target=bob&before=-1'],
    ['target=bob&limit=0'],
    ['target=bob&limit=101'],
    ['target=bob&target=carol'],
    ['target=bob&after=1', 'unknown-field'],
  ])('is refused for the query %j', async (query, code = 'invalid') => {
    expect(await list(query)).toMatchObject({ status: 400, body: { code } });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });
});

describe('GET /messages/{id}', () => {
  const entry = entryOf(message('Hello', { clientId: 'mine' }));
  const found = (item?: object) =>
    dynamo.on(GetCommand, { TableName: 'messages-table' }).resolves(item ? { Item: { ...item } } : {});

  it('is one entry, by an eventually consistent read', async () => {
    found(entry);

    expect(await get('alice~bob.1')).toMatchObject({
      status: 200,
      body: { id: 'alice~bob.1', body: 'Hello', clientId: 'mine' },
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(GetCommand, {
      TableName: 'messages-table',
      Key: { conversation: 'alice~bob', seq: 1 },
      ConsistentRead: false,
    });
  });

  it('is read strongly where that read does not have it yet', async () => {
    dynamo.on(GetCommand, { TableName: 'messages-table', ConsistentRead: true }).resolves({ Item: { ...entry } });

    expect(await get('alice~bob.1', 'bob')).toMatchObject({ status: 200, body: { body: 'Hello' } });
    expect(dynamo).toHaveReceivedCommandTimes(GetCommand, 2);
  });

  it.each([
    ['absent', 'alice~bob.7'],
    ['foreign', 'bob~carol.1'],
    ['of a name that is a part of mine', 'alic~bob.1'],
    ['the head', 'alice~bob.0'],
    ['not canonical', 'alice~bob.01'],
    ['of names out of order', 'bob~alice.1'],
    ['malformed', 'alice~bob'],
    ['nothing like an id', '../../etc/passwd'],
    ['very long', 'a'.repeat(10_000)],
  ])('answers the same to an id that is %s as to one that does not exist', async (_, id) => {
    const absent = await get('alice~bob.8');
    dynamo.resetHistory();

    expect(await get(id)).toEqual(absent);
    expect(absent).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it("reads nothing for an id of other people's conversation", async () => {
    found(entry);

    expect(await get('alice~bob.1', 'carol')).toMatchObject({ status: 404 });
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it('fails where the table does, and is not a 404', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    dynamo.on(GetCommand, { TableName: 'messages-table' }).rejects(failure('InternalServerError'));

    expect(await get('alice~bob.1')).toMatchObject({ status: 500 });
  });
});
