/** The frames that clients send. */

import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { dayOf } from '#functions/core/inbox/inbox-index.ts';
import { conditionFailed, dynamo, failure, gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { entryOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const { handler } = await import('#functions/socket/receive.ts');

const receive = (frame: unknown) =>
  handler(socketEvent('$default', typeof frame === 'string' ? frame : JSON.stringify(frame)));

let output: MockInstance<typeof process.stdout.write>;

/** The metrics written to the log, by name. */
const counted = () => output.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

/** Answers reads of people's sockets: of alice this one, and what is given. */
function answerSockets(ids: Readonly<Record<string, readonly string[]>> = {}): void {
  const sockets: Readonly<Record<string, readonly string[]>> = { alice: ['socket-1'], ...ids };
  const itemOf = (username: string) => {
    const open = (sockets[username] ?? []).map((id) => [`c#${id}`, { session: 'session', connectedAt: NOW }] as const);
    return { username, ...Object.fromEntries(open) };
  };
  dynamo.on(BatchGetCommand).callsFake((input: BatchGetCommandInput) => {
    const keys = input.RequestItems?.['connections-table']?.Keys ?? [];
    return { Responses: { 'connections-table': keys.map(({ username }) => itemOf(String(username))) } };
  });
}

beforeEach(async () => {
  // The function counts useless frames by minute: those of another test are of another minute.
  vi.setSystemTime(NOW - 60_000);
  await receive('');
  vi.setSystemTime(NOW);
  dynamo.reset();
  gateway.reset();
  answerSockets();
  dynamo.on(UpdateCommand).resolves({});
  gateway.on(PostToConnectionCommand).resolves({});
  output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => output.mockRestore());

describe('a socket that is not stored', () => {
  it.each([{ action: 'ping' }, { action: 'typing', to: 'bob' }, { action: 'read', target: 'bob', seq: 1 }])(
    'is closed at its first frame ($action), which does nothing',
    async (frame) => {
      answerSockets({ alice: ['socket-2'], bob: ['b1'] });
      gateway.on(DeleteConnectionCommand).resolves({});

      expect(await receive(frame)).toEqual({ statusCode: 200 });

      expect(gateway).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'socket-1' });
      expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
      expect(dynamo).not.toHaveReceivedCommand(GetCommand);
    },
  );
});

describe('a ping', () => {
  it('is answered with the id of the connection', async () => {
    expect(await receive({ action: 'ping' })).toEqual({ statusCode: 200 });

    const Data = JSON.stringify({ type: 'pong', connectionId: 'socket-1' });
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(PostToConnectionCommand, { ConnectionId: 'socket-1', Data });
    expect(dynamo.calls()).toHaveLength(1);
  });

  it('is answered with fields that a later version has added, or its socket would be taken for dead', async () => {
    await receive({ action: 'ping', version: 99, tomorrow: {} });

    expect(gateway).toHaveReceivedCommandTimes(PostToConnectionCommand, 1);
    expect(counted()).toEqual([]);
  });

  it('of a socket that is gone since is no failure', async () => {
    gateway.on(PostToConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));

    expect(await receive({ action: 'ping' })).toEqual({ statusCode: 200 });
  });
});

describe('a read position', () => {
  it("moves the position of the socket's own person, and is sent to the other sockets", async () => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
    dynamo
      .on(GetCommand, { TableName: 'messages-table' })
      .resolves({ Item: { ...entryOf(message('Hi', { sender: 'bob', recipient: 'alice' })) } });
    dynamo
      .on(UpdateCommand, { TableName: 'conversations-table' })
      .resolves({ Attributes: { username: 'alice', peer: 'bob', createdAt: 0 } });
    answerSockets({ alice: ['socket-1', 'socket-2'], bob: ['socket-3'] });

    await receive({ action: 'read', target: 'bob', seq: 1 });

    expect(dynamo).toHaveReceivedCommandWith(GetCommand, {
      Key: { conversation: 'alice~bob', seq: 1 },
      ConsistentRead: true,
    });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 2);
    expect(dynamo).toHaveReceivedNthCommandWith(UpdateCommand, 2, {
      TableName: 'conversations-table',
      Key: { username: 'alice', peer: 'bob' },
    });
    expect(gateway.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => input.ConnectionId)).toEqual([
      'socket-2',
      'socket-3',
    ]);
    expect(counted()).toEqual([]);
  });

  it('of what was unread in its place of the inbox lists the conversation anew', async () => {
    const listed = 'unread#1#bob#id';
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
    dynamo
      .on(GetCommand, { TableName: 'messages-table' })
      .resolves({ Item: { ...entryOf(message('Hi', { sender: 'bob', recipient: 'alice' })) } });
    dynamo
      .on(UpdateCommand, { TableName: 'conversations-table' })
      .resolves({ Attributes: { username: 'alice', peer: 'bob', createdAt: 0, listed } });
    dynamo.on(PutCommand).resolves({});

    await receive({ action: 'read', target: 'bob', seq: 1 });

    expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
      Item: { username: 'alice#inbox', peer: 'fresh#bob', day: dayOf(NOW) },
    });
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      ExpressionAttributeValues: { ':next': `- ${listed}`, ':listed': listed },
    });
  });

  it('that is impossible is ignored and counted', async () => {
    dynamo.on(GetCommand).resolves({});

    expect(await receive({ action: 'read', target: 'nobody', seq: 1 })).toEqual({ statusCode: 200 });
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it('that fails is a failure, not an ignored frame', async () => {
    dynamo.on(GetCommand).rejects(failure('InternalServerError'));

    await expect(receive({ action: 'read', target: 'bob', seq: 1 })).rejects.toThrow('InternalServerError');
  });

  it('counts frames that were not delivered', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...entryOf(message()) } });
    dynamo
      .on(UpdateCommand, { TableName: 'conversations-table' })
      .resolves({ Attributes: { username: 'alice', peer: 'bob', createdAt: 0 } });
    answerSockets({ bob: ['socket-3'] });
    gateway.on(PostToConnectionCommand).rejects(failure('ForbiddenException'));

    await receive({ action: 'read', target: 'bob', seq: 1 });

    expect(counted()).toMatchObject([{ DroppedFrames: 1, _aws: { Timestamp: NOW } }]);
  });
});

describe('a person who sends too many frames', () => {
  const counter = {
    TableName: 'connections-table',
    Key: { username: `limit#frames#alice#${Math.floor(NOW / 60_000)}` },
  };

  it('is counted by minute, over all sockets', async () => {
    dynamo.on(GetCommand).resolves({});

    await receive({ action: 'typing', to: 'bob' });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      ...counter,
      UpdateExpression: 'ADD taken :one SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
      ExpressionAttributeValues: { ':one': 1, ':limit': 120, ':until': (Math.floor(NOW / 60_000) + 1) * 60 },
    });
  });

  it.each([
    { action: 'typing', to: 'bob' },
    { action: 'read', target: 'bob', seq: 1 },
  ])('is ignored for the rest of the minute: $action', async (frame) => {
    dynamo.on(UpdateCommand, counter).rejects(conditionFailed());

    await receive(frame);

    expect(dynamo).not.toHaveReceivedCommand(GetCommand);
    expect(gateway).not.toHaveReceivedAnyCommand();
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it('may still ping', async () => {
    dynamo.on(UpdateCommand, counter).rejects(conditionFailed());

    await receive({ action: 'ping' });

    expect(gateway).toHaveReceivedCommandTimes(PostToConnectionCommand, 1);
  });
});

describe('a socket that sends many frames which do nothing', () => {
  const counter = { username: `limit#useless#socket-1#${Math.floor(NOW / 60_000)}` };

  it.each(['{"action":"ping"}', 'junk'])('is counted from the sixth in a minute on: %s', async (frame) => {
    for (let sent = 0; sent < 6; sent++) await receive(frame);

    expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 1);
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, { Key: counter });
    expect(gateway).not.toHaveReceivedCommand(DeleteConnectionCommand);
  });

  it.each(['{"action":"ping"}', 'junk'])('is closed beyond the limit, unheard: %s', async (frame) => {
    gateway.on(DeleteConnectionCommand).resolves({});
    dynamo.on(UpdateCommand, { Key: counter }).rejects(conditionFailed());
    for (let sent = 0; sent < 5; sent++) await receive(frame);
    gateway.resetHistory();

    await receive(frame);

    expect(gateway).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'socket-1' });
    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
  });
});

describe('a frame that is not understood', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"ping"',
    '{}',
    '{"action":"dance"}',
    '{"action":["ping"]}',
    '{"action":"typing","to":"bob","extra":1}',
    '{"action":"typing","to":"bob","__proto__":{}}',
    '{"action":"constructor"}',
    '{"action":"read"}',
    '{"action":"read","target":"Bob","seq":1}',
    '{"action":"read","target":"bob","seq":0}',
    '{"action":"read","target":"bob","seq":"1"}',
    '{"action":"read","target":"bob","seq":1e15}',
    '{"action":"read","target":"bob","seq":1,"reader":"carol"}',
    '['.repeat(4000),
    '\u0000\ufffd',
  ])('is ignored and counted (%j)', async (frame) => {
    expect(await receive(frame)).toEqual({ statusCode: 200 });

    expect(dynamo).not.toHaveReceivedAnyCommand();
    expect(gateway).not.toHaveReceivedAnyCommand();
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it('without content is ignored as well', async () => {
    expect(await handler(socketEvent('$default'))).toEqual({ statusCode: 200 });
  });
});

describe('a frame of more than 4 KB', () => {
  const frame = (bytes: number): string => `{"action":"ping"${' '.repeat(bytes - 17)}}`;

  it('closes its socket, and is not parsed', async () => {
    await receive(frame(4096));
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(PostToConnectionCommand, { ConnectionId: 'socket-1' });

    gateway.resetHistory();
    gateway.on(DeleteConnectionCommand).resolves({});
    await receive(frame(4097));
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'socket-1' });
    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
  });

  it('is measured in bytes, and its socket may be closed already', async () => {
    gateway.on(DeleteConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));

    expect(await receive('😀'.repeat(1025))).toEqual({ statusCode: 200 });
    expect(gateway).toHaveReceivedCommandTimes(DeleteConnectionCommand, 1);
  });
});
