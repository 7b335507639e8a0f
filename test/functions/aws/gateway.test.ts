/** Posts to sockets and closing them, over connections that are reset: a real server, and the real SDK. */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

vi.stubEnv('AWS_REGION', 'eu-central-1');
const { socketGateway } = await import('#functions/aws/gateway.ts');

/** A management API that resets the first requests, as a peer does whose connections went stale. */
async function given(resets: number) {
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    requests.push(request.method ?? '');
    if (requests.length <= resets) request.socket.resetAndDestroy();
    else response.writeHead(200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` };
}

describe('over a connection that was reset', () => {
  it('a close is tried again', async () => {
    const { requests, endpoint } = await given(1);

    expect(await socketGateway(endpoint).close('socket')).toBe('closed');
    expect(requests).toEqual(['DELETE', 'DELETE']);
  });

  it('a post is tried again where its caller has no retries of its own', async () => {
    const { requests, endpoint } = await given(2);

    expect(await socketGateway(endpoint, 3).post('socket', { type: 'pong' })).toBe('sent');
    expect(requests).toEqual(['POST', 'POST', 'POST']);
  });

  it('a post is left to a caller that decides on retries', async () => {
    const { requests, endpoint } = await given(1);

    await expect(socketGateway(endpoint).post('socket', {})).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(requests).toEqual(['POST']);
  });
});
