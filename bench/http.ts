/** JSON over HTTP connections that are kept open, as a browser keeps them. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

interface Call {
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws {Error} with status and answer, for anything but a 2xx */
export async function call<T>(method: string, url: string, { body, token, headers }: Call = {}): Promise<T> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      agent,
      method,
      headers: {
        ...(payload !== undefined && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(payload)),
        }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    sent.on('response', resolve).on('error', reject).end(payload);
  });
  const answer = await text(response);
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`${method} ${url} was answered ${status}: ${answer}`);
  return (answer ? JSON.parse(answer) : undefined) as T;
}
