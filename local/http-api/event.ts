/**
 * From a request to a function's event, payload format 2.0. What a request does not have is absent from the event.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { isUtf8 } from 'node:buffer';
import type { ApiDefinition } from '../api-gateway/definition.ts';
import type { Headers } from '../api-gateway/headers.ts';
import { requestTime } from '../api-gateway/request-time.ts';
import type { Grant } from './jwt-authorizer.ts';

export interface Received {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly routeKey: string;
  readonly method: string;
  /** With the stage, decoded: an HTTP API hands paths on that way, unlike a REST API. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** After the question mark, still encoded. */
  readonly queryString: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
  readonly requestId: string;
  readonly grant: Grant | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Types whose bodies reach a function as text; all others arrive in base64, also when compressed. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))/i;

export function toEvent(received: Received): Record<string, unknown> {
  const { api, headers, queryString, pathParameters, grant, body, now } = received;
  const { cookie, ...otherHeaders } = headers;
  const isBase64Encoded = body.length > 0 && !isText(body, headers);
  return {
    version: '2.0',
    routeKey: received.routeKey,
    rawPath: received.path,
    rawQueryString: queryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: otherHeaders,
    ...(queryString !== '' && { queryStringParameters: joinRepeated(queryString) }),
    requestContext: {
      accountId: api.arn.split(':')[4],
      apiId: api.id,
      ...(grant && { authorizer: { jwt: grant } }),
      domainName: api.domainName,
      domainPrefix: api.id,
      http: {
        method: received.method,
        path: received.path,
        protocol: received.protocol,
        sourceIp: received.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: received.requestId,
      routeKey: received.routeKey,
      stage: received.stage,
      time: requestTime(now),
      timeEpoch: now,
    },
    ...(pathParameters && { pathParameters }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

function isText(body: Buffer, headers: Headers): boolean {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return false;
  const type = headers['content-type'];
  return (type === undefined || TEXT.test(type)) && isUtf8(body);
}

function joinRepeated(queryString: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(queryString)) {
    const earlier = parameters.get(name);
    parameters.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(parameters);
}
