/** The site as the CloudFront distribution serves it: files of a bucket, and the HTTP API under the same origin. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { readHeaders } from '../api-gateway/headers.ts';
import type { Faults } from '../faults.ts';
import type { HttpApi } from '../http-api/http-api.ts';
import { sendResponse, type HttpResponse, type StreamableResponse } from '../http-api/http-response.ts';
import type { Upgrade } from '../listeners.ts';
import type { S3 } from '../s3/s3.ts';
import type { Stack } from '../template/resource.ts';
import { DISTRIBUTION, Meter } from '../usage/meter.ts';
import { createApiOrigin } from './api-origin.ts';
import { deployBucket } from './bucket.ts';
import { readDistribution, type Behavior } from './distribution.ts';
import { createErrorCache } from './error-cache.ts';
import { createObjectOrigin } from './object-origin.ts';
import { compileResponseHeaders } from './response-headers.ts';
import { createSocketOrigin, type Sockets } from './socket-origin.ts';
import { createStaticFiles } from './static-files.ts';
import { compileViewerRequest, type ViewerRequest } from './viewer-request.ts';

export interface Site {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Passes a WebSocket's handshake on to its origin. Undefined if the distribution has none for WebSockets. */
  readonly upgrade: Upgrade | undefined;
}

type Serve = (request: IncomingMessage, path: string) => Promise<StreamableResponse>;

interface Options {
  readonly stack: Stack;
  /** The template's HTTP API, if it has one. */
  readonly httpApi: Pick<HttpApi, 'id' | 'respond'> | undefined;
  /** The template's WebSocket API, if it has one. */
  readonly sockets?: Sockets | undefined;
  readonly s3: S3;
  readonly faults: Pick<Faults, 'cutUploads'>;
  readonly log: (line: string) => void;
  readonly meter?: Meter;
  /** @returns milliseconds since 1970 */
  readonly now?: () => number;
}

/** The viewer protocol policy (https only) is not enforced: the local listeners speak plain http. */
export function createSite(options: Options): Site {
  const { stack, httpApi, sockets, s3, faults, log, meter = new Meter(), now = Date.now } = options;
  const account = meter.account(DISTRIBUTION);
  const { rootObject, behaviors, errorTtlSeconds } = readDistribution(stack);
  const throughErrorCache = createErrorCache({ ttlSeconds: errorTtlSeconds, now });
  const routes = behaviors.map((behavior) => ({
    ...behavior,
    serve: createOrigin(behavior),
    addHeaders: compileResponseHeaders(stack, behavior.responseHeadersPolicyId),
  }));

  function isForSockets({ origin }: Behavior): boolean {
    return sockets !== undefined && origin.startsWith(`${sockets.id}.execute-api.`);
  }

  function createOrigin(behavior: Behavior): Serve {
    if (isForSockets(behavior)) return async () => text(403, 'This address is for WebSockets.\n');
    if (httpApi && behavior.origin.startsWith(`${httpApi.id}.execute-api.`)) return createApiOrigin(behavior, httpApi);
    const bucket = stack.ofType('AWS::S3::Bucket').find(({ ref }) => behavior.origin.startsWith(`${ref}.s3.`));
    if (!bucket)
      throw new Error(
        `The distribution's origin ${behavior.origin} is neither the template's HTTP API nor one of its buckets.`,
      );

    const viewerRequest = findViewerRequest(behavior);
    if (!behavior.signsRequests) return serveObjects(behavior, viewerRequest);
    const objects = deployBucket(stack, bucket.ref);
    const files = createStaticFiles(objects, behavior);
    return async (request, path) => {
      const result = viewerRequest ? await viewerRequest(request, path) : { path };
      if ('response' in result) return result.response;
      const target = result.path === '/' ? `/${rootObject}` : result.path;
      if (target === `/${rootObject}` && !objects.has(rootObject)) return notBuilt;
      return files(target, readHeaders(request));
    };
  }

  function serveObjects(behavior: Behavior, viewerRequest: ViewerRequest | undefined): Serve {
    const forward = createObjectOrigin(behavior, { stack, s3, faults });
    return async (request, path) => {
      const result = viewerRequest ? await viewerRequest(request, path) : { path, headers: readHeaders(request) };
      if ('response' in result) return result.response;
      // The root is the bucket's own address, to which forms are posted: CloudFront would ask for its root object.
      const target = result.path === '/' ? `/${rootObject}` : result.path;
      account.addViewerObject(request.method ?? 'GET');
      return forward(request, target, result.headers);
    };
  }

  function findViewerRequest({ viewerRequestArn: arn }: Behavior): ViewerRequest | undefined {
    if (arn === undefined) return undefined;
    const found = stack
      .ofType<{ readonly FunctionCode: string }>('AWS::CloudFront::Function')
      .find(({ ref }) => ref === arn);
    if (!found) throw new Error(`The template has no CloudFront function ${arn}.`);
    const run = compileViewerRequest(found.properties.FunctionCode, found.logicalId);
    return (request, path) => {
      account.addViewerFunction();
      return run(request, path);
    };
  }

  async function respond(request: IncomingMessage): Promise<StreamableResponse> {
    const { method = 'GET', url = '/' } = request;
    const question = url.indexOf('?');
    const path = question < 0 ? url : url.slice(0, question);
    const route = routes.find(({ matches }) => matches(path));
    if (!route?.methods.has(method)) return methodNotAllowed;
    if (method === 'GET' && hasBody(request)) return bodyNotAllowed;
    const response = await throughErrorCache(method, path, () => route.serve(request, path));
    // The policy's headers are put on what comes from the cache, too.
    return { ...response, headers: route.addHeaders(response.headers) };
  }

  /** What each connection had read when its last response was done: what came since is the present request. */
  const readBefore = new WeakMap<Socket, number>();
  function countOriginBytes({ method = 'GET', socket }: IncomingMessage, response: ServerResponse): void {
    response.once('close', () => {
      const bytes = socket.bytesRead - (readBefore.get(socket) ?? 0);
      readBefore.set(socket, socket.bytesRead);
      // Requests that read are passed on for nothing: https://aws.amazon.com/cloudfront/pricing/
      if (method !== 'GET' && method !== 'HEAD') account.addOriginBytes(bytes);
    });
  }

  const socketBehaviors = behaviors.filter(isForSockets);
  return {
    upgrade: sockets && socketBehaviors.length > 0 ? createSocketOrigin(socketBehaviors, sockets) : undefined,
    handle(request, response) {
      account.addViewerRequest();
      countBytes(response, (bytes) => account.addViewerBytes(bytes));
      countOriginBytes(request, response);
      void sendResponse(response, respond(request), log);
    },
  };
}

/** A connection answers one request after the other, so what it has written in between is the response. */
function countBytes(response: ServerResponse, add: (bytes: number) => void): void {
  const { socket } = response;
  const before = socket?.bytesWritten ?? 0;
  response.once('close', () => add((socket?.bytesWritten ?? before) - before));
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const text = (statusCode: number, body: string): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'text/plain' },
  cookies: [],
  body,
});

const methodNotAllowed = text(
  403,
  'This distribution is not configured to allow the HTTP request method that was used.\n',
);
/**
 * "GET requests that include a body":
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const bodyNotAllowed = text(403, 'CloudFront takes no GET request with a body.\n');
const notBuilt = text(503, 'The bucket has no root object. Build the site, synthesize the stack and start again.\n');
