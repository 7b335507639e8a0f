/** The unreliable network does to connections what the plan says. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { FaultKind, RequestFault, SocketFault } from './plan.ts';
import { openProxy, type Proxy } from './proxy.ts';

/** Longer than any test: what is held so long is released by the test. */
const LONG_MS = 60_000;

interface Place {
  readonly url: string;
  readonly proxy: Proxy;
  /** The bodies of the requests that were carried out. */
  readonly carriedOut: readonly string[];
}

/** Starts a service that answers each request with its body, behind a proxy with one fault for each request. */
async function place(...faults: (RequestFault | undefined)[]): Promise<Place> {
  const carriedOut: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      carriedOut.push(body);
      response.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await openProxy({ target: (server.address() as AddressInfo).port, request: () => faults.shift() });
  onTestFinished(async () => {
    await proxy.close();
    server.close();
  });
  return { url: `http://127.0.0.1:${proxy.port}/`, proxy, carriedOut };
}

const post = async (url: string, body: string): Promise<string> => (await fetch(url, { method: 'POST', body })).text();

const fault = (kind: RequestFault['kind'], milliseconds = 0): RequestFault => ({ kind, holdMs: milliseconds });

const counted = ({ counts }: Proxy): Partial<Record<FaultKind, number>> => Object.fromEntries(counts);

it('a request without a fault is answered, and so is the next one of the same connection', async () => {
  const { url, proxy, carriedOut } = await place();

  const answers = [await post(url, 'one'), await post(url, 'two')];

  expect(answers).toEqual(['one', 'two']);
  expect(carriedOut).toEqual(['one', 'two']);
  expect(counted(proxy)).toEqual({});
});

it('a reset after a request was forwarded loses its answer only', async () => {
  const { url, proxy, carriedOut } = await place(fault('reset after'));

  await expect(post(url, 'lost')).rejects.toThrow('fetch failed');

  expect(carriedOut).toEqual(['lost']);
  expect(counted(proxy)).toEqual({ 'reset after': 1 });
});

it('a request that is reset before it is forwarded is not carried out', async () => {
  const { url, proxy, carriedOut } = await place(fault('reset before'));

  await expect(post(url, 'never')).rejects.toThrow('fetch failed');
  const next = await post(url, 'next');

  expect(next).toBe('next');
  expect(carriedOut).toEqual(['next']);
  expect(counted(proxy)).toEqual({ 'reset before': 1 });
});

it('half an answer counts as none', async () => {
  const { url, proxy, carriedOut } = await place(fault('answer cut'));

  await expect(post(url, 'x'.repeat(1_000))).rejects.toThrow('terminated');

  expect(carriedOut).toHaveLength(1);
  expect(counted(proxy)).toEqual({ 'answer cut': 1 });
});

it('a fault hits its own request of a connection that is kept open', async () => {
  const { url, carriedOut } = await place(undefined, fault('reset after'), undefined);

  const first = await post(url, 'one');
  await expect(post(url, 'two')).rejects.toThrow('fetch failed');
  const third = await post(url, 'three');

  expect([first, third]).toEqual(['one', 'three']);
  expect(carriedOut).toEqual(['one', 'two', 'three']);
});

it('a request that is held is carried out later, even if nobody waits for it any more', async () => {
  const { url, proxy, carriedOut } = await place(fault('request held', LONG_MS));
  const given = new AbortController();
  const held = fetch(url, { method: 'POST', body: 'late', signal: given.signal });
  await expect.poll(() => proxy.counts.get('request held')).toBe(1);
  // Another connection is not delayed.
  await post(url, 'meanwhile');
  const before = [...carriedOut];

  given.abort();
  await expect(held).rejects.toThrow('aborted');
  proxy.calm();
  await expect.poll(() => carriedOut.length).toBe(2);

  expect(before).toEqual(['meanwhile']);
  expect(carriedOut).toEqual(['meanwhile', 'late']);
});

it('an answer that is held arrives later', async () => {
  const { url, proxy, carriedOut } = await place(fault('answer held', LONG_MS));
  let answered = false;
  const held = post(url, 'slow').finally(() => (answered = true));
  await expect.poll(() => proxy.counts.get('answer held')).toBe(1);
  const before = answered;

  proxy.calm();
  const answer = await held;

  expect(before).toBe(false);
  expect(answer).toBe('slow');
  expect(carriedOut).toEqual(['slow']);
});

it('a request is reset while nothing listens behind the proxy', async () => {
  const free = createTcpServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  const proxy = await openProxy({ target: port, request: () => undefined });
  onTestFinished(() => proxy.close());
  const url = `http://127.0.0.1:${proxy.port}/`;

  await expect(post(url, 'down')).rejects.toThrow('fetch failed');
  const server = createServer((_, response) => response.end('up')).listen(port, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const answer = await post(url, 'again');

  expect(answer).toBe('up');
});

/** Opens a connection to a service that echoes everything. Its first exchange is over. */
async function line(life: SocketFault) {
  const heard: string[] = [];
  const server = createTcpServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (data: Buffer) => {
        heard.push(data.toString());
        socket.write(data);
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await openProxy({
    target: (server.address() as AddressInfo).port,
    request: () => undefined,
    socket: () => life,
  });
  const socket = connect(proxy.port, '127.0.0.1');
  const got: string[] = [];
  socket.on('data', (data: Buffer) => got.push(data.toString()));
  let error: NodeJS.ErrnoException | undefined;
  socket.on('error', (thrown) => (error = thrown));
  socket.write('handshake');
  await expect.poll(() => got).toEqual(['handshake']);
  onTestFinished(async () => {
    socket.destroy();
    await proxy.close();
    server.close();
  });
  return { socket, proxy, heard, got, error: () => error };
}

it('an open socket is reset', async () => {
  // Not at once: where a reset comes with data that is not read yet, libuv reports an end.
  const { proxy, error } = await line({ kind: 'socket reset', afterMs: 200, holdMs: 0, reset: true });

  await expect.poll(error).toMatchObject({ code: 'ECONNRESET' });

  expect(counted(proxy)).toEqual({ 'socket reset': 1 });
});

it.each([
  { kind: 'socket held to cloud', meanwhile: ['handshake'] },
  { kind: 'socket held to client', meanwhile: ['handshake', 'hello'] },
  { kind: 'socket held both ways', meanwhile: ['handshake'] },
] as const)('a half-open socket ($kind) stays open and silent until it is released', async ({ kind, meanwhile }) => {
  const { socket, proxy, heard, got, error } = await line({ kind, afterMs: 0, holdMs: LONG_MS, reset: false });
  await expect.poll(() => proxy.counts.get(kind)).toBe(1);

  socket.write('hello');
  await expect.poll(() => heard).toEqual(meanwhile);
  // Enough time for anything that must not arrive.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [heardBefore, gotBefore] = [[...heard], [...got]];
  proxy.calm();
  await expect.poll(() => got).toEqual(['handshake', 'hello']);

  expect(heardBefore).toEqual(meanwhile);
  expect(gotBefore).toEqual(['handshake']);
  expect(heard).toEqual(['handshake', 'hello']);
  expect(error()).toBeUndefined();
});
