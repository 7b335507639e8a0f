/** What goes back to a client, however it was made. */
import type { ServerResponse } from 'node:http';
import { failureLine } from '../api-gateway/integration.ts';

export interface Answer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values of Set-Cookie. */
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

/** An answer of the gateway's own: `{"message":"Not Found"}`. */
export function gatewayAnswer(statusCode: number, message: string, headers: Answer['headers'] = {}): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    cookies: [],
    body: JSON.stringify({ message }),
  };
}

export const internalServerError = gatewayAnswer(500, 'Internal Server Error');

/** Sends the answer, or 500 where it can not be made or holds a header that HTTP does not allow. Never rejects. */
export async function sendWhenMade(
  response: ServerResponse,
  making: Promise<Answer>,
  log: (line: string) => void,
): Promise<void> {
  try {
    send(response, await making);
  } catch (error) {
    if (response.destroyed) return;
    log(failureLine(error));
    send(response, internalServerError);
  }
}

/** @throws {TypeError} when a header holds what HTTP does not allow; nothing is sent then */
function send(response: ServerResponse, { statusCode, headers, cookies, body }: Answer): void {
  const bodiless = statusCode === 204 || statusCode === 304;
  response.writeHead(statusCode, {
    ...headers,
    ...(!bodiless && { 'content-length': Buffer.byteLength(body) }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
  });
  response.end(bodiless ? undefined : body);
}
