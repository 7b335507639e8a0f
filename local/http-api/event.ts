/**
 * Converts a request to a function's event in payload format 2.0. Fields that the request does not have are absent.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { isUtf8 } from 'node:buffer';
import type { ApiDefinition } from '../api-gateway/definition.ts';
import type { Headers } from '../api-gateway/headers.ts';
import { requestTime } from '../api-gateway/request-time.ts';
import type { JwtContext } from './jwt-authorizer.ts';

export interface MatchedRequest {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly routeKey: string;
  readonly method: string;
  /** With the stage, and decoded: unlike a REST API, an HTTP API passes paths on in this form. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** The part after the question mark, still encoded. */
  readonly queryString: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
  readonly requestId: string;
  readonly jwt: JwtContext | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Content types whose bodies reach a function as text. All others arrive in base64, and so do compressed bodies. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))/i;

export function toEvent(request: MatchedRequest): Record<string, unknown> {
  const { api, headers, queryString, pathParameters, jwt, body, now } = request;
  const { cookie, ...otherHeaders } = headers;
  const isBase64Encoded = body.length > 0 && !isText(body, headers);
  return {
    version: '2.0',
    routeKey: request.routeKey,
    rawPath: request.path,
    rawQueryString: queryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: otherHeaders,
    ...(queryString !== '' && { queryStringParameters: joinRepeated(queryString) }),
    requestContext: {
      accountId: api.arn.split(':')[4],
      apiId: api.id,
      ...(jwt && { authorizer: { jwt } }),
      domainName: api.domainName,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: request.path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: request.routeKey,
      stage: request.stage,
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
  return (type === undefined || TEXT_TYPES.test(type)) && isUtf8(body);
}

function joinRepeated(queryString: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(queryString)) {
    const earlier = parameters.get(name);
    parameters.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(parameters);
}
