/** HTTP responses of the gateway and the site, and how they are sent. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failureLine } from '../api-gateway/integration.ts';

export interface HttpResponse {
  readonly statusCode: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `Set-Cookie`. */
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

/** A response whose body may be a stream, which comes with its `content-length`. */
export interface StreamableResponse extends Omit<HttpResponse, 'body'> {
  readonly body: HttpResponse['body'] | Readable;
}

/** Creates a response of the gateway itself: `{"message":"Not Found"}`. */
export function gatewayResponse(
  statusCode: number,
  message: string,
  headers: HttpResponse['headers'] = {},
): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    cookies: [],
    body: JSON.stringify({ message }),
  };
}

export const internalServerError = gatewayResponse(500, 'Internal Server Error');

/** Sends a response, or 500 if it cannot be created or has a header that HTTP does not allow. Never rejects. */
export async function sendResponse(
  response: ServerResponse,
  creating: Promise<StreamableResponse>,
  log: (line: string) => void,
): Promise<void> {
  try {
    send(response, await creating);
  } catch (error) {
    if (response.destroyed) return;
    log(failureLine(error));
    send(response, internalServerError);
  }
}

/** @throws {TypeError} when a header has a value that HTTP does not allow. Nothing is sent then. */
function send(response: ServerResponse, { statusCode, headers, cookies, body }: StreamableResponse): void {
  if (body instanceof Readable) {
    response.writeHead(statusCode, headers);
    // A client that goes away, or a file that cannot be read any more, ends the other side.
    pipeline(body, response).catch(() => {});
    return;
  }
  const hasBody = statusCode !== 204 && statusCode !== 304;
  response.writeHead(statusCode, {
    ...headers,
    ...(hasBody && { 'content-length': Buffer.byteLength(body) }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
  });
  response.end(hasBody ? body : undefined);
}
