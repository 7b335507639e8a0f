/**
 * From a gateway's event to a route's handler and back. Here is the only try/catch of the HTTP functions: a
 * Refusal becomes its problem; everything else is logged and answered as a failure that reveals nothing.
 */

import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { Refusal, notFound } from '#contract/refusal.ts';
import type { Answer, Parsed, Route } from '#contract/route.ts';
import { sourceAddress } from '../core/source-address.ts';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import { parseRequest } from './validation.ts';

/** The person who makes a request, by their access token alone. */
export interface Caller {
  readonly username: string;
  /** The session the token belongs to (`origin_jti`). */
  readonly session: string;
  /** The person's groups in the user pool. */
  readonly groups: readonly string[];
}

/** True if a person is in the user pool's group of administrators. */
export const isAdministrator = ({ groups }: Caller): boolean => groups.includes('admins');

export type Request<R extends Route> = Parsed<R> & {
  readonly caller: R['access'] extends 'anyone' ? undefined : Caller;
  readonly cookies: Readonly<Record<string, string>>;
  /** The access token of a route that may be called with one (`token: 'optional'`). Nobody has checked it. */
  readonly bearerToken: string | undefined;
  readonly requestId: string;
  /** The caller's own socket that need not be notified (`X-Connection-Id`). */
  readonly connectionId: string | undefined;
  /** Returns the address that the request came from. Only functions that know the distribution can tell. */
  sourceAddress(): Promise<string>;
};

export type Reply<R extends Route> = Answer<R> & {
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[];
};

/** Longest connection id accepted; API Gateway's have 16 characters. */
const CONNECTION_ID_MAX_CHARACTERS = 128;
/** The header of an access token. A scheme's name has no case (RFC 9110, 11.1). */
const BEARER = /^Bearer +([^ ]+)$/i;

/** How the distribution proves to a function that a request came through it. */
export interface DistributionProof {
  /** Name of the header, in lower case. */
  readonly header: string;
  /** Returns the header's value. */
  expected(): Promise<string>;
}

interface Endpoint {
  readonly route: Route;
  readonly handle: (
    event: GatewayEvent,
    distribution: DistributionProof | undefined,
  ) => Promise<APIGatewayProxyStructuredResultV2>;
}

type GatewayEvent = APIGatewayProxyEventV2 & Partial<Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'>>;
export type HttpHandler = (event: GatewayEvent) => Promise<APIGatewayProxyStructuredResultV2>;

/** Binds a route to its handler. */
export function endpoint<R extends Route, const A extends Reply<R>>(
  route: R,
  handler: (request: Request<R>) => Promise<A>,
): Endpoint {
  return {
    route,
    handle: async (event, distribution) => respond(route, await handler(requestOf(route, event, distribution))),
  };
}

/**
 * Returns the Lambda handler that serves these endpoints.
 * @param distribution for functions that need to know where requests come from
 */
export function serve(endpoints: readonly Endpoint[], distribution?: DistributionProof): HttpHandler {
  const byRouteKey = new Map(endpoints.map(({ route, handle }) => [`${route.method} ${route.path}`, handle]));
  return async (event) => {
    try {
      const handle = byRouteKey.get(event.routeKey);
      if (!handle) throw new Error(`No endpoint serves ${event.routeKey}.`);
      return await handle(event, distribution);
    } catch (error) {
      return refuse(error, event);
    }
  };
}

function requestOf<R extends Route>(
  route: R,
  event: GatewayEvent,
  distribution: DistributionProof | undefined,
): Request<R> {
  const { headers, requestContext } = event;
  const caller = route.access === 'anyone' ? undefined : callerOf(requestContext);
  // Checked first: to everyone else the route does not exist, so nothing about the request may matter.
  if (route.access === 'administrator' && !(caller && isAdministrator(caller))) throw notFound();
  const parsed = parseRequest(route, {
    parameters: event.pathParameters ?? {},
    queryString: event.rawQueryString,
    contentType: headers['content-type'],
    body: event.body === undefined ? undefined : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'),
  });
  const request = {
    ...parsed,
    caller,
    // Of cookies with the same name the first counts: browsers send the one with the longest path first (RFC
    // 6265, 5.4).
    cookies: Object.fromEntries((event.cookies ?? []).map(cookiePair).toReversed()),
    bearerToken: route.token === 'optional' ? BEARER.exec(headers['authorization'] ?? '')?.[1] : undefined,
    requestId: requestContext.requestId,
    connectionId: connectionIdOf(headers['x-connection-id']),
    sourceAddress: () => sourceOf(event, distribution),
  };
  return request as unknown as Request<R>;
}

function callerOf(context: GatewayEvent['requestContext']): Caller {
  const claims = 'authorizer' in context ? context.authorizer?.jwt.claims : undefined;
  const { username, origin_jti: session, 'cognito:groups': groups = '' } = claims ?? {};
  if (typeof username !== 'string' || typeof session !== 'string')
    throw new Error('The gateway let a request without a caller through.');
  return { username, session, groups: listIn(String(groups)) };
}

async function sourceOf(
  { headers, requestContext }: GatewayEvent,
  distribution: DistributionProof | undefined,
): Promise<string> {
  if (!distribution)
    throw new Error('This function does not know the distribution, so it cannot tell who is behind it.');
  const way = {
    peer: requestContext.http.sourceIp,
    forwardedFor: headers['x-forwarded-for'],
    proof: headers[distribution.header],
  };
  return sourceAddress(way, await distribution.expected());
}

/** The gateway passes every claim on as text, and a list as `[one two]`. */
const listIn = (claim: string): readonly string[] => claim.match(/[^[\] ]+/g) ?? [];

/** An id that no socket can have is dropped, since it would be stored with every message. */
const connectionIdOf = (header: string | undefined): string | undefined =>
  header && header.length <= CONNECTION_ID_MAX_CHARACTERS ? header : undefined;

function cookiePair(cookie: string): [name: string, value: string] {
  const [name = '', ...value] = cookie.split('=');
  return [name.trim(), value.join('=')];
}

function respond<R extends Route>(
  route: R,
  { status, body, headers, cookies }: Reply<R>,
): APIGatewayProxyStructuredResultV2 {
  const schema = route.answers[status];
  return {
    statusCode: status,
    headers: { 'cache-control': 'no-store', ...(schema && { 'content-type': 'application/json' }), ...headers },
    ...(cookies && { cookies: [...cookies] }),
    ...(schema && { body: JSON.stringify(schema.parse(body)) }),
  };
}

function refuse(error: unknown, event: GatewayEvent): APIGatewayProxyStructuredResultV2 {
  const { requestId } = event.requestContext;
  const problem = problemOf(error, requestId);
  if (problem.status >= 500) console.error({ requestId, route: event.routeKey, error: describe(error) });
  const retryAfter = error instanceof Refusal ? error.retryAfter : undefined;
  return {
    statusCode: problem.status,
    headers: {
      'cache-control': 'no-store',
      'content-type': PROBLEM_TYPE,
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(problem),
  };
}

/** Describes an error for the log: name, message and stack, and nothing of the request. */
const describe = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : String(error);
