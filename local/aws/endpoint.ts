/**
 * The AWS endpoint: finds the service that a request is for and the caller's permissions, and returns errors in AWS's
 * form. Functions reach it over their message ports; anything else that speaks AWS (tools, tests) uses HTTP.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { readHeaders } from '../api-gateway/headers.ts';
import type { Faults } from '../faults.ts';
import { ADMINISTRATOR_ACCESS_KEY } from '../iam/access-keys.ts';
import { incomingBody, isForS3 } from '../s3/incoming.ts';
import { operationOf as s3OperationOf } from '../s3/request.ts';
import type { S3 } from '../s3/s3.ts';
import {
  ServiceError,
  type Authorize,
  type Service,
  type ServiceRequest,
  type ServiceResponse,
  type StreamedResponse,
} from './service.ts';

export interface Endpoint {
  /**
   * Handles a function's call. Never rejects: errors become responses.
   * @param functionId the function's logical id
   */
  call(functionId: string, request: ServiceRequest): Promise<StreamedResponse>;
  /** Handles a call over HTTP. The access key in its signature names the caller. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export interface Services {
  readonly dynamodb: Service;
  readonly cognito: Service;
  readonly secrets: Service;
  readonly queues: Service;
  readonly lambda: Service;
  /** The management API of WebSocket connections (`@connections`). Undefined if the stack has no WebSocket API. */
  readonly connections: Service | undefined;
  readonly s3: S3;
}

/** DynamoDB's own limit for a request. */
const REQUEST_MAX_BYTES = 16 * 1024 * 1024;

/**
 * @param options.jwks returns the signing keys published at a path, if there are any
 * @param options.authorize the permission check of each function, by the function's logical id
 */
export function createEndpoint(options: {
  services: Services;
  jwks: (path: string) => object | undefined;
  authorize: ReadonlyMap<string, Authorize>;
  faults: Faults;
  log: (line: string) => void;
}): Endpoint {
  const { services, faults, log } = options;

  async function respond(request: ServiceRequest, authorize: Authorize): Promise<ServiceResponse> {
    try {
      if (faults.awsCallDelayMs > 0) await delay(faults.awsCallDelayMs);
      return await serviceOf(request, services)(request, authorize);
    } catch (error) {
      if (error instanceof ServiceError) return errorResponse(request, error);
      log(`[aws] ${error instanceof Error ? error.stack : String(error)}`);
      return errorResponse(
        request,
        new ServiceError('InternalServerError', 'The local cloud failed. Its log has the stack trace.', 500),
      );
    }
  }

  const call: Endpoint['call'] = async (functionId, request) => {
    request.account?.addCall(operationOf(request));
    const authorize = options.authorize.get(functionId) ?? refuseUnknown;
    if (!isForObject(request)) return respond(request, authorize);
    if (faults.awsCallDelayMs > 0) await delay(faults.awsCallDelayMs);
    return services.s3.respond({ ...request, body: Readable.from([request.body]) }, authorize);
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const keys = incoming.method === 'GET' ? options.jwks(incoming.url ?? '') : undefined;
    if (keys)
      return send(response, {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(keys),
      });

    if (isForS3(incoming)) return respondToS3(incoming, response);
    const request = await readRequest(incoming);
    const key = accessKey(request);
    const authorize =
      key === ADMINISTRATOR_ACCESS_KEY
        ? () => {}
        : key === undefined
          ? refuseUnsigned
          : (options.authorize.get(key) ?? refuseUnknown);
    send(response, await respond(request, authorize));
  }

  async function respondToS3(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = incoming;
    const body = incomingBody(incoming, faults);
    send(response, await services.s3.respond({ method, path, headers: readHeaders(incoming), body }));
    // What is left of a refused upload is passed over, so that its client reads why.
    incoming.resume();
  }

  return {
    call,
    handle: (incoming, response) => {
      handle(incoming, response).catch((error: unknown) => {
        log(`[aws] ${String(error)}`);
        response.destroy();
      });
    },
  };
}

const refuseUnknown: Authorize = () => {
  throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.');
};

const refuseUnsigned: Authorize = () => {
  throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
};

/** Finds the service by the operation's name, as AWS's JSON services do; Lambda and `@connections` by the path. */
function serviceOf({ headers, path }: ServiceRequest, services: Services): Service {
  const target = headers['x-amz-target'] ?? '';
  if (target.startsWith('DynamoDB_20120810.')) return services.dynamodb;
  if (target.startsWith('AWSCognitoIdentityProviderService.')) return services.cognito;
  if (target.startsWith('secretsmanager.')) return services.secrets;
  if (target.startsWith('AmazonSQS.')) return services.queues;
  if (path.startsWith('/2015-03-31/functions/')) return services.lambda;
  if (path.includes('/@connections/') && services.connections) return services.connections;
  throw new ServiceError(
    'UnknownOperationException',
    'The local cloud serves DynamoDB, Cognito, queues, secrets, the configuration of functions and the @connections of ' +
      `a WebSocket API, not ${target || path}.`,
    404,
  );
}

/** True for a function's request that is addressed by path and is not for sockets: those to S3 name bucket and key. */
const isForObject = ({ headers, path }: ServiceRequest): boolean =>
  headers['x-amz-target'] === undefined && !path.includes('/@connections/');

/** `PutItem`, `POST @connections`, `GetObject` */
const operationOf = (request: ServiceRequest): string =>
  request.headers['x-amz-target']?.split('.')[1] ??
  (isForObject(request) ? s3OperationOf(request) : `${request.method} @connections`);

/** Reads the access key from the signature: `Credential=<key>/<date>/<region>/<service>/aws4_request`. */
function accessKey({ headers }: ServiceRequest): string | undefined {
  return /Credential=([^/,\s]+)\//.exec(headers['authorization'] ?? '')?.[1];
}

/**
 * The error response of AWS's JSON protocol. APIs that are addressed by path refuse with 403 instead of 400.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
function errorResponse(request: ServiceRequest, { type, message, statusCode }: ServiceError): ServiceResponse {
  const byPath = request.headers['x-amz-target'] === undefined;
  return {
    statusCode: byPath && type === 'AccessDeniedException' ? 403 : statusCode,
    headers: {
      'content-type': request.headers['content-type'] ?? 'application/json',
      'x-amzn-errortype': type,
      'x-amzn-requestid': randomUUID(),
    },
    body: JSON.stringify({ __type: type, message }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ServiceRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > REQUEST_MAX_BYTES) throw new Error(`A request body has more than ${REQUEST_MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value = '']) => [name, String(value)]),
  );
  return { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers, body: Buffer.concat(chunks) };
}

function send(response: ServerResponse, { statusCode, headers, body }: StreamedResponse): void {
  response.writeHead(statusCode, headers);
  if (!(body instanceof Readable)) return void response.end(body);
  // A client that goes away, or a file that cannot be read any more, ends the other side.
  pipeline(body, response).catch(() => {});
}
