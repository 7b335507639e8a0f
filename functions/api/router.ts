/**
 * From a gateway's event to a route's handler and back. Here is the only try/catch of the HTTP functions: a
 * Refusal becomes its problem; everything else is logged and answered as a failure that reveals nothing.
 */

import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { Refusal, refuseField } from '#contract/refusal.ts';
import type { Answer, Parsed, Route } from '#contract/route.ts';
import { LEAST_VERSION, VERSION, VERSION_HEADER, versionIn } from '#contract/version.ts';
import type { Caller, CallerChecks } from '../core/acting.ts';
import type { sourceAddress } from '../core/source-address.ts';
import { compressedFor } from './compress.ts';
import { type Cookies, requireOwnPage, takenCookies } from './cookies.ts';
import { PROBLEM_TYPE, problemOf, unlessUnavailable } from './problem.ts';
import { parseRequest } from './validation.ts';

export type Request<R extends Route> = Parsed<R> & {
  readonly caller: R['access'] extends 'anyone' ? undefined : Caller;
  /** Those that the route takes. */
  readonly cookies: Cookies;
  /** The access token of a route that uses it (`token`). Where the route is open to anyone, nobody has checked it. */
  readonly bearerToken: string | undefined;
  readonly requestId: string;
  /** The header in which a client says its language. */
  readonly acceptLanguage: string | undefined;
  /** The caller's own socket that need not be notified (`X-Connection-Id`). */
  readonly connectionId: string | undefined;
  /** Says who the request is about, where no token says it, for the log of authentication. */
  identify(name: string): void;
  /** Returns the address that the request came from. Only functions that know the site can tell. */
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

/** What a function knows of the site, to tell what of a request can be believed. */
export interface Site {
  /** Origin of the page: `https://<host>`. */
  readonly origin: string;
  /** How the distribution proves that a request came through it. */
  readonly proof: {
    /** Name of the header, in lower case. */
    readonly header: string;
    /** Returns the header's value. */
    expected(): Promise<string>;
    /** The rule. It is given, so that functions which do not need it do not load it. */
    readonly sourceAddress: typeof sourceAddress;
  };
}

/** Headers of every answer. */
const COMMON_HEADERS = { 'cache-control': 'no-store', [VERSION_HEADER]: String(VERSION) };

export interface Endpoint {
  readonly route: Route;
  readonly handle: (event: GatewayEvent, options: HandleOptions) => Promise<APIGatewayProxyStructuredResultV2>;
}

type CallerCheck = (caller: Caller) => Promise<void>;

/** What a function's routes need: checks of their callers, and what to believe of a request. */
interface ServeOptions extends Partial<CallerChecks> {
  /** For functions that take cookies or need to know where requests come from. */
  readonly site?: Site;
}

interface HandleOptions {
  readonly check: CallerCheck;
  readonly site: Site | undefined;
  /** Notes who a request is about. */
  readonly identify?: (name: string) => void;
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
    handle: async (event, options) => respond(route, await handler(await requestOf(route, event, options))),
  };
}

/**
 * Returns the Lambda handler that serves these endpoints.
 * @throws {Error} if a route needs a check of its callers that is not given
 */
export function serve(endpoints: readonly Endpoint[], options: ServeOptions = {}): HttpHandler {
  const byRouteKey = new Map(
    endpoints.map(({ route, handle }) => {
      const handleOptions = { check: checkFor(route, options), site: options.site };
      return [`${route.method} ${route.path}`, (event: GatewayEvent) => handle(event, handleOptions)];
    }),
  );
  return async (event) => {
    try {
      const handle = byRouteKey.get(event.routeKey);
      if (!handle) throw new Error(`No endpoint serves ${event.routeKey}.`);
      return compressedFor(event, await handle(event));
    } catch (error) {
      return refuse(error, event);
    }
  };
}

/** Returns who decides whether a caller may call a route: a token is enough to read, and never to change anything. */
function checkFor(route: Route, checks: Partial<CallerChecks>): CallerCheck {
  const needed = neededCheck(route);
  const check = needed && checks[needed];
  if (needed && !check) throw new Error(`Nothing checks the callers of ${route.operation}.`);
  return check ?? (async () => undefined);
}

function neededCheck({ access, method, checksCaller }: Route): keyof CallerChecks | undefined {
  if (access === 'administrator') return 'administrator';
  return access === 'person' && method !== 'GET' && !checksCaller ? 'person' : undefined;
}

async function requestOf<R extends Route>(
  route: R,
  event: GatewayEvent,
  { check, site, identify = () => undefined }: HandleOptions,
): Promise<Request<R>> {
  const { headers, requestContext } = event;
  const caller = route.access === 'anyone' ? undefined : callerOf(requestContext);
  if (caller) identify(caller.username);
  // Checked first: to everyone else the route does not exist, so nothing about the request may matter.
  if (caller && route.access === 'administrator') await check(caller);
  if (route.takesCookies) requireOwnPage(headers, known(site).origin);
  if ((versionIn(headers[VERSION_HEADER]) ?? VERSION) < LEAST_VERSION)
    throw new Refusal('outdated', 'A new version of this page is ready. Reload it.');
  const parsed = parseRequest(route, {
    parameters: event.pathParameters ?? {},
    queryString: event.rawQueryString,
    contentType: headers['content-type'],
    body: event.body === undefined ? undefined : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'),
  });
  if (caller && route.access === 'person') await check(caller);
  const request = {
    ...parsed,
    caller,
    cookies: takenCookies(route, event.cookies ?? []),
    bearerToken: route.token ? BEARER.exec(headers['authorization'] ?? '')?.[1] : undefined,
    requestId: requestContext.requestId,
    acceptLanguage: headers['accept-language'],
    connectionId: connectionIdOf(headers['x-connection-id']),
    identify,
    sourceAddress: () => sourceOf(event, site),
  };
  return request as unknown as Request<R>;
}

function callerOf(context: GatewayEvent['requestContext']): Caller {
  const claims = 'authorizer' in context ? context.authorizer?.jwt.claims : undefined;
  const { username, origin_jti: session, iat, auth_time: begun = iat, 'cognito:groups': groups = '' } = claims ?? {};
  if (typeof username !== 'string' || typeof session !== 'string')
    throw new Error('The gateway let a request without a caller through.');
  const times = { issuedAt: Number(iat) * 1000, signedInAt: Number(begun) * 1000 };
  return { username, session, ...times, groups: listIn(String(groups)) };
}

/** Returns the address that a request came from, as far as that can be believed. */
export async function sourceOf({ headers, requestContext }: GatewayEvent, site: Site | undefined): Promise<string> {
  const { proof } = known(site);
  const way = {
    peer: requestContext.http.sourceIp,
    forwardedFor: headers['x-forwarded-for'],
    proof: headers[proof.header],
  };
  return proof.sourceAddress(way, await proof.expected());
}

function known(site: Site | undefined): Site {
  if (!site) throw new Error('This function does not know the site, so it cannot tell what to believe.');
  return site;
}

/** The gateway passes every claim on as text, and a list as `[one two]`. */
const listIn = (claim: string): readonly string[] => claim.match(/[^[\] ]+/g) ?? [];

/** @throws {Refusal} `invalid` for an id that no socket can have: it would be stored with every message */
function connectionIdOf(header: string | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  if (header.length <= CONNECTION_ID_MAX_CHARACTERS) return header;
  const tooLong = `Must have at most ${CONNECTION_ID_MAX_CHARACTERS} characters`;
  throw refuseField('X-Connection-Id', 'too-long', tooLong);
}

function respond<R extends Route>(
  route: R,
  { status, body, headers, cookies }: Reply<R>,
): APIGatewayProxyStructuredResultV2 {
  const schema = route.answers[status];
  return {
    statusCode: status,
    headers: { ...COMMON_HEADERS, ...(schema && { 'content-type': 'application/json' }), ...headers },
    ...(cookies && { cookies: [...cookies] }),
    ...(schema && { body: JSON.stringify(schema.parse(body)) }),
  };
}

function refuse(error: unknown, event: GatewayEvent): APIGatewayProxyStructuredResultV2 {
  const { requestId } = event.requestContext;
  const refusal = unlessUnavailable(error);
  const problem = problemOf(refusal, requestId);
  if (problem.status >= 500) console.error({ requestId, route: event.routeKey, error: describe(error) });
  const retryAfter = refusal instanceof Refusal ? refusal.retryAfter : undefined;
  return {
    statusCode: problem.status,
    headers: {
      ...COMMON_HEADERS,
      'content-type': PROBLEM_TYPE,
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(problem),
  };
}

/** Describes an error for the log: name, message and stack, and nothing of the request. */
const describe = (error: unknown): unknown => {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { ...{ name, message, stack }, ...(cause !== undefined && { cause: describe(cause) }) };
};
