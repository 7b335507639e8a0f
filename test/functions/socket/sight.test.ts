/** The frame that says whether a person sees the page. */

import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { conditionFailed, dynamo, gateway } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { socketEvent } from '../support/socket.ts';

stubEnvironment();
const { handler } = await import('#functions/socket/receive.ts');

const receive = (frame: object) => handler(socketEvent('$default', JSON.stringify(frame)));
let output: MockInstance<typeof process.stdout.write>;
const counted = () => output.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

beforeEach(() => {
  dynamo.reset();
  gateway.reset();
  dynamo.on(UpdateCommand).resolves({});
  output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => output.mockRestore());

describe('sight', () => {
  const answerOwn = (more: object) =>
    dynamo.on(BatchGetCommand).resolves({
      Responses: {
        'connections-table': [{ username: 'alice', 'c#socket-1': { session: 'session', connectedAt: NOW, ...more } }],
      },
    });
  const sights = () =>
    dynamo
      .commandCalls(UpdateCommand)
      .map(({ args: [{ input }] }) => input)
      .filter(({ UpdateExpression = '' }) => UpdateExpression.includes('sight'));

  it.each([
    [true, {}, 'SET #socket.sight = :true'],
    [false, { sight: true }, 'REMOVE #socket.sight'],
  ])('that is now %s is stored with the socket, as long as it is there', async (visible, stored, UpdateExpression) => {
    answerOwn(stored);

    await receive({ action: 'sight', visible });

    expect(sights()).toMatchObject([
      {
        Key: { username: 'alice' },
        UpdateExpression,
        ConditionExpression: 'attribute_exists(#socket)',
        ExpressionAttributeNames: { '#socket': 'c#socket-1' },
      },
    ]);
    expect(gateway).not.toHaveReceivedCommand(PostToConnectionCommand);
  });

  it.each([
    [true, { sight: true }],
    [false, {}],
  ])('that is %s still writes nothing', async (visible, stored) => {
    answerOwn(stored);

    await receive({ action: 'sight', visible });

    expect(sights()).toEqual([]);
  });

  it('counts towards the limit of frames, and beyond it is ignored', async () => {
    answerOwn({});
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    // A socket of its own: what others sent of no use is remembered.
    const event = socketEvent('$default', JSON.stringify({ action: 'sight', visible: true }));
    await handler({ ...event, requestContext: { ...event.requestContext, connectionId: 'socket-2' } });

    expect(sights()).toEqual([]);
    expect(counted()).toMatchObject([{ IgnoredFrames: 1 }]);
  });

  it('of a socket that has just closed is no failure', async () => {
    answerOwn({});
    dynamo.on(UpdateCommand).resolvesOnce({}).rejects(conditionFailed());

    expect(await receive({ action: 'sight', visible: true })).toEqual({ statusCode: 200 });
  });
});
