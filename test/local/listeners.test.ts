import { request } from 'node:http';
import { connect } from 'node:net';
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

/** First line of the answer to a handshake, of WebSocket unless said otherwise. */
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

  it('refuse the names of other hosts to sockets as well', async () => {
    const { webSocketApi } = await open();
    webSocketApi.serve(
      (_, response) => response.end(),
      (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    );

    expect(await upgradeAnswer('evil.example', webSocketApi.address)).toBe('HTTP/1.1 421 Misdirected Request');
    expect(await upgradeAnswer('127.0.0.1', webSocketApi.address)).toBe('HTTP/1.1 101 Switching Protocols');
  });

  // On Linux all of 127.0.0.0/8 is this machine, so a listener on every address would answer here.
  it('listen on 127.0.0.1 alone', async () => {
    const { site, httpApi, webSocketApi, aws } = await open();

    const answers = [site, httpApi, webSocketApi, aws].map(({ address }) =>
      statusFor('127.0.0.1', address.replace('127.0.0.1', '127.0.0.2')),
    );

    await Promise.all(answers.map((answer) => expect(answer).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)));
  });

  it('answer as if nothing was said of other protocols where they speak none (curl --http2)', async () => {
    const { httpApi } = await open();
    httpApi.serve((_, response) => response.end());

    expect(await upgradeAnswer('127.0.0.1', httpApi.address, 'h2c')).toBe('HTTP/1.1 200 OK');
    expect(await upgradeAnswer('evil.example', httpApi.address, 'h2c')).toBe('HTTP/1.1 421 Misdirected Request');
  });

  it('answer 503 until their services are there', async () => {
    const { site, webSocketApi } = await open();

    expect(await statusFor('127.0.0.1', site.address)).toBe(503);
    expect(await upgradeAnswer('127.0.0.1', webSocketApi.address)).toBe('HTTP/1.1 503 Service Unavailable');
  });

  it('say which port is taken and what to do, and leave none open', async () => {
    const taken = Number((await open()).aws.address.split(':')[1]);

    await expect(openListeners(taken - 1)).rejects.toThrow(new RegExp(`Port ${taken} is already in use.*PORT=`));

    await expect(openListeners(taken - 1)).rejects.toThrow(`Port ${taken}`);
  });
});
