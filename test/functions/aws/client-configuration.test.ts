/** The timeouts of AWS clients, against a service that never answers. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { socketGateway } from '#functions/aws/gateway.ts';

it('a request that a service accepts and never answers times out', async () => {
  vi.stubEnv('AWS_REGION', 'eu-central-1')
    .stubEnv('AWS_ACCESS_KEY_ID', 'key')
    .stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway = socketGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}/live`);

  const posting = gateway.post('socket', { type: 'pong' });

  await expect(posting).rejects.toMatchObject({ name: 'TimeoutError' });
  server.closeAllConnections();
  server.close();
});
