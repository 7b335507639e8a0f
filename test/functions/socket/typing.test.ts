/** Frames that say somebody is typing, and whose they may be. */

import { DeleteConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, type BatchGetCommandInput, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import type { Head } from '#functions/core/entry.ts';
import { dynamo, gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const { handler } = await import('#functions/socket/receive.ts');

const receive = (frame: unknown) =>
  handler(socketEvent('$default', typeof frame === 'string' ? frame : JSON.stringify(frame)));

let output: MockInstance<typeof process.stdout.write>;

/** The metrics written to the log, by name. */
const counted = () => output.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

const written: Partial<Head> = { counts: { alice: 1 } };

/** Answers reads of people's sockets, of alice this one and what is given, and of the head of her conversation. */
function answerSockets(ids: Readonly<Record<string, readonly string[]>> = {}, head: Partial<Head> = written): void {
  const sockets: Readonly<Record<string, readonly string[]>> = { alice: ['socket-1'], ...ids };
  const itemOf = (username: string) => {
    const open = (sockets[username] ?? []).map((id) => [`c#${id}`, { session: 'session', connectedAt: NOW }] as const);
    return { username, ...Object.fromEntries(open) };
  };
  dynamo.on(BatchGetCommand).callsFake((input: BatchGetCommandInput) => {
    const keys = input.RequestItems?.['connections-table']?.Keys ?? [];
    const people = keys.map(({ username }) => itemOf(String(username)));
    return { Responses: { 'connections-table': people, 'messages-table': [head] } };
  });
}

beforeEach(() => {
  dynamo.reset();
  gateway.reset();
  answerSockets();
  dynamo.on(UpdateCommand).resolves({});
  gateway.on(PostToConnectionCommand).resolves({});
  output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => output.mockRestore());

describe('a typing notification', () => {
  const row = (username: string, peer: string, more: object = {}) => ({
    Item: { username, peer, createdAt: 0, ...more },
  });
  const answerRows = (mine: object = {}, theirs: object = {}): void => {
    dynamo.on(GetCommand, { TableName: 'users-table' }).resolves({});
    dynamo.on(GetCommand, { TableName: 'conversations-table', Key: { username: 'alice', peer: 'bob' } }).resolves(mine);
    dynamo
      .on(GetCommand, { TableName: 'conversations-table', Key: { username: 'bob', peer: 'alice' } })
      .resolves(theirs);
  };

  beforeEach(() => answerSockets({ bob: ['b1', 'b2'] }));

  it("is sent to the other person's sockets", async () => {
    answerRows(row('alice', 'bob'), row('bob', 'alice'));

    await receive({ action: 'typing', to: 'bob' });

    const Data = JSON.stringify({ type: 'typing', from: 'alice' });
    const posts = gateway.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => input);
    expect(posts).toEqual(['b1', 'b2'].map((ConnectionId) => ({ ConnectionId, Data })));
    expect(counted()).toEqual([]);
  });

  it.each([
    ['somebody I have never written with', {}, {}],
    ['somebody I have blocked', row('alice', 'bob', { blocked: true }), row('bob', 'alice')],
    ['somebody who has blocked me', row('alice', 'bob'), row('bob', 'alice', { blocked: true })],
  ])('to %s is ignored and counted', async (_, mine, theirs) => {
    answerRows(mine, theirs);

    await receive({ action: 'typing', to: 'bob' });

    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it.each([
    ['of one who awaits an answer', { counts: { alice: 1 }, request: true }],
    [
      'of one who has not answered, which would show that they have read the request',
      { counts: { bob: 1 }, request: true },
    ],
  ] as const)('%s is ignored and counted', async (_, head) => {
    answerSockets({ bob: ['b1'] }, head);
    answerRows(row('alice', 'bob'), row('bob', 'alice'));

    await receive({ action: 'typing', to: 'bob' });

    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it.each(['disabledAt', 'deletedAt'])('of a person whose profile has %s closes the socket', async (state) => {
    answerRows(row('alice', 'bob'), row('bob', 'alice'));
    dynamo
      .on(GetCommand, { TableName: 'users-table', Key: { initial: 'a', username: 'alice' }, ConsistentRead: true })
      .resolves({ Item: { username: 'alice', [state]: 0 } });

    await receive({ action: 'typing', to: 'bob' });

    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'socket-1' });
  });

  it.each([
    ['the session', { 'x#session': NOW }, {}],
    ['every token so far', { endedBefore: NOW }, { issuedAt: NOW }],
  ])('over a socket that outlived the end of %s closes it', async (_, marks, more) => {
    answerRows(row('alice', 'bob'), row('bob', 'alice'));
    const socket = { session: 'session', connectedAt: NOW, ...more };
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { 'connections-table': [{ username: 'alice', 'c#socket-1': socket, ...marks }] } });

    await receive({ action: 'typing', to: 'bob' });

    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(DeleteConnectionCommand, { ConnectionId: 'socket-1' });
  });

  it('over a socket whose token was issued after everything was ended is sent', async () => {
    answerRows(row('alice', 'bob'), row('bob', 'alice'));
    const socket = { session: 'session', connectedAt: NOW, issuedAt: NOW };
    const alice = { username: 'alice', 'c#socket-1': socket, endedBefore: NOW - 1, 'x#another': NOW };
    const bob = { username: 'bob', 'c#b1': { session: 'other', connectedAt: NOW } };
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { 'connections-table': [alice, bob], 'messages-table': [written] } });

    await receive({ action: 'typing', to: 'bob' });

    expect(gateway).toHaveReceivedCommandWith(PostToConnectionCommand, { ConnectionId: 'b1' });
    expect(gateway).not.toHaveReceivedCommand(DeleteConnectionCommand);
  });

  it('to myself is ignored', async () => {
    await receive({ action: 'typing', to: 'alice' });

    expect(dynamo).not.toHaveReceivedCommand(GetCommand);
    expect(gateway).not.toHaveReceivedAnyCommand();
  });
});
