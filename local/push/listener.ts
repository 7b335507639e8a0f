/** What the push service serves over HTTP: posts of application servers, subscriptions for tests, and a page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml, listPage, listPageHeaders, rowHeader } from '../list-page.ts';
import type { Push, PushServer } from './push-service.ts';

/** The path under which endpoints are. */
export const PUSH_PATH = '/_local/push';
/** More than any push has, so that one that is too long is refused by its rule. */
const BODY_MAX_BYTES = 64 * 1024;

/** @returns a handler, which returns false for a path that is not of the push service */
export function createPushListener(
  server: PushServer,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const isOurs = url === PUSH_PATH || url === `${PUSH_PATH}.html` || url.startsWith(`${PUSH_PATH}/`);
    if (!isOurs) return false;
    void answer(server, `${method} ${url}`, request)
      .catch(() => ({ statusCode: 400, headers: {}, body: '' }))
      .then(({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body));
    return true;
  };
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function answer(server: PushServer, operation: string, request: IncomingMessage): Promise<Answer> {
  const json = (statusCode: number, body: unknown): Answer => ({
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body, null, 2),
  });
  switch (operation) {
    case `GET ${PUSH_PATH}`:
      return json(200, server.pushes());
    case `GET ${PUSH_PATH}.html`:
      return { statusCode: 200, headers: listPageHeaders, body: renderPage(server.pushes()) };
    case `POST ${PUSH_PATH}`: {
      const { serverKey, keys } = JSON.parse((await bodyOf(request)).toString() || '{}') as {
        serverKey?: string;
        keys?: { p256dh: string; auth: string };
      };
      return json(201, await server.subscribe(serverKey, keys));
    }
    default:
      return answerEndpoint(server, operation, request);
  }
}

async function answerEndpoint(server: PushServer, operation: string, request: IncomingMessage): Promise<Answer> {
  const [method, url = ''] = operation.split(' ');
  const subscription = url.slice(PUSH_PATH.length + 1);
  if (method === 'DELETE') {
    await server.end(url);
    return { statusCode: 204, headers: {}, body: '' };
  }
  if (method !== 'POST') return { statusCode: 405, headers: { allow: 'POST, DELETE' }, body: '' };
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value === undefined ? value : String(value)]),
  );
  const { statusCode, headers: more = {} } = await server.post({ subscription, headers, body: await bodyOf(request) });
  return { statusCode, headers: more, body: '' };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw new Error(`A body has more than ${BODY_MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const renderPage = (pushes: readonly Push[]): string =>
  listPage({
    title: 'Pushes',
    heading: 'Pushes that arrived',
    styles: 'pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }',
    rows: pushes.map(
      ({ at, subscription, topic, urgency, ttlSeconds, bytes, text }) => `<article>
${rowHeader(subscription, new Date(at).toISOString())}
<pre>${escapeHtml(text === undefined ? 'Encrypted for a browser.' : indented(text))}</pre>
<p class="quiet">${bytes} bytes, ${escapeHtml(urgency)}, kept ${ttlSeconds} s, topic ${escapeHtml(topic ?? 'none')}</p>
</article>`,
    ),
    empty: 'None yet. They come from sessions that subscribed with an endpoint of this service.',
  });

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
