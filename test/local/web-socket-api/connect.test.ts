/** The `$connect` route: how its function accepts or refuses a handshake. */
import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { InvokeDenied } from '#local/lambda/invoke.ts';
import { connect, gate, rejection, startWebSocketApi, until } from './gateway.ts';

const handshake = (protocols = ''): string =>
  'GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${protocols}\r\n`;

describe('$connect', () => {
  it('finishes before the handshake does', async () => {
    const { opened, open } = gate();
    const { connect: join, events } = await startWebSocketApi({
      functions: { $connect: () => opened.then(() => ({ statusCode: 200 })) },
    });
    let isOpen = false;

    const joining = join().then(() => (isOpen = true));
    await until(() => events.length === 1);
    const wasOpen = isOpen;
    open();
    await joining;

    expect(wasOpen).toBe(false);
    expect(isOpen).toBe(true);
  });

  it('accepts a client with any 2xx, and fails the handshake with any other status', async () => {
    let statusCode = 0;
    const { connect: join } = await startWebSocketApi({ functions: { $connect: () => ({ statusCode }) } });
    const outcomes: (string | undefined)[] = [];

    for (statusCode of [204, 299, 300, 401, 403, 429, 500]) {
      const error = await rejection(join());
      outcomes.push(error instanceof Error ? /\d+/.exec(error.message)?.[0] : 'open');
    }

    expect(outcomes).toEqual(['open', 'open', '300', '401', '403', '429', '500']);
  });

  it.each([
    ['throws', 502, () => Promise.reject(new Error('boom'))],
    ['returns no status', 502, () => ({})],
    ['returns nothing', 502, () => undefined],
    ['may not be invoked', 500, () => Promise.reject(new InvokeDenied('no permission'))],
  ])('fails the handshake if the function %s: %i', async (_, status, $connect) => {
    const { connect: join, lines } = await startWebSocketApi({ functions: { $connect } });

    expect(String(await rejection(join()))).toContain(String(status));
    expect(lines).toHaveLength(1);
  });

  it('fails the handshake if the function exceeds the integration timeout', async () => {
    const integration = { TimeoutInMillis: 20 };
    const { connect: join } = await startWebSocketApi({
      functions: { $connect: () => new Promise(() => undefined) },
      integration,
    });

    expect(String(await rejection(join()))).toContain('502');
  });

  it('selects the subprotocol with a header of its result', async () => {
    const headers = { 'sec-websocket-protocol': 'chat.v1' };
    const { connect: join } = await startWebSocketApi({
      functions: { $connect: () => ({ statusCode: 200, headers }) },
    });

    const { socket } = await join(['bearer.x', 'chat.v1']);

    expect(socket.protocol).toBe('chat.v1');
  });

  it('lets a client that offered subprotocols and gets none close the connection itself', async () => {
    const { connect: join, events } = await startWebSocketApi();

    const error = await rejection(join(['chat.v1']));
    await until(() => events.some(({ requestContext }) => requestContext.routeKey === '$disconnect'));

    expect(String(error)).toContain('no subprotocol');
  });

  it('runs before the connection accepts posts: until then its id is gone (410)', async () => {
    const errors: unknown[] = [];
    const { connect: join, manage } = await startWebSocketApi({
      functions: {
        $connect: async ({ requestContext }) => {
          errors.push(await rejection(manage('POST', requestContext.connectionId, 'early')));
          return { statusCode: 200 };
        },
      },
    });

    await join();

    expect(errors).toMatchObject([{ type: 'GoneException', statusCode: 410 }]);
  });

  it('is followed by $disconnect if the client left in the meantime, and other clients are unaffected', async () => {
    const { opened, open } = gate();
    const gateway = await startWebSocketApi({
      functions: { $connect: () => opened.then(() => ({ statusCode: 200 })) },
    });
    const { connect: join, port, events, lines, closedSockets } = gateway;
    const leaver = connectSocket(port, '127.0.0.1', () => leaver.write(handshake()));
    await until(() => events.length === 1);

    leaver.resetAndDestroy();
    await until(() => closedSockets() === 1);
    open();
    await until(() => events.length === 2);
    await join();

    expect(events.map(({ requestContext }) => requestContext.routeKey)).toEqual([
      '$connect',
      '$disconnect',
      '$connect',
    ]);
    expect(events[1]?.requestContext.connectionId).toBe(events[0]?.requestContext.connectionId);
    expect(lines).toEqual([]);
  });

  it('is not invoked for a path other than the stage, or for an invalid handshake', async () => {
    const { url, port, events } = await startWebSocketApi();

    const elsewhere = String(await rejection(connect(url.replace('/live', '/other'))));
    const answer = await new Promise<string>((resolve) => {
      const socket = connectSocket(port, '127.0.0.1', () =>
        socket.write(handshake('Sec-WebSocket-Protocol: a,,b\r\n')),
      );
      socket.once('data', (data) => resolve(data.toString()));
    });

    expect(elsewhere).toContain('403');
    expect(answer).toContain('HTTP/1.1 400');
    expect(events).toEqual([]);
  });
});
