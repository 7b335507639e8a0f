/**
 * The four listeners of the local cloud. They are bound before the template is read, since their addresses go into it,
 * and answer 503 until their services are ready. They listen on the loopback interface only and refuse other host
 * names: otherwise a foreign page whose name resolves to 127.0.0.1 (DNS rebinding) could read the responses.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { OptionError } from './option-error.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Listener {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /**
   * Handles requests with `handle` from now on, and `Upgrade` requests with `upgrade`, instead of the earlier handlers.
   */
  serve(handle: Handle, upgrade?: Upgrade): void;
  /** Accepts no more connections. Resolves when the open requests and sockets have ended. */
  close(): Promise<void>;
}

export interface Listeners {
  readonly site: Listener;
  readonly httpApi: Listener;
  readonly webSocketApi: Listener;
  readonly aws: Listener;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * How long an idle connection stays open. Longer than Node's default of 5 seconds, because a client that sends just as
 * its connection is closed gets an error.
 */
const KEEP_ALIVE_MS = 60_000;

const STARTING_OR_STOPPING = 'The local cloud is starting or stopping. Try again in a moment.';
const OTHER_HOST = 'This address serves the host names 127.0.0.1 and localhost only.';

/** How long requests may take to finish when the cloud closes. */
export const CLOSE_GRACE_MS = 1000;

/**
 * @param port the site's port; the other listeners take the three ports after it. 0: four free ports
 * @throws {OptionError} when a port is taken
 */
export async function openListeners(port: number): Promise<Listeners> {
  const open: Listener[] = [];
  let closed: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    closed ??= Promise.all(open.map((listener) => listener.close()));
    await closed;
  };
  const next = async (): Promise<Listener> => {
    const listener = await listen(port === 0 ? 0 : port + open.length);
    open.push(listener);
    return listener;
  };
  try {
    return { site: await next(), httpApi: await next(), webSocketApi: await next(), aws: await next(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(port: number): Promise<Listener> {
  let handle: Handle = (_, response) => sendMessage(response, 503, STARTING_OR_STOPPING);
  const server = createServer((request, response) => {
    if (isLoopback(request)) handle(request, response);
    else sendMessage(response, 421, OTHER_HOST);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await bind(server, port);

  return {
    address: `${HOST}:${(server.address() as AddressInfo).port}`,
    serve(handleRequest, upgrade) {
      handle = handleRequest;
      server.removeAllListeners('upgrade');
      // Without one, a request to switch to another protocol (h2c) is answered in HTTP/1.1: RFC 9110 section 7.8.
      if (upgrade)
        server.on('upgrade', (request, socket: Duplex, head) => upgradeLoopback(upgrade, request, socket, head));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS).unref();
      }),
  };
}

function upgradeLoopback(upgrade: Upgrade, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // A client may disconnect during the handshake.
  socket.on('error', () => socket.destroy());
  if (isLoopback(request)) upgrade(request, socket, head);
  else socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is already in use. The local cloud needs four free ports in a row.`;
      reject(error.code === 'EADDRINUSE' ? new OptionError('port', taken, error) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

/** @returns a handler that answers 404, for a listener whose part the stack does not have */
export function notFound(message: string): Handle {
  return (_, response) => sendMessage(response, 404, message);
}

function isLoopback({ headers }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(headers.host ?? '');
}

function sendMessage(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify({ message }));
}
