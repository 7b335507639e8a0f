/** The HTTP API: finds a request's route, runs its authorizer, invokes its function and responds with the result. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readApi, type ApiDefinition, type RouteDefinition } from '../api-gateway/definition.ts';
import { forwardedFor, peerAddress, readHeaders, type Headers } from '../api-gateway/headers.ts';
import { failureLine, IntegrationTimeout, invokeWithin } from '../api-gateway/integration.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import { createThrottle } from '../api-gateway/throttle.ts';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import { noFaults, type Faults } from '../faults.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Stack } from '../template/resource.ts';
import { type Access, createCountAccess } from '../usage/gateway-usage.ts';
import { Meter } from '../usage/meter.ts';
import { toEvent } from './event.ts';
import { gatewayResponse, internalServerError, sendResponse, type HttpResponse } from './http-response.ts';
import { createJwtAuthorizer, type Authorizer } from './jwt-authorizer.ts';
import { readBody } from './request-body.ts';
import { toResponse } from './result.ts';
import { compileRoutes } from './route-table.ts';
import { parseTarget } from './target.ts';

export interface HttpApi {
  /** The API's id: the first label of its host name, by which an origin refers to it. */
  readonly id: string;
  /** The path of its stage: `/api`. */
  readonly stagePath: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Returns the response to a request that arrived through another listener than the API's own.
   * @param headers the headers as the API receives them
   * @throws {Error} when the client disconnects before it has sent the whole request
   */
  respond(request: IncomingMessage, headers: Headers): Promise<HttpResponse>;
}

/** AWS's quota for an invocation's payload. The API's own quota of 10 MB is never reached. */
const PAYLOAD_MAX_BYTES = 6 * 1024 * 1024;
/** AWS's quota for a request's line and headers. */
const HEADERS_MAX_BYTES = 10_240;

type Route = RouteDefinition & {
  readonly authorize: Authorizer | undefined;
  readonly sourcePath: (method: string) => string;
};

export function createHttpApi({
  stack,
  invoke,
  log,
  faults = noFaults,
  meter = new Meter(),
  report = () => undefined,
}: {
  stack: Stack;
  invoke: Invoke;
  log: (line: string) => void;
  faults?: Pick<Faults, 'throttledStages'>;
  meter?: Meter;
  report?: ReportMetric;
}): HttpApi {
  const api = readApi(stack, 'HTTP');
  const findRoute = compileRoutes(withAuthorizers(api));
  const stages = new Set(api.stages);
  const countAccess = createCountAccess(api, meter);
  const acceptRequest = createThrottle(api, () => faults.throttledStages);

  async function respond(request: IncomingMessage, headers: Headers): Promise<HttpResponse> {
    const start = performance.now();
    const access: Access = { requestId: gatewayId() };
    const { headers: responseHeaders, ...rest } = await handleRequest(request, headers, access);
    access.status = rest.statusCode;
    access.responseLength = Buffer.byteLength(rest.body);
    access.responseLatency = performance.now() - start;
    const requestLength = Number(headers['content-length'] ?? 0);
    const account = countAccess(access);
    measure(access);
    // A request that is throttled, unauthorized or without a route reaches no integration, and is not billed:
    // https://repost.aws/questions/QU5y4fo-e3RWyU5r4VmyPIzA/pricing-clarification-for-api-gateway
    if (access.integrationLatency !== undefined) account.addRequest(Math.max(requestLength, access.responseLength));
    return { ...rest, headers: { ...responseHeaders, 'apigw-requestid': access.requestId } };
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
  function measure({ stage, status = 0, responseLatency = 0 }: Access): void {
    if (stage === undefined) return;
    const add = (name: string, value: number): void =>
      report({ namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: api.id, Stage: stage } }, value);
    add('Count', 1);
    add('4xx', Number(status >= 400 && status < 500));
    add('5xx', Number(status >= 500));
    add('Latency', responseLatency);
  }

  async function handleRequest(request: IncomingMessage, headers: Headers, access: Access): Promise<HttpResponse> {
    const { requestId } = access;
    const { method = 'GET', url = '/' } = request;
    if (headerBytes(request) > HEADERS_MAX_BYTES) return gatewayResponse(431, 'Request Header Fields Too Large');
    const target = parseTarget(url, stages);
    if (target === 'malformed') return gatewayResponse(400, 'Bad Request');
    const match = target && findRoute(method, target.routePath);
    if (!target || !match) return gatewayResponse(404, 'Not Found');

    const { route, parameters: pathParameters } = match;
    const { stage, path, queryString } = target;
    access.stage = stage;
    access.routeKey = route.routeKey;
    if (!acceptRequest(stage)) return gatewayResponse(429, 'Too Many Requests');
    const reading = readBody(request, PAYLOAD_MAX_BYTES);
    reading.catch(() => undefined);
    try {
      const authorization = await route.authorize?.(headers, route.scopes);
      if (authorization && 'refusal' in authorization) return authorization.refusal;
      if (authorization) access.claims = authorization.jwt.claims;
      const body = await reading;
      if (!body) return gatewayResponse(413, 'Request Entity Too Large');
      const sourceIp = peerAddress(request);
      const event = toEvent({
        api,
        stage,
        routeKey: route.routeKey,
        method,
        path,
        pathParameters,
        queryString,
        headers: withForwarding(headers, sourceIp, request),
        body,
        sourceIp,
        protocol: `HTTP/${request.httpVersion}`,
        requestId,
        jwt: authorization?.jwt,
        now: Date.now(),
      });
      const source = { sourceArn: `${api.arn}/${stage}/${route.sourcePath(method)}`, route: route.routeKey };
      const start = performance.now();
      const invocation = invokeWithin(invoke, route.functionArn, event, source, route.integrationTimeoutMs);
      const result = await invocation.finally(() => (access.integrationLatency = performance.now() - start));
      const response = toResponse(result);
      if (!response)
        log(`${route.routeKey}: the function's result is no response in payload format 2.0 (request ${requestId})`);
      return response ?? internalServerError;
    } catch (error) {
      if (request.destroyed && !request.complete) throw error;
      access.integrationErrorMessage = failureLine(error);
      log(`${route.routeKey}: ${access.integrationErrorMessage} (request ${requestId})`);
      return error instanceof IntegrationTimeout ? gatewayResponse(503, 'Service Unavailable') : internalServerError;
    }
  }

  return {
    id: api.id,
    stagePath: api.stagePath,
    respond,
    handle(request, response) {
      void sendResponse(response, respond(request, readHeaders(request)), log);
    },
  };
}

function withAuthorizers(api: ApiDefinition): Route[] {
  const authorizers = new Map<string, Authorizer>();
  return api.routes.map((route) => {
    const [method, path] = route.routeKey.split(' ');
    const sourcePath = (asked: string): string =>
      path === undefined ? route.routeKey : `${method === 'ANY' ? asked : method}${path}`;
    if (!route.authorizer) return { ...route, authorize: undefined, sourcePath };
    const authorize = authorizers.get(route.authorizer.id) ?? createJwtAuthorizer(route.authorizer);
    authorizers.set(route.authorizer.id, authorize);
    return { ...route, authorize, sourcePath };
  });
}

function headerBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((bytes, text) => bytes + text.length, method.length + url.length);
}

function withForwarding(headers: Headers, sourceIp: string, { socket }: IncomingMessage): Headers {
  headers['x-forwarded-for'] = forwardedFor(headers['x-forwarded-for'], sourceIp);
  headers['x-forwarded-port'] = String(socket.localPort ?? '');
  headers['x-forwarded-proto'] = 'http';
  delete headers['connection'];
  delete headers['keep-alive'];
  delete headers['transfer-encoding'];
  return headers;
}
