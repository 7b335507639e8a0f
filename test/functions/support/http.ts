/** Events of the HTTP API, made from the route data, and its answers, parsed. Payload format 2.0. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect } from 'vitest';
import type { Route } from '#contract/route.ts';
import { Problem } from '#contract/schemas.ts';
import type { HttpHandler } from '#functions/api/router.ts';
import { NOW } from './clock.ts';
import { asFunctionOf } from './record-calls.ts';

export interface Given {
  /** The caller in the access token; routes for `anyone` have none. */
  readonly as?: string;
  /** The caller's groups in the user pool. */
  readonly groups?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** As in the URL; an object is encoded. */
  readonly query?: string | Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly base64?: boolean;
  readonly requestId?: string;
}

type Event = Parameters<HttpHandler>[0];

export function eventOf(route: Route, given: Given = {}): Event {
  const {
    as = 'alice',
    groups = [],
    parameters = {},
    query = '',
    body,
    contentType = 'application/json',
    cookies,
    base64 = false,
    requestId = 'request-id',
  } = given;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const routeKey = `${route.method} ${route.path}`;
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey,
    rawPath: `/api${path}`,
    rawQueryString: typeof query === 'string' ? query : new URLSearchParams(query).toString(),
    ...(cookies && { cookies: [...cookies] }),
    headers: { ...(body !== undefined && { 'content-type': contentType }), host: 'site.example', ...given.headers },
    requestContext: {
      accountId: '111122223333',
      apiId: 'http-api',
      domainName: 'site.example',
      domainPrefix: 'site',
      http: {
        method: route.method,
        path: `/api${path}`,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId,
      routeKey,
      stage: 'api',
      time: new Date(NOW).toUTCString(),
      timeEpoch: NOW,
      ...(route.access !== 'anyone' && { authorizer: authorizerOf(as, groups) }),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: { ...parameters } }),
    ...(text !== undefined && { body: base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64,
  };
  return event as Event;
}

/** What the JWT authorizer passes on: claims are text. A person without groups has no claim of groups. */
const authorizerOf = (username: string, groups: readonly string[] = []) => ({
  principalId: '',
  integrationLatency: 0,
  jwt: {
    claims: {
      username,
      origin_jti: `session-of-${username}`,
      token_use: 'access',
      iat: String(Math.floor(NOW / 1000)),
      exp: String(NOW / 1000 + 600),
      ...(groups.length > 0 && { 'cognito:groups': `[${groups.join(' ')}]` }),
    },
    scopes: ['aws.cognito.signin.user.admin'],
  },
});

export interface Received {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  readonly cookies: readonly string[];
  /** The JSON of the body; undefined where there is none. */
  readonly body: unknown;
}

/** Calls a function as the gateway does, and checks every answer against what its route declares. */
export async function call(handler: HttpHandler, route: Route, given: Given = {}): Promise<Received> {
  const {
    statusCode,
    headers = {},
    cookies = [],
    body,
  } = await asFunctionOf(route, () => handler(eventOf(route, given)));

  const received = {
    status: statusCode,
    headers,
    cookies,
    body: body === undefined ? undefined : (JSON.parse(body) as unknown),
  };
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-type']).toBe(expectedType(route, statusCode ?? 0));
  if (headers['content-type'] === 'application/problem+json')
    expect([...ALWAYS, ...route.refusals]).toContain(Problem.parse(received.body).code);
  return received;
}

/** The problems that any route may answer with. */
const ALWAYS = ['invalid', 'unknown-field', 'outdated', 'too-large', 'unsupported-media-type', 'internal'];

function expectedType({ answers }: Route, status: number): string | undefined {
  if (!(status in answers)) return 'application/problem+json';
  return answers[status] ? 'application/json' : undefined;
}
