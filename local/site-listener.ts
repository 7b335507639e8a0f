/**
 * What the site's listener serves in front of the distribution: the outbox, the push service, usage, alarms, the
 * template's outputs, and a redirect to the one host name.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outbox } from './cognito/outbox.ts';
import { listPageHeaders } from './list-page.ts';
import type { Handle } from './listeners.ts';
import type { Usage } from './usage/meter.ts';

/** @param address `127.0.0.1:<port>` */
export function createSiteListener(options: {
  address: string;
  outbox: Outbox;
  usage: () => Usage;
  /** The alarms of the template, and the notices that they sent. */
  alarms: () => object;
  /** The template's outputs. */
  outputs: Readonly<Record<string, unknown>>;
  /** True while any function runs, so that more is going to be used. */
  busy: () => boolean;
  /** Resolves when every stream record written so far is processed. */
  idle: () => Promise<void>;
  /** Returns false for a request that is not for the push service. */
  push: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Handles all other requests. */
  handle: Handle;
}): Handle {
  const { address, outbox, usage, alarms, outputs, busy, idle, push, handle } = options;
  return redirectFromLocalhost(address, (request, response) => {
    switch (request.url) {
      case '/_local/outbox':
        return sendJson(response, outbox.mails());
      case '/_local/usage':
        return sendJson(response, { busy: busy(), rows: usage() });
      case '/_local/alarms':
        return sendJson(response, alarms());
      case '/_local/outputs':
        return sendJson(response, outputs);
      case '/_local/idle':
        return void idle().then(() => sendJson(response, {}));
      case '/_local/outbox.html':
        return void response.writeHead(200, listPageHeaders).end(outbox.page());
      default:
        return push(request, response) || handle(request, response);
    }
  });
}

/**
 * Cookies and the origin check of WebSocket handshakes depend on the host name, so a page has only one.
 * @param address `127.0.0.1:<port>`
 * @returns a handler that redirects requests for pages on `localhost`, and passes everything else to `handle`
 */
export function redirectFromLocalhost(address: string, handle: Handle): Handle {
  return (request, response) => {
    if (isPageOnLocalhost(request)) redirect(response, `http://${address}${request.url ?? '/'}`);
    else handle(request, response);
  };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body, null, 2));
}

function isPageOnLocalhost({ method, headers }: IncomingMessage): boolean {
  const asksForPage = (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
  return asksForPage && /^localhost(:|$)/i.test(headers.host ?? '');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location, 'cache-control': 'no-store' }).end();
}
