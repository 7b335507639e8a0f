/** A WebSocket API on a real server with the test's own functions, and clients for it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { Authorize, ServiceResponse } from '#local/aws/service.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import type { Invoker } from '#local/lambda/invoke.ts';
import { Account, Meter } from '#local/usage/meter.ts';
import { createWebSocketApi } from '#local/web-socket-api/web-socket-api.ts';
import { apiResources, invocationUri, resource, stackOf, type Properties } from '../api-gateway/hand-made-stack.ts';

export interface Event {
  readonly type?: string;
  readonly methodArn?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly routeKey: string;
    readonly eventType: string;
    readonly connectionId: string;
    readonly requestId: string;
    readonly authorizer?: Readonly<Record<string, unknown>>;
  } & Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

type Func = (event: Event) => unknown;

interface Options {
  /**
   * The functions by route key. `$connect`, `$disconnect` and `$default` accept everything by default. Null removes the
   * route.
   */
  readonly functions?: Readonly<Record<string, Func | null>>;
  /** The function of a REQUEST authorizer. */
  readonly authorize?: Func;
  readonly identitySource?: string;
  readonly faults?: Partial<Faults>;
  readonly integration?: Properties;
  /** Format of the stage's access log. */
  readonly accessLog?: string;
  /** The stage's `DefaultRouteSettings`. */
  readonly throttling?: { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };
}

const accept: Func = () => ({ statusCode: 200 });

export async function startWebSocketApi(options: Options = {}) {
  const {
    authorize,
    identitySource = 'route.request.header.Sec-WebSocket-Protocol',
    faults,
    integration = {},
  } = options;
  const routes: Record<string, Func | null> = {
    $connect: accept,
    $default: accept,
    $disconnect: accept,
    ...options.functions,
  };
  const functions = { ...routes, authorize: authorize ?? null };
  const events: Event[] = [];
  const invokers: (Invoker | undefined)[] = [];
  const lines: string[] = [];
  const meter = new Meter();
  const stageProperties = {
    ...(options.accessLog !== undefined && { AccessLogSettings: { Format: options.accessLog } }),
    ...(options.throttling && { DefaultRouteSettings: options.throttling }),
  };

  const authorized = authorize ? { AuthorizationType: 'CUSTOM', AuthorizerId: 'authorizer' } : {};
  const properties = Object.fromEntries(
    Object.keys(routes)
      .filter((key) => routes[key])
      .map((key) => [key, key === '$connect' ? authorized : {}]),
  );
  const authorizer = resource('AWS::ApiGatewayV2::Authorizer', 'Authorizer', {
    ApiId: 'api',
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocationUri('authorize'),
    IdentitySource: [identitySource],
  });
  const api = createWebSocketApi({
    stack: stackOf([
      ...apiResources('WEBSOCKET', 'live', properties, { integration, stage: stageProperties }),
      authorizer,
    ]),
    faults: { ...noFaults, ...faults },
    log: (line) => lines.push(line),
    meter,
    invoke: async (functionArn, given, invoker) => {
      const event = JSON.parse(JSON.stringify(given)) as Event;
      events.push(event);
      invokers.push(invoker);
      const result = await functions[functionArn.split(':').at(-1) as keyof typeof functions]?.(event);
      return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as unknown);
    },
  });
  const server = createServer()
    .on('upgrade', (request, socket, head) => api.upgrade(request, socket, head))
    .listen(0, '127.0.0.1');
  let closedSockets = 0;
  server.on('connection', (socket) => socket.once('close', () => (closedSockets += 1)));
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    api.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/live`;

  /** Calls the management API. */
  const manage = (
    method: string,
    connectionId: string,
    body = '',
    allow: Authorize = () => {},
    account = new Account(),
  ): Promise<ServiceResponse> =>
    api.service(
      {
        method,
        path: `/live/@connections/${encodeURIComponent(connectionId)}`,
        headers: {},
        body: Buffer.from(body),
        account,
      },
      allow,
    );
  return {
    api,
    url,
    port,
    events,
    invokers,
    lines,
    meter,
    manage,
    /** Returns how many sockets the server has seen close. */
    closedSockets: () => closedSockets,
    connect: (protocols?: string[], more?: ClientOptions & { query?: string }) =>
      connect(url + (more?.query ?? ''), protocols, more),
  };
}

interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface Client {
  readonly socket: WebSocket;
  /** Messages received so far. */
  readonly received: string[];
  readonly closed: Promise<Closed>;
  /** Resolves with the next message. */
  readonly next: () => Promise<string>;
}

/** Opens a WebSocket. Rejects with an error that names the status if the handshake fails. */
export async function connect(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<Client> {
  const socket = new WebSocket(url, protocols, options);
  onTestFinished(() => socket.terminate());
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  const closed = new Promise<Closed>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = (): Promise<string> =>
    new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
  return { socket, received, closed, next };
}

/** Waits for a condition. Works under fake timers too. */
export async function until(condition: () => boolean): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > 60_000) throw new Error(`This did not happen within 60 s: ${condition.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Returns the error that a promise rejects with, or undefined. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Returns a promise, and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
