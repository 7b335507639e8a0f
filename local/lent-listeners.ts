/**
 * Lends listeners to one cloud after another, so that a cloud can be replaced at the same addresses. Requests that
 * arrive in between wait for the next cloud.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { CLOSE_GRACE_MS, type Handle, type Listener, type Listeners } from './listeners.ts';

/** @returns listeners for one cloud at a time. Closing them does not close the listeners that were lent. */
export function lendListeners({ site, httpApi, webSocketApi, aws }: Listeners): Listeners {
  const lent = { site: lend(site), httpApi: lend(httpApi), webSocketApi: lend(webSocketApi), aws: lend(aws) };
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(lent).map((listener) => listener.close()));
  };
  return { ...lent, close };
}

function lend(listener: Listener): Listener {
  const open = new Set<ServerResponse>();
  const waiting: Parameters<Handle>[] = [];

  const wait: Handle = (request, response) => {
    // Clients reopen a socket themselves. A waiting handshake would keep the listener from closing.
    if (request.headers.upgrade === undefined) waiting.push([request, response]);
    else response.writeHead(503, { connection: 'close' }).end();
  };

  return {
    address: listener.address,
    serve(handle, upgrade) {
      const count: Handle = (request, response) => {
        open.add(response);
        response.once('close', () => open.delete(response));
        handle(request, response);
      };
      listener.serve(count, upgrade);
      for (const [request, response] of waiting.splice(0)) count(request, response);
    },
    async close() {
      listener.serve(wait);
      const ended = Promise.all(Array.from(open, (response) => once(response, 'close')));
      await Promise.race([ended, setTimeout(CLOSE_GRACE_MS, undefined, { ref: false })]);
    },
  };
}
