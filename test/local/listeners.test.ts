/** The four listeners: host names, the loopback interface, handshakes, and ports that are taken. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openListeners, type Listeners } from '#local/listeners.ts';

async function open(port = 0): Promise<Listeners> {
  const listeners = await openListeners(port);
  onTestFinished(() => listeners.close());
  return listeners;
}

function statusFor(host: string, address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`http://${address}/`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

/** Sends a handshake. @returns the status line of the response */
function upgradeAnswer(host: string, address: string, protocol = 'websocket'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`);
    socket.on('error', reject).once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });
}

describe('The listeners', () => {
  it.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:3000', 200],
    ['localhost:3000', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['evil.example:127.0.0.1', 421],
    ['localhost.', 421],
  ])('answer to the name %s with %i', async (host, status) => {
    const { site } = await open();
    site.serve((_, response) => response.end());

    expect(await statusFor(host, site.address)).toBe(status);
  });

  it('refuse other host names in handshakes as well', async () => {
    const { webSocketApi } = await open();
    webSocketApi.serve(
      (_, response) => response.end(),
      (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    );

    expect(await upgradeAnswer('evil.example', webSocketApi.address)).toBe('HTTP/1.1 421 Misdirected Request');
    expect(await upgradeAnswer('127.0.0.1', webSocketApi.address)).toBe('HTTP/1.1 101 Switching Protocols');
  });

  // On Linux all of 127.0.0.0/8 is this machine, so a listener on every interface would answer here.
  it('listen on 127.0.0.1 alone', async () => {
    const { site, httpApi, webSocketApi, aws } = await open();

    const answers = [site, httpApi, webSocketApi, aws].map(({ address }) =>
      statusFor('127.0.0.1', address.replace('127.0.0.1', '127.0.0.2')),
    );

    await Promise.all(answers.map((answer) => expect(answer).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)));
  });

  it('ignore a request to switch to a protocol they do not speak (curl --http2)', async () => {
    const { httpApi } = await open();
    httpApi.serve((_, response) => response.end());

    expect(await upgradeAnswer('127.0.0.1', httpApi.address, 'h2c')).toBe('HTTP/1.1 200 OK');
    expect(await upgradeAnswer('evil.example', httpApi.address, 'h2c')).toBe('HTTP/1.1 421 Misdirected Request');
  });

  it('answer 503 until their services are ready', async () => {
    const { site, webSocketApi } = await open();

    expect(await statusFor('127.0.0.1', site.address)).toBe(503);
    expect(await upgradeAnswer('127.0.0.1', webSocketApi.address)).toBe('HTTP/1.1 503 Service Unavailable');
  });

  it('name the port that is taken, and leave no port open', async () => {
    const { free, taken } = await takePortAfterFreeOne();

    await expect(openListeners(free)).rejects.toMatchObject({
      option: 'port',
      message: expect.stringContaining(`Port ${taken} is already in use`) as unknown,
    });

    expect(await isFree(free)).toBe(true);
  });
});

/**
 * Listens on a port whose predecessor is free. Both are below the ranges from which Linux, macOS and Windows give out
 * ports to programs that do not choose one, and below those of the test of restarts, so no test that runs at the same
 * time takes the free one.
 */
async function takePortAfterFreeOne(): Promise<{ free: number; taken: number }> {
  for (;;) {
    const free = 10_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(free)) {
      const server = createServer();
      if (await listens(server, free + 1)) {
        onTestFinished(() => void server.close());
        return { free, taken: free + 1 };
      }
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  if (!(await listens(server, port))) return false;
  server.close();
  await once(server, 'close');
  return true;
}

/** Starts a server. @returns false if the port is taken */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
}
