/** Reading JSON from a server. */

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getJson } from '#functions/aws/get-json.ts';

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json`;
}

describe('JSON', () => {
  it('is read whole, however it is cut', async () => {
    const bytes = Buffer.from('{"name":"Zoë"}');
    const cut = bytes.indexOf('ë') + 1;
    const url = await serving((_, response) => {
      response.write(bytes.subarray(0, cut), () => setImmediate(() => response.end(bytes.subarray(cut))));
    });

    expect(await getJson(url)).toEqual({ name: 'Zoë' });
  });

  it('comes with 200 only: a redirect is not followed', async () => {
    const elsewhere = await serving((_, response) => response.end('{"keys":[]}'));
    const redirecting = await serving((_, response) => response.writeHead(302, { location: elsewhere }).end());
    const failing = await serving((_, response) => response.writeHead(503).end('{}'));

    await expect(getJson(redirecting)).rejects.toThrow('was answered with 302');
    await expect(getJson(failing)).rejects.toThrow('was answered with 503');
  });

  it.each<[string, RequestListener]>([
    ['the server ends the connection', (request) => request.socket.destroy()],
    [
      'the answer ends too early',
      (request, response) => response.write('{"keys":', () => setImmediate(() => request.socket.destroy())),
    ],
    ['the answer is something else', (_, response) => response.end('<html>')],
  ])('is missing where %s, and nothing else fails', async (_, answer) => {
    await expect(getJson(await serving(answer))).rejects.toBeInstanceOf(Error);
  });

  it.each<[string, RequestListener]>([
    ['answers', () => {}],
    ['ends its answer', (_, response) => response.write('{"keys":')],
  ])('is waited for no longer than a limit, where the server never %s', async (_, answer) => {
    await expect(getJson(await serving(answer), 50)).rejects.toBeInstanceOf(Error);
  });
});
