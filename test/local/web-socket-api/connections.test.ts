/** The management API of connections, `@connections`. */
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import { rejection, startWebSocketApi, until } from './gateway.ts';

describe('@connections', () => {
  it('posts to the client', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    const { next } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';

    const arriving = next();
    const { statusCode } = await manage('POST', id, '{"type":"é"}');

    expect(statusCode).toBe(200);
    expect(await arriving).toBe('{"type":"é"}');
  });

  it('returns when the client connected and when it was last active', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    await connect([], { headers: { 'User-Agent': 'test/1' } });
    const context = events[0]?.requestContext;

    const { statusCode, body } = await manage('GET', context?.connectionId ?? '');

    expect(statusCode).toBe(200);
    expect(JSON.parse(String(body))).toEqual({
      connectedAt: new Date(Number(context?.['connectedAt'])).toISOString(),
      lastActiveAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      identity: { sourceIp: '127.0.0.1', userAgent: 'test/1' },
    });
  });

  it('closes the connection, and $disconnect follows as usual', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    const { closed } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';

    const { statusCode } = await manage('DELETE', id);

    expect(statusCode).toBe(204);
    expect((await closed).code).toBe(1000);
    await until(() => events.length === 2);
    expect(events[1]?.requestContext).toMatchObject({
      routeKey: '$disconnect',
      connectionId: id,
      disconnectStatusCode: 1000,
    });
  });

  it('answers 410 as soon as the connection is closing', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    await connect();
    const id = events[0]?.requestContext.connectionId ?? '';

    await manage('DELETE', id);

    expect(await rejection(manage('POST', id, 'x'))).toMatchObject({ type: 'GoneException', statusCode: 410 });
  });

  it('answers 410 for a closed connection and for an unknown id', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    const { socket } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';
    socket.terminate();
    await until(() => events.length === 2);

    const calls = [manage('POST', id, 'x'), manage('GET', id), manage('DELETE', id), manage('POST', 'never', 'x')];
    const errors = await Promise.all(calls.map(rejection));

    for (const error of errors) expect(error).toMatchObject({ type: 'GoneException', statusCode: 410 });
  });

  it('answers 413 to a message of more than 128 KB', async () => {
    const { connect, events, manage } = await startWebSocketApi();
    const { received, next } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';

    const error = await rejection(manage('POST', id, 'x'.repeat(128 * 1024 + 1)));
    const arriving = next();
    await manage('POST', id, 'y'.repeat(128 * 1024));

    expect(error).toMatchObject({ type: 'PayloadTooLargeException', statusCode: 413 });
    expect(await arriving).toHaveLength(128 * 1024);
    expect(received).toHaveLength(1);
  });

  it('answers 410 and 429 with the faults gonePosts and throttledPosts, and the client gets nothing', async () => {
    for (const [faults, expected] of [
      [{ gonePosts: 1 }, { type: 'GoneException', statusCode: 410 }],
      [{ throttledPosts: 1 }, { type: 'LimitExceededException', statusCode: 429 }],
    ] as const) {
      const { connect, events, manage } = await startWebSocketApi({ faults });
      const { socket, received } = await connect();
      const id = events[0]?.requestContext.connectionId ?? '';

      expect(await rejection(manage('POST', id, 'x'))).toMatchObject(expected);
      await manage('DELETE', id);
      await until(() => socket.readyState === socket.CLOSED);
      expect(received).toEqual([]);
    }
  });

  it("needs a role that allows the method on the connection's ARN", async () => {
    const { connect, events, manage } = await startWebSocketApi();
    const { received } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';
    const checked: string[] = [];
    const deny = (action: string, arn: string): void => {
      checked.push(`${action} ${arn}`);
      throw new ServiceError('AccessDeniedException', 'no');
    };

    const known = await rejection(manage('POST', id, 'x', deny));
    const unknown = await rejection(manage('DELETE', 'never', '', deny));

    expect([known, unknown]).toMatchObject([{ type: 'AccessDeniedException' }, { type: 'AccessDeniedException' }]);
    const api = 'arn:aws:execute-api:eu-central-1:123456789012:api/live';
    expect(checked).toEqual([
      `execute-api:ManageConnections ${api}/POST/@connections/${id}`,
      `execute-api:ManageConnections ${api}/DELETE/@connections/never`,
    ]);
    expect(received).toEqual([]);
  });

  it('knows no connection after the cloud has stopped, and no $disconnect is delivered', async () => {
    const { api, connect, events, manage } = await startWebSocketApi();
    const { closed } = await connect();

    api.close();
    await closed;

    expect(await rejection(manage('POST', events[0]?.requestContext.connectionId ?? '', 'x'))).toMatchObject({
      statusCode: 410,
    });
    expect(events).toHaveLength(1);
  });
});
