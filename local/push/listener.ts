/** What the push service serves over HTTP: posts of application servers, subscriptions for tests, and a page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
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
      return { statusCode: 200, headers: pageHeaders, body: renderPage(server.pushes()) };
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

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function renderPage(pushes: readonly Push[]): string {
  const rows = pushes.map(
    ({ at, subscription, topic, urgency, ttlSeconds, bytes, text }) => `<article>
<header>
<b>${escapeHtml(subscription)}</b>
<time>${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC</time>
</header>
<pre>${escapeHtml(text === undefined ? 'Encrypted for a browser.' : indented(text))}</pre>
<p>${bytes} bytes, ${escapeHtml(urgency)}, kept ${ttlSeconds} s, topic ${escapeHtml(topic ?? 'none')}</p>
</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Pushes</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8884; border-radius: 8px; padding: 1rem; margin: 1rem 0; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
h1 { font-size: 1.25rem; }
p { margin: .25rem 0 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }
time, p { opacity: .7; }
</style>
</head>
<body>
<h1>Pushes that arrived</h1>
${rows.join('\n') || '<p>None yet. They come from sessions that subscribed with an endpoint of this service.</p>'}
</body>
</html>
`;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
