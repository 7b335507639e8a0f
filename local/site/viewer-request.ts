/**
 * Runs the code of a CloudFront function for the event type `viewer-request`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/general-helper-methods.html
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createContext, runInContext } from 'node:vm';
import { peerAddress, readHeaders, type Headers } from '../api-gateway/headers.ts';
import type { HttpResponse } from '../http-api/http-response.ts';

type Values = Readonly<Record<string, { readonly value: string }>>;

interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Values;
  /** Returns the query as it was sent, without the question mark; undefined where there is none. */
  rawQueryString(): string | undefined;
  readonly headers: Values;
  readonly cookies: Values;
}

interface EdgeResponse {
  readonly statusCode: number;
  readonly headers?: Values;
  readonly body?: string | { readonly encoding: 'text' | 'base64'; readonly data: string };
}

type Handler = (event: object) => EdgeRequest | EdgeResponse | Promise<EdgeRequest | EdgeResponse>;

/** Returns the path and the headers to go on with, or the response that the function itself creates. */
export type ViewerRequest = (
  request: IncomingMessage,
  path: string,
) => Promise<{ readonly path: string; readonly headers: Headers } | { readonly response: HttpResponse }>;

/** @throws {Error} when the code cannot be evaluated or defines no `handler` */
export function compileViewerRequest(code: string, name: string): ViewerRequest {
  const script = `${code}\n;typeof handler === 'function' ? handler : undefined`;
  const handler: unknown = runInContext(script, createContext({}), { filename: name });
  if (typeof handler !== 'function')
    throw new Error(`The CloudFront function ${name} defines no function named handler.`);

  return async (request, path) => {
    const result = await (handler as Handler)({
      version: '1.0',
      context: { eventType: 'viewer-request', requestId: randomUUID() },
      viewer: { ip: peerAddress(request) },
      request: edgeRequest(request, path),
    });
    if ('statusCode' in result) return { response: toResponse(result) };
    return {
      path: result.uri,
      headers: Object.fromEntries(Object.entries(result.headers).map(([header, { value }]) => [header, value])),
    };
  };
}

function edgeRequest(request: IncomingMessage, path: string): EdgeRequest {
  const { cookie = '', ...headers } = readHeaders(request);
  const cookies = cookie
    .split(/; */)
    .filter(Boolean)
    .map((one): [string, string] => {
      const [name = '', ...value] = one.split('=');
      return [name, value.join('=')];
    });
  const { method = 'GET', url = '' } = request;
  const question = url.indexOf('?');
  const query = question < 0 ? undefined : url.slice(question + 1);
  return {
    method,
    uri: path,
    querystring: values(new URLSearchParams(query)),
    rawQueryString: () => query,
    headers: values(Object.entries(headers)),
    cookies: values(cookies),
  };
}

const values = (pairs: Iterable<[string, string]>): Values =>
  Object.fromEntries(Array.from(pairs, ([name, value]) => [name, { value }]));

function toResponse({ statusCode, headers = {}, body = '' }: EdgeResponse): HttpResponse {
  return {
    statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name.toLowerCase(), value])),
    cookies: [],
    body: typeof body === 'string' ? body : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8'),
  };
}
