/** Sockets that open and close. */

import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { conditionFailed, dynamo, failure, gateway as sockets } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const connect = await import('#functions/socket/connect.ts');
const disconnect = await import('#functions/socket/disconnect.ts');

const HOUR = 60 * 60_000;
/** Alice's item, with this socket and others. */
const item = (others: object = {}) => ({
  username: 'alice',
  'c#socket-1': { session: 'session-of-alice', connectedAt: NOW - 60_000 },
  ...others,
});

beforeEach(() => {
  sockets.reset();
  dynamo.reset();
  dynamo.on(UpdateCommand).resolves({});
});

describe('a socket that opens', () => {
  it('is stored beside the others of its person, by one update, for as long as sockets live', async () => {
    const connectedAt = NOW - 60_000;
    dynamo.on(UpdateCommand).resolves({ Attributes: item() });

    const answer = await connect.handler(socketEvent('$connect'));

    expect(answer).toEqual({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'message-center.v1' } });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'SET #connection = :socket, expiresAt = :expiresAt',
      ConditionExpression:
        'attribute_not_exists(#ended) AND (attribute_not_exists(endedBefore) OR endedBefore < :issuedAt)',
      ExpressionAttributeNames: { '#connection': 'c#socket-1', '#ended': 'x#session-of-alice' },
      ExpressionAttributeValues: {
        ':socket': { session: 'session-of-alice', connectedAt, device: 'Firefox on Linux', issuedAt: NOW - 90_678 },
        ':expiresAt': Math.ceil(connectedAt / 1000) + 130 * 60,
        ':issuedAt': NOW - 90_678,
      },
      ReturnValues: 'ALL_NEW',
    });
    expect(sockets).not.toHaveReceivedAnyCommand();
  });

  it('is refused where its session was ended', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await connect.handler(socketEvent('$connect'))).toEqual({ statusCode: 401 });
  });

  it('closes and removes the oldest where its person has ten others', async () => {
    const others = Array.from({ length: 10 }, (_, i) => [
      `c#other-${i}`,
      { session: 's', connectedAt: NOW - HOUR - i * 1000 },
    ]);
    dynamo.on(UpdateCommand).resolves({ Attributes: item(Object.fromEntries(others)) });
    sockets.on(DeleteConnectionCommand).resolves({});

    expect(await connect.handler(socketEvent('$connect'))).toMatchObject({ statusCode: 200 });

    expect(sockets).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'other-9' });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      UpdateExpression: 'REMOVE #a0, #a1',
      ExpressionAttributeNames: { '#a0': 'c#other-9', '#a1': 'w#other-9' },
    });
  });

  it('opens even if the oldest cannot be closed', async () => {
    const others = Array.from({ length: 10 }, (_, i) => [`c#other-${i}`, { session: 's', connectedAt: NOW - HOUR }]);
    dynamo.on(UpdateCommand).resolves({ Attributes: item(Object.fromEntries(others)) });
    sockets.on(DeleteConnectionCommand).rejects(failure('InternalFailure'));

    expect(await connect.handler(socketEvent('$connect'))).toMatchObject({ statusCode: 200 });
  });

  it('removes old sockets and marks of sessions, and keeps the mark for all tokens', async () => {
    const past = { 'c#gone': { session: 's', connectedAt: NOW - 3 * HOUR }, 'x#ended-long-ago': NOW - 3 * HOUR };
    dynamo
      .on(UpdateCommand)
      .resolves({ Attributes: item({ ...past, 'x#ended-lately': NOW - HOUR, endedBefore: NOW - 3 * HOUR }) });

    await connect.handler(socketEvent('$connect'));

    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 2);
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      UpdateExpression: 'REMOVE #a0, #a1',
      ExpressionAttributeNames: { '#a0': 'c#gone', '#a1': 'x#ended-long-ago' },
    });
  });

  it('does not open where it could not be stored', async () => {
    dynamo.on(UpdateCommand).rejects(failure('InternalServerError'));

    await expect(connect.handler(socketEvent('$connect'))).rejects.toThrow('InternalServerError');
  });
});

describe('a socket that closes', () => {
  it('is removed, and its person was last seen now', async () => {
    expect(await disconnect.handler(socketEvent('$disconnect'))).toEqual({ statusCode: 200 });

    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'alice' },
      UpdateExpression: 'REMOVE #a0, #a1',
      ConditionExpression: 'attribute_exists(username)',
      ExpressionAttributeNames: { '#a0': 'c#socket-1', '#a1': 'w#socket-1' },
      ReturnValues: 'UPDATED_OLD',
    });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      TableName: 'users-table',
      Key: { initial: 'a', username: 'alice' },
      UpdateExpression: 'SET lastSeenAt = :at',
      ConditionExpression: 'attribute_exists(username) AND attribute_not_exists(deletedAt)',
      ExpressionAttributeValues: { ':at': NOW },
    });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 2);
  });

  it('restores neither an expired item nor a deleted profile', async () => {
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await disconnect.handler(socketEvent('$disconnect'))).toEqual({ statusCode: 200 });
  });
});
