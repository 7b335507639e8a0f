/** Messages of clients: route selection, order, errors, and the events that functions get. */
import { describe, expect, it } from 'vitest';
import { gate, startWebSocketApi, until } from './gateway.ts';

const messageOf = (text: string): string => JSON.stringify({ text });

describe('messages', () => {
  it('go to the route that their action names, or to $default if there is none', async () => {
    const { connect, events, invokers } = await startWebSocketApi({ functions: { ping: () => undefined } });
    const { socket } = await connect();
    const others = ['{"action":"unknown"}', '{"action":7}', '{"a":"ping"}', '["ping"]', 'null', 'no JSON', ''];
    const bodies = ['{"action":"ping"}', ...others, '{"action":"$disconnect"}', '{"action":"$connect"}'];

    for (const body of bodies) socket.send(body);
    await until(() => events.length === bodies.length + 1);

    const received = events.slice(1);
    expect(received.map(({ body }) => body)).toEqual(bodies);
    expect(received.map(({ requestContext }) => requestContext.routeKey)).toEqual([
      'ping',
      ...bodies.slice(1).map(() => '$default'),
    ]);
    expect(new Set(received.map(({ requestContext }) => requestContext.eventType))).toEqual(new Set(['MESSAGE']));
    expect(invokers[1]?.sourceArn).toBe('arn:aws:execute-api:eu-central-1:123456789012:api/live/ping');
  });

  it('get no response, whatever the function returns', async () => {
    const { connect, events } = await startWebSocketApi({
      functions: { $default: () => ({ statusCode: 200, body: 'an answer' }) },
    });
    const { socket, received, closed } = await connect();

    socket.send('one');
    await until(() => events.length === 2);
    socket.close();
    await closed;

    expect(received).toEqual([]);
  });

  it('whose function throws get an error frame, and the connection stays open', async () => {
    const { connect, events, lines } = await startWebSocketApi({
      functions: { $default: ({ body }) => (body === 'bad' ? Promise.reject(new Error('boom')) : undefined) },
    });
    const { socket, next } = await connect();

    socket.send('bad');
    const frame = JSON.parse(await next()) as unknown;
    socket.send('good');
    await until(() => events.length === 3);

    const { connectionId, requestId } = events[1]?.requestContext ?? {};
    expect(frame).toEqual({ message: 'Internal server error', connectionId, requestId });
    expect(lines).toEqual([expect.stringContaining('boom')]);
  });

  it('of one connection are handled one at a time and in order, concurrently with other connections', async () => {
    const { opened, open } = gate();
    let running = 0;
    let most = 0;
    const done: (string | undefined)[] = [];
    const { connect } = await startWebSocketApi({
      functions: {
        $default: async ({ body }) => {
          running += 1;
          most = Math.max(most, running);
          if (body === messageOf('0')) await opened;
          running -= 1;
          done.push(body);
        },
      },
    });
    const busy = await connect();
    const other = await connect();
    // Too many bytes to arrive at once, so that reading stops while events are queued, and resumes.
    const texts = Array.from({ length: 200 }, (_, i) => messageOf(String(i) + ' '.repeat(i === 0 ? 0 : 5000)));

    for (const text of texts) busy.socket.send(text);
    await until(() => running === 1);
    other.socket.send('other');
    await until(() => done.length === 1);
    open();
    await until(() => done.length === 201);

    expect(done).toEqual(['other', ...texts]);
    expect(most).toBe(2);
  });

  it('without a route get Forbidden', async () => {
    const { connect, events } = await startWebSocketApi({ functions: { $default: null } });
    const { socket, next } = await connect();

    socket.send('hi');

    expect(JSON.parse(await next())).toMatchObject({
      message: 'Forbidden',
      connectionId: events[0]?.requestContext.connectionId,
    });
  });

  it('that are binary reach no function and close the connection with 1003', async () => {
    const { connect, events } = await startWebSocketApi({ functions: { ping: () => undefined } });
    const { socket, closed } = await connect();

    socket.send(Buffer.from('{"action":"ping"}'));
    const { code } = await closed;
    await until(() => events.length === 2);

    expect(code).toBe(1003);
    expect(events[1]?.requestContext.routeKey).toBe('$disconnect');
  });
});

describe('the context of an event', () => {
  it('has the connection, the route and the time', async () => {
    const { connect, events } = await startWebSocketApi();
    const { socket } = await connect([], { headers: { 'User-Agent': 'test/1' } });

    socket.send('hi');
    await until(() => events.length === 2);
    socket.close(4000, 'enough');
    await until(() => events.length === 3);

    const [connected, message, disconnected] = events;
    const common = {
      connectionId: connected?.requestContext.connectionId,
      connectedAt: connected?.requestContext['connectedAt'],
      apiId: 'api',
      domainName: 'api.execute-api.eu-central-1.amazonaws.com',
      stage: 'live',
      identity: { sourceIp: '127.0.0.1', userAgent: 'test/1' },
      messageDirection: 'IN',
      requestTimeEpoch: expect.any(Number) as unknown,
      requestId: expect.any(String) as unknown,
    };
    expect(connected?.requestContext).toMatchObject({ ...common, routeKey: '$connect', eventType: 'CONNECT' });
    expect(message?.requestContext).toMatchObject({ ...common, routeKey: '$default', eventType: 'MESSAGE' });
    expect(message?.requestContext['messageId']).toMatch(/^[\w-]{15}=$/);
    expect(disconnected?.requestContext).toMatchObject({
      ...common,
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: 4000,
      disconnectReason: 'enough',
    });
    expect(connected?.requestContext).not.toHaveProperty('messageId');
    expect(message).toEqual({ requestContext: message?.requestContext, body: 'hi', isBase64Encoded: false });
  });

  it('has a connection id of 16 characters that ends in = and is unique', async () => {
    const { connect, events } = await startWebSocketApi();

    await connect();
    await connect();

    const ids = events.map(({ requestContext }) => requestContext.connectionId);
    for (const id of ids) expect(id).toMatch(/^[\w-]{15}=$/);
    expect(new Set(ids).size).toBe(2);
  });

  it('of $connect comes with the headers and the query string of the handshake', async () => {
    const { connect, events } = await startWebSocketApi();

    await connect([], { origin: 'https://page.example', query: '?a=1&a=2&b=%C3%A9' });
    await connect();

    expect(events[0]).toMatchObject({
      headers: { Origin: 'https://page.example' },
      queryStringParameters: { a: '2', b: 'é' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['é'] },
    });
    expect(events[1]).not.toHaveProperty('queryStringParameters');
  });

  it('of $disconnect is never delivered with the fault lostDisconnects', async () => {
    const { connect, events } = await startWebSocketApi({ faults: { lostDisconnects: true } });
    const first = await connect();

    first.socket.close();
    await first.closed;
    await connect();

    expect(events.map(({ requestContext }) => requestContext.routeKey)).toEqual(['$connect', '$connect']);
  });
});
