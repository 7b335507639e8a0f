/** PATCH /conversations/{peer} */

import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { updateConversation } from '#contract/routes/conversations.ts';
import { dayOf } from '#functions/core/inbox/inbox-index.ts';
import { dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Given, type Received } from '../support/http.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

/** Writes of the row; each request is also counted. */
const written = () =>
  dynamo
    .commandCalls(UpdateCommand)
    .map(({ args: [{ input }] }) => input)
    .filter(({ TableName }) => TableName === 'conversations-table');

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
  dynamo
    .on(GetCommand, { TableName: 'users-table', Key: { initial: 'b', username: 'bob' } })
    .resolves({ Item: { username: 'bob', displayName: 'Bob', createdAt: 0 } });
  dynamo.on(UpdateCommand).resolves({ Attributes: { username: 'alice', peer: 'bob', createdAt: 0 } });
  dynamo.on(PutCommand).resolves({});
});

describe('PATCH /conversations/{peer}', () => {
  const change = (body: unknown, given: Given = {}): Promise<Received> =>
    call(handler, updateConversation, { parameters: { peer: 'bob' }, body, ...given });

  it('sets the given fields in my own row, and creates it where there is none', async () => {
    expect(await change({ muted: true })).toMatchObject({ status: 204, body: undefined });
    expect(await change({ muted: false, pinned: true })).toMatchObject({ status: 204 });

    const [first, second] = written();
    expect(first).toEqual({
      TableName: 'conversations-table',
      Key: { username: 'alice', peer: 'bob' },
      UpdateExpression: 'SET createdAt = if_not_exists(createdAt, :at), muted = :muted REMOVE mutedUntil',
      ExpressionAttributeValues: { ':at': NOW, ':muted': true },
      ReturnValues: 'ALL_NEW',
    });
    expect(second).toMatchObject({
      UpdateExpression:
        'SET createdAt = if_not_exists(createdAt, :at), muted = :muted, pinned = :pinned REMOVE mutedUntil',
      ExpressionAttributeValues: { ':muted': false, ':pinned': true },
    });
  });

  it('mutes for a time, archives up to a message, and marks as unread', async () => {
    expect(await change({ muted: true, mutedUntil: new Date(NOW).toISOString() })).toMatchObject({ status: 204 });
    expect(await change({ archivedThrough: 7, markedUnread: true })).toMatchObject({ status: 204 });

    expect(written()).toMatchObject([
      {
        UpdateExpression: 'SET createdAt = if_not_exists(createdAt, :at), muted = :muted, mutedUntil = :mutedUntil',
        ExpressionAttributeValues: { ':muted': true, ':mutedUntil': NOW },
      },
      { ExpressionAttributeValues: { ':archivedThrough': 7, ':markedUnread': true } },
    ]);
  });

  it('makes a conversation fresh in my inbox that has its place there, once', async () => {
    const row = { username: 'alice', peer: 'bob', createdAt: 0, pinned: true, listed: 'read#1#bob#id' };
    dynamo.on(UpdateCommand).resolves({ Attributes: row });

    expect(await change({ pinned: true })).toMatchObject({ status: 204 });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'conversations-table',
      Item: { username: 'alice#inbox', peer: 'fresh#bob', day: dayOf(NOW) },
      ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': dayOf(NOW) },
    });
    expect(written().at(-1)).toMatchObject({ ExpressionAttributeValues: { ':next': '- read#1#bob#id' } });
  });

  it.each([
    [400, { mutedUntil: 'tomorrow' }, 'bob'],
    [400, { archivedThrough: -1 }, 'bob'],
    [400, { muted: 'yes' }, 'bob'],
    [400, { blocked: true }, 'bob'],
    [404, { muted: true }, 'nobody'],
    [404, { muted: true }, 'Bob'],
  ])('is answered %i to %j for %s, and nothing is written', async (status, body, peer) => {
    expect(await change(body, { parameters: { peer } })).toMatchObject({ status });
    expect(written()).toEqual([]);
  });
});
