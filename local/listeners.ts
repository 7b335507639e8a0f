/**
 * The four addresses of the local cloud. They are bound before the template is read, since they go into it, and answer 503
 * until their services are there. All listen on the loopback only and refuse the names of other hosts: a page elsewhere whose
 * name was made to point here (DNS rebinding) could otherwise read what is answered.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Listener {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  serve(handle: Handle, upgrade?: Upgrade): void;
  /** Accepts no more; settles when the requests and sockets that are open have ended. */
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

/** Milliseconds an idle connection stays open. A client that sends just when it is closed gets an error, so not Node's 5 seconds. */
const KEEP_ALIVE = 60_000;

/** Milliseconds that requests have to finish when the cloud ends. */
const GRACE = 1000;

/**
 * @param port of the site; the others have the next three. 0: four free ones
 * @throws {Error} that says what to do, when a port is taken
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
  let handle: Handle = (_, response) => answer(response, 503);
  const server = createServer((request, response) => {
    if (isLoopback(request)) handle(request, response);
    else answer(response, 421);
  });
  server.keepAliveTimeout = KEEP_ALIVE;
  await bind(server, port);

  return {
    address: `${HOST}:${(server.address() as AddressInfo).port}`,
    serve(handleRequest, upgrade) {
      handle = handleRequest;
      // Without it, a request that would switch to another protocol (h2c) is answered in this one: RFC 9110 section 7.8.
      if (upgrade)
        server.on('upgrade', (request, socket: Duplex, head) => upgradeLoopback(upgrade, request, socket, head));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), GRACE).unref();
      }),
  };
}

function upgradeLoopback(upgrade: Upgrade, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // A client may leave during the handshake.
  socket.on('error', () => socket.destroy());
  if (isLoopback(request)) upgrade(request, socket, head);
  else socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is already in use. The site and the three ports after it must be free: choose others, e.g. PORT=4000 npm start.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

function isLoopback({ headers }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(headers.host ?? '');
}

function answer(response: ServerResponse, status: 421 | 503): void {
  const message =
    status === 421 ? 'This address answers to 127.0.0.1 and localhost only.' : 'The local cloud is starting or ending.';
  response
    .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify({ message }));
}
