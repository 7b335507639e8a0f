/** The usage of the gateways: requests, messages and the lines of access logs. */
import { describe, expect, it } from 'vitest';
import { Account } from '#local/usage/meter.ts';
import { resource } from '../api-gateway/hand-made-stack.ts';
import { startHttpApi } from '../http-api/gateway.ts';
import { startWebSocketApi, until } from '../web-socket-api/gateway.ts';

const KB = 1024;

describe('A request of the HTTP API', () => {
  it('is counted for its route', async () => {
    const { url, meter } = await startHttpApi({ routes: { 'GET /users/{username}': {} } });

    for (const path of ['/users/alice', '/users/bob']) await fetch(url + path);

    expect(meter.snapshot()).toMatchObject([{ route: 'GET /users/{username}', requests: 2, messages: 0 }]);
  });

  it('is not billed if it reaches no function, but its line in the access log is', async () => {
    const authorizer = resource('AWS::ApiGatewayV2::Authorizer', 'Authorizer', {
      ApiId: 'api',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'http://127.0.0.1:1', Audience: ['client'] },
    });
    const { url, meter } = await startHttpApi({
      routes: { 'GET /me': { AuthorizationType: 'JWT', AuthorizerId: 'authorizer' } },
      more: [authorizer],
      accessLog: '$context.status',
    });

    for (const path of ['/me', '/nowhere']) await fetch(url + path);

    expect(meter.snapshot()).toMatchObject([{ route: 'GET /me', requests: 0, logBytes: '401\n'.length }]);
  });

  it('is billed if its function fails', async () => {
    const { url, meter } = await startHttpApi({
      routes: { 'GET /a': {} },
      handler: () => {
        throw new Error('no');
      },
    });

    await fetch(`${url}/a`);

    expect(meter.snapshot()).toMatchObject([{ route: 'GET /a', requests: 1 }]);
  });

  it('is billed in steps of 512 KB of the request or the response', async () => {
    const answer = 'x'.repeat(513 * KB);
    const { url, meter } = await startHttpApi({ routes: { 'POST /in': {}, 'GET /out': {} }, handler: () => answer });

    await fetch(`${url}/in`, { method: 'POST', body: 'x'.repeat(1025 * KB) });
    await fetch(`${url}/out`);

    expect(meter.snapshot()).toMatchObject([
      { route: 'POST /in', requests: 3 },
      { route: 'GET /out', requests: 2 },
    ]);
  });

  it('is logged in the format of its stage', async () => {
    const format = '{"route":"$context.routeKey","status":"$context.status","length":"$context.responseLength"}';
    const { url, meter } = await startHttpApi({
      routes: { 'GET /a': {} },
      accessLog: `${format} $context.requestId [$context.requestTime] $context.integrationErrorMessage`,
      handler: () => 'hello',
    });

    await fetch(`${url}/a`);

    const line = '{"route":"GET /a","status":"200","length":"5"} AAAAAAAAAAAAAAA= [22/Nov/2026:09:05:07 +0000] -\n';
    expect(meter.snapshot()).toMatchObject([{ route: 'GET /a', logBytes: line.length }]);
  });
});

describe('A WebSocket', () => {
  it('is counted when it opens, and with each message by its route, in steps of 32 KB', async () => {
    const { connect, meter, events } = await startWebSocketApi({ functions: { ping: () => undefined } });

    const { socket } = await connect();
    socket.send('{"action":"ping"}');
    socket.send('x'.repeat(32 * KB));
    await until(() => events.length === 3);

    await until(() => meter.snapshot().length === 3);
    expect(meter.snapshot()).toMatchObject([
      { route: '$connect', messages: 1 },
      { route: 'ping', messages: 1 },
      { route: '$default', messages: 1 },
    ]);
  });

  it('whose handshake is refused is not billed, but its line in the access log is', async () => {
    const { connect, meter } = await startWebSocketApi({
      functions: { $connect: () => ({ statusCode: 403 }) },
      accessLog: '$context.status',
    });

    await connect().catch(() => undefined);

    expect(meter.snapshot()).toMatchObject([{ route: '$connect', messages: 0, logBytes: '403\n'.length }]);
  });

  it('has posts counted for the function that posts, but not look-ups and deletions', async () => {
    const { connect, manage, events } = await startWebSocketApi();
    const { socket } = await connect();
    const id = events[0]?.requestContext.connectionId ?? '';
    const account = new Account();
    const post = (bytes: number) => manage('POST', id, 'x'.repeat(bytes), () => {}, account);

    await post(32 * KB);
    await post(32 * KB + 1);
    await manage('GET', id, '', () => {}, account);
    await manage('DELETE', id, '', () => {}, account);
    await until(() => socket.readyState === socket.CLOSED);
    await post(10).catch(() => undefined);

    expect(account.messages).toBe(1 + 2);
  });

  it("has the gateway's own error messages counted", async () => {
    const { connect, meter } = await startWebSocketApi({
      functions: {
        $default: () => {
          throw new Error('no');
        },
      },
    });
    const { socket, next } = await connect();

    const told = next();
    socket.send('hello');
    await told;

    expect(meter.snapshot()).toMatchObject([{ route: '$connect' }, { route: '$default', messages: 2 }]);
  });

  it('is logged in the format of its stage when it opens, with each message, and when it closes', async () => {
    const { connect, meter } = await startWebSocketApi({
      accessLog: '$context.eventType $context.routeKey $context.connectionId $context.status',
    });

    const { socket, closed } = await connect();
    socket.send('hello');
    await until(() => meter.snapshot().length === 2);
    socket.close();
    await closed;
    await until(() => meter.snapshot().length === 3);

    const id = 'AAAAAAAAAAAAAAA=';
    expect(meter.snapshot()).toMatchObject([
      { route: '$connect', logBytes: `CONNECT $connect ${id} 200\n`.length },
      { route: '$default', logBytes: `MESSAGE $default ${id} 200\n`.length },
      { route: '$disconnect', logBytes: `DISCONNECT $disconnect ${id} 200\n`.length, messages: 0 },
    ]);
  });
});
