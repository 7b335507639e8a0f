/** The quotas of a WebSocket API: sizes of frames and messages, idle time, duration and the integration timeout. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createFrameMeter } from '#local/web-socket-api/frame-meter.ts';
import { startWebSocketApi, until } from './gateway.ts';

const KB = 1024;

/** Fakes timers, which the test advances. Sockets stay real. */
function fakeTimers() {
  onTestFinished(() => void vi.useRealTimers());
  return vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

describe('limits', () => {
  it('a frame over 32 KB closes the connection with 1009 and reaches no function', async () => {
    const { connect, events } = await startWebSocketApi();
    const { socket, closed } = await connect();

    socket.send('x'.repeat(32 * KB + 1));
    const { code } = await closed;
    await until(() => events.length === 2);

    expect(code).toBe(1009);
    expect(events.map(({ requestContext }) => requestContext.routeKey)).toEqual(['$connect', '$disconnect']);
  });

  it('handshakes and messages over the limits of the stage are refused with 429 and reach no function', async () => {
    const { connect, url, events } = await startWebSocketApi({
      faults: { throttledStages: true },
      throttling: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
    });
    const { socket, next } = await connect();

    socket.send('first');
    await until(() => events.length === 2);
    socket.send('second');
    const answer = await next();
    const status = await new Promise((resolve) => {
      const late = new WebSocket(url);
      late.on('error', () => undefined);
      late.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    });

    expect(JSON.parse(answer)).toMatchObject({ message: 'Too Many Requests' });
    expect(status).toBe(429);
    expect(events).toHaveLength(2);
  });

  it('a message of 128 KB in frames of 32 KB reaches its function; one byte more closes with 1009', async () => {
    const { connect, events } = await startWebSocketApi();
    const { socket, closed } = await connect();
    const frame = 'x'.repeat(32 * KB);

    for (let i = 0; i < 4; i += 1) socket.send(frame, { fin: i === 3 });
    await until(() => events.length === 2);
    for (let i = 0; i < 5; i += 1) socket.send(i < 4 ? frame : 'x', { fin: i === 4 });
    const { code } = await closed;

    expect(events[1]?.body).toHaveLength(128 * KB);
    expect(code).toBe(1009);
  });

  it('a connection is closed once nothing was sent either way for the idle timeout', async () => {
    const clock = fakeTimers();
    const { connect, events, manage } = await startWebSocketApi({ faults: { socketIdleTimeoutMs: 1000 } });
    const quiet = await connect();
    const talking = await connect();
    const listening = await connect();

    clock.advanceTimersByTime(600);
    talking.socket.send('hi');
    await manage('POST', events[2]?.requestContext.connectionId ?? '', 'hi');
    await until(() => events.length === 4);
    clock.advanceTimersByTime(600);
    const { code, reason } = await quiet.closed;
    const stillOpen = [talking.socket.readyState, listening.socket.readyState];
    clock.advanceTimersByTime(600);
    const later = [await talking.closed, await listening.closed];

    expect([code, reason]).toEqual([1001, 'Going away']);
    expect(stillOpen).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    expect(later.map((closed) => closed.code)).toEqual([1001, 1001]);
  });

  it('a connection is closed after its maximum duration, however busy', async () => {
    const clock = fakeTimers();
    const { connect, events } = await startWebSocketApi({
      faults: { socketIdleTimeoutMs: 600, socketMaxDurationMs: 1000 },
    });
    const { socket, closed } = await connect();

    clock.advanceTimersByTime(500);
    socket.send('hi');
    await until(() => events.length === 2);
    const wasOpen = socket.readyState === WebSocket.OPEN;
    clock.advanceTimersByTime(500);

    expect(wasOpen).toBe(true);
    expect((await closed).code).toBe(1001);
  });

  it('an integration timeout sends an error frame to the client', async () => {
    const integration = { TimeoutInMillis: 50 };
    const { connect } = await startWebSocketApi({
      functions: { $default: () => new Promise(() => undefined) },
      integration,
    });
    const { socket, next } = await connect();

    socket.send('hi');

    expect(await next()).toContain('Internal server error');
  });
});

describe('The frame meter', () => {
  const frames = Buffer.concat([
    Buffer.from([0x81, 0x80, 1, 2, 3, 4]),
    Buffer.from([0x81, 0x83, 1, 2, 3, 4, 9, 9, 9]),
    Buffer.from([0x81, 0xfe, 0, 200, 1, 2, 3, 4]),
    Buffer.alloc(200),
    Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 201, 1, 2, 3, 4]),
    Buffer.alloc(201),
  ]);

  it.each([1, 2, 3, 7, frames.length])('reads frames that arrive in pieces of %i bytes', (size) => {
    const over200 = createFrameMeter(200);
    const over201 = createFrameMeter(201);
    const pieces = Array.from({ length: Math.ceil(frames.length / size) }, (_, i) =>
      frames.subarray(i * size, (i + 1) * size),
    );

    expect(pieces.some((piece) => over200(piece))).toBe(true);
    expect(pieces.some((piece) => over201(piece))).toBe(false);
  });
});
