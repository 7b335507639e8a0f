/** Clouds that follow each other at the same addresses. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lendListeners } from '#local/lent-listeners.ts';
import { openListeners, type Handle, type Listeners } from '#local/listeners.ts';

async function lent(): Promise<Listeners> {
  const listeners = await openListeners(0);
  onTestFinished(() => listeners.close());
  return lendListeners(listeners);
}

const saying =
  (text: string): Handle =>
  (_, response) =>
    response.end(text);

const get = async (address: string): Promise<string> => (await fetch(`http://${address}/`)).text();

/** @returns the response to a request with these headers */
async function ask(address: string, ...headers: readonly string[]): Promise<string> {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  socket.write(['GET / HTTP/1.1', 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n'));
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}

/** @returns the status line of the response to a handshake */
async function handshake(address: string): Promise<string> {
  return (await ask(address, 'Connection: Upgrade', 'Upgrade: websocket')).split('\r\n')[0] ?? '';
}

describe('Lent listeners', () => {
  it('serve one cloud after another at the same addresses', async () => {
    const { close, ...listeners } = await lent();
    for (const name of ['first', 'second']) {
      for (const listener of Object.values(listeners)) listener.serve(saying(name));

      for (const { address } of Object.values(listeners)) expect(await get(address)).toBe(name);
      await close();
    }
  });

  it('hold requests that arrive between two clouds', async () => {
    const { site, close } = await lent();
    site.serve(saying('first'));
    await close();

    const answers = [ask(site.address), ask(site.address)];
    // Its response shows that the requests before it have arrived.
    await handshake(site.address);
    site.serve(saying('second'));

    for (const answer of answers) expect(await answer).toMatch(/^HTTP\/1\.1 200 OK.*second$/s);
  });

  it('are closed when the open requests are answered', async () => {
    const { site, close } = await lent();
    let asked = (_response: ServerResponse): void => {};
    const request = new Promise<ServerResponse>((resolve) => (asked = resolve));
    site.serve((_, response) => asked(response));
    const answer = get(site.address);
    const response = await request;

    const closed = close().then(() => response.writableFinished);
    response.end('late');

    expect(await closed).toBe(true);
    expect(await answer).toBe('late');
  });

  it('refuse sockets between two clouds, and pass them to the cloud that serves', async () => {
    const { webSocketApi, close } = await lent();
    for (const name of ['First', 'Second']) {
      webSocketApi.serve(saying(''), (_, socket) => socket.end(`HTTP/1.1 101 ${name}\r\n\r\n`));

      expect(await handshake(webSocketApi.address)).toBe(`HTTP/1.1 101 ${name}`);
      await close();
      expect(await handshake(webSocketApi.address)).toBe('HTTP/1.1 503 Service Unavailable');
    }
  });
});
