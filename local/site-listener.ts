/** What the site's listener serves in front of the distribution: the outbox, and a redirect to the one host name. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { outboxPageHeaders, type Outbox } from './cognito/outbox.ts';
import type { Handle } from './listeners.ts';
import type { Usage } from './usage/meter.ts';

/** @param address `127.0.0.1:<port>` */
export function createSiteListener(options: {
  address: string;
  outbox: Outbox;
  usage: () => Usage;
  site: { handle: Handle };
}): Handle {
  const { address, outbox, usage, site } = options;
  return (request, response) => {
    if (isPageOnLocalhost(request)) return redirect(response, `http://${address}${request.url ?? '/'}`);
    switch (request.url) {
      case '/_local/outbox':
        return sendJson(response, outbox.mails());
      case '/_local/usage':
        return sendJson(response, usage());
      case '/_local/outbox.html':
        return void response.writeHead(200, outboxPageHeaders).end(outbox.page());
      default:
        return site.handle(request, response);
    }
  };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body, null, 2));
}

/** Cookies and the origin check of WebSocket handshakes depend on the host name, so a page has only one. */
function isPageOnLocalhost({ method, headers }: IncomingMessage): boolean {
  const asksForPage = (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
  return asksForPage && /^localhost(:|$)/i.test(headers.host ?? '');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { location, 'cache-control': 'no-store' }).end();
}
