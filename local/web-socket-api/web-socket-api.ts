/** The WebSocket API: accepts clients, passes messages to functions in order, and lets functions post to clients. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { readApi, type RouteDefinition } from '../api-gateway/definition.ts';
import { failureLine, invokeWithin } from '../api-gateway/integration.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import { createThrottle } from '../api-gateway/throttle.ts';
import type { Service } from '../aws/service.ts';
import type { ReportMetric } from '../cloudwatch/embedded-metrics.ts';
import type { Faults } from '../faults.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Stack } from '../template/resource.ts';
import { Meter } from '../usage/meter.ts';
import { type Admission, createAdmit } from './admission.ts';
import { Connection } from './connection.ts';
import { createConnectionsService, MESSAGE_MAX_BYTES } from './connections-service.ts';
import { createCountEvent } from './count-event.ts';
import { disconnectEvent, messageEvent, type Closing } from './event.ts';
import { createFrameMeter } from './frame-meter.ts';
import { refused } from './refusal.ts';
import { compileRouteSelection } from './route-selection.ts';

export interface WebSocketApi {
  /** The API's id: the first label of its host name, by which an origin refers to it. */
  readonly id: string;
  /** The path of its stage: `/live`. */
  readonly stagePath: string;
  /** Handles a server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The management API, `@connections`. */
  readonly service: Service;
  /** Drops every connection without a `$disconnect`, as a crash would: functions must cope with stale ids. */
  close(): void;
}

/** AWS's quota for a frame. */
const FRAME_MAX_BYTES = 32 * 1024;

interface Options {
  readonly stack: Stack;
  readonly invoke: Invoke;
  readonly faults: Faults;
  readonly log: (line: string) => void;
  readonly meter?: Meter;
  readonly report?: ReportMetric;
}

/** Tells `ws` whether a handshake succeeds, or with which status, body and headers it fails. */
type VerifyCallback = (accepted: boolean, statusCode?: number, body?: string, headers?: OutgoingHttpHeaders) => void;

export function createWebSocketApi(options: Options): WebSocketApi {
  const { stack, invoke, faults, log, meter = new Meter(), report = () => undefined } = options;
  const api = readApi(stack, 'WEBSOCKET');
  const routes = new Map(api.routes.map((route) => [route.routeKey, route]));
  const selectRoute = compileRouteSelection(api.routeSelectionExpression);
  const admit = createAdmit(routes.get('$connect'), { api, invoke, log });
  const connections = new Map<string, Connection>();
  const admitted = new WeakMap<IncomingMessage, { connection: Connection; protocol: string | undefined }>();
  const countEvent = createCountEvent(api, meter, report);
  const acceptRequest = createThrottle(api, () => faults.throttledStages);
  let isClosed = false;

  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_MAX_BYTES,
    // `ws` checks the handshake's headers before this, and keeps an error handler on the raw socket while it waits.
    verifyClient: ({ req }, done) => void handshake(req, done),
    handleProtocols: (_, request) => admitted.get(request)?.protocol ?? false,
  });

  const call = (route: RouteDefinition, { stage }: Connection, event: unknown): Promise<unknown> =>
    invokeWithin(
      invoke,
      route.functionArn,
      event,
      { sourceArn: `${api.arn}/${stage}/${route.routeKey}`, route: route.routeKey },
      route.integrationTimeoutMs,
    );

  async function handshake(request: IncomingMessage, done: VerifyCallback): Promise<void> {
    const connection = new Connection(stageOf(request), request);
    const start = performance.now();
    const requestId = gatewayId();
    const admission: Admission = acceptRequest(connection.stage)
      ? await admit(connection, request, requestId)
      : refused(429, 'Too Many Requests');
    const status = 'refusal' in admission ? admission.refusal.statusCode : 200;
    const access = { requestId, routeKey: '$connect', eventType: 'CONNECT', status } as const;
    const integrationFailed = 'refusal' in admission && admission.refusal.byIntegration === true;
    const account = countEvent(connection, start, { ...access, integrationFailed });
    if ('refusal' in admission) {
      const { statusCode, message } = admission.refusal;
      return done(false, statusCode, JSON.stringify({ message, connectionId: connection.id }), {
        'Content-Type': 'application/json',
      });
    }
    account.addMessage(0);
    admitted.set(request, { connection, protocol: admission.protocol });
    done(true);
    // If the client left in the meantime, no connection was opened. But `$connect` has run, so `$disconnect` is due.
    if (!connections.has(connection.id)) disconnect(connection, { code: 1006, reason: '' });
  }

  function open(request: IncomingMessage, socket: WebSocket): void {
    const connection = admitted.get(request)?.connection;
    if (!connection || isClosed) return socket.terminate();
    connections.set(connection.id, connection);
    connection.open(socket, { idleTimeoutMs: faults.socketIdleTimeoutMs, maxDurationMs: faults.socketMaxDurationMs });

    const frameIsTooLong = createFrameMeter(FRAME_MAX_BYTES);
    request.socket.prependListener('data', (chunk: Buffer) => {
      if (frameIsTooLong(chunk)) connection.close(1009, 'Message too long');
    });
    socket.on('message', (data: Buffer, isBinary) => {
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html
      if (isBinary) return connection.close(1003, 'Binary frames are not supported');
      if (connection.isOpen) connection.enqueue(() => receive(connection, data.toString()));
      connection.touch();
    });
    // `ws` itself closes the socket with a fitting code.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      connections.delete(connection.id);
      connection.closed();
      disconnect(connection, { code, reason: reason.toString() });
    });
  }

  async function receive(connection: Connection, body: string): Promise<void> {
    const key = selectRoute(body);
    // Route keys with a dollar sign are the gateway's own: no message reaches $connect or $disconnect.
    const route = (key?.startsWith('$') ? undefined : routes.get(key ?? '')) ?? routes.get('$default');
    const requestId = gatewayId();
    const start = performance.now();
    const finish = (status: number, error?: string): void => {
      const access = { requestId, eventType: 'MESSAGE', status, ...(route && { routeKey: route.routeKey }) } as const;
      const account = countEvent(connection, start, { ...access, integrationFailed: status === 500 });
      account.addMessage(Buffer.byteLength(body));
      if (error === undefined) return;
      const frame = JSON.stringify({ message: error, connectionId: connection.id, requestId });
      account.addMessage(frame.length);
      connection.send(frame);
    };
    if (!route) return finish(403, 'Forbidden');
    if (!acceptRequest(connection.stage)) return finish(429, 'Too Many Requests');
    try {
      const message = { routeKey: route.routeKey, body };
      await call(route, connection, messageEvent(api, connection, message, requestId));
      finish(200);
    } catch (error) {
      log(`${route.routeKey}: ${failureLine(error)} (request ${requestId})`);
      finish(500, 'Internal server error');
    }
  }

  function disconnect(connection: Connection, closing: Closing): void {
    const route = routes.get('$disconnect');
    if (!route || faults.lostDisconnects || isClosed) return;
    connection.enqueue(async () => {
      const start = performance.now();
      const requestId = gatewayId();
      try {
        await call(route, connection, disconnectEvent(api, connection, closing, requestId));
        countEvent(connection, start, { requestId, routeKey: '$disconnect', eventType: 'DISCONNECT', status: 200 });
      } catch (error) {
        log(`$disconnect: ${failureLine(error)}`);
      }
    });
  }

  const stageOf = ({ url = '' }: IncomingMessage): string => /^\/([^/?]*)\/?(\?|$)/.exec(url)?.[1] ?? '';

  return {
    id: api.id,
    stagePath: api.stagePath,
    upgrade(request, socket, head) {
      if (api.stages.includes(stageOf(request)))
        server.handleUpgrade(request, socket, head, (opened) => open(request, opened));
      else refuseUnknownStage(socket);
    },
    service: createConnectionsService(api, connections, faults),
    close() {
      isClosed = true;
      for (const connection of connections.values()) connection.terminate();
      server.close();
    },
  };
}

function refuseUnknownStage(socket: Duplex): void {
  const body = JSON.stringify({ message: 'Forbidden' });
  socket.on('error', () => undefined);
  const head = [
    'HTTP/1.1 403 Forbidden',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
