/** PATCH /conversations/{peer} */

import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { updateConversation } from '#contract/routes/conversations.ts';
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
  dynamo.on(UpdateCommand).resolves({});
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
      UpdateExpression: 'SET createdAt = if_not_exists(createdAt, :at), muted = :muted',
      ExpressionAttributeValues: { ':at': NOW, ':muted': true },
    });
    expect(second).toMatchObject({
      UpdateExpression: 'SET createdAt = if_not_exists(createdAt, :at), muted = :muted, pinned = :pinned',
      ExpressionAttributeValues: { ':muted': false, ':pinned': true },
    });
  });

  it.each([
    [400, { muted: 'yes' }, 'bob'],
    [400, { blocked: true }, 'bob'],
    [404, { muted: true }, 'nobody'],
    [404, { muted: true }, 'Bob'],
  ])('is answered %i to %j for %s, and nothing is written', async (status, body, peer) => {
    expect(await change(body, { parameters: { peer } })).toMatchObject({ status });
    expect(written()).toEqual([]);
  });
});
