import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { conditionFailed, dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const connect = await import('../../../functions/socket/connect.ts');
const disconnect = await import('../../../functions/socket/disconnect.ts');

beforeEach(() => {
  dynamo.reset();
  dynamo.on(UpdateCommand).resolves({});
});

describe('a socket that opens', () => {
  it('is written down beside the others of its person, by one update, for as long as sockets live', async () => {
    const connectedAt = NOW - 60_000;

    const answer = await connect.handler(socketEvent('$connect'));

    expect(answer).toEqual({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'message-center.v1' } });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'SET #connection = :socket, expiresAt = :expiresAt',
      ExpressionAttributeNames: { '#connection': 'c#socket-1' },
      ExpressionAttributeValues: {
        ':socket': { session: 'session-of-alice', connectedAt },
        ':expiresAt': Math.ceil(connectedAt / 1000) + 130 * 60,
      },
    });
  });

  it('does not open where it could not be written down', async () => {
    dynamo.on(UpdateCommand).rejects(failure('InternalServerError'));

    await expect(connect.handler(socketEvent('$connect'))).rejects.toThrow('InternalServerError');
  });
});

describe('a socket that closes', () => {
  it('is forgotten, and its person was last seen now', async () => {
    expect(await disconnect.handler(socketEvent('$disconnect'))).toEqual({ statusCode: 200 });

    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'REMOVE #connection',
      ConditionExpression: 'attribute_exists(username)',
      ExpressionAttributeNames: { '#connection': 'c#socket-1' },
    });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'users-table',
      Key: { initial: 'a', username: 'alice' },
      UpdateExpression: 'SET lastSeenAt = :at',
      ConditionExpression: 'attribute_exists(username)',
      ExpressionAttributeValues: { ':at': NOW },
    });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 2);
  });

  it('brings back neither an item that has expired nor a profile that is gone', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await disconnect.handler(socketEvent('$disconnect'))).toEqual({ statusCode: 200 });
  });
});
