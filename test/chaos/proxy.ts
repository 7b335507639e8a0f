/**
 * A network that can not be relied on: passes connections on to a port of this machine and does to them what the plan says.
 * It reads nothing: what a client writes after it was answered begins a new request, and of a WebSocket only the first
 * exchange is one.
 */

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { gateTo, type Gate } from './gate.ts';
import type { FaultKind, RequestFault, SocketFault } from './plan.ts';

const HOST = '127.0.0.1';

export interface Proxy {
  readonly port: number;
  /** Faults that took effect. */
  readonly counts: ReadonlyMap<FaultKind, number>;
  /** From now on nothing goes wrong; what is held is passed on. */
  calm(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where connections go; whether anybody listens there may change. */
  readonly target: number;
  /** Asked for each request. */
  readonly request: () => RequestFault | undefined;
  /** For a port of WebSockets: asked when one is open. */
  readonly socket?: () => SocketFault | undefined;
}

export async function openProxy({ target, request, socket: life }: ProxyOptions): Promise<Proxy> {
  const counts = new Map<FaultKind, number>();
  const connections = new Set<Socket>();
  /** What waits, each with what ends its wait. */
  const waits = new Set<() => void>();
  let calm = false;

  function after(milliseconds: number, act: () => void): void {
    const done = (): void => {
      clearTimeout(timer);
      waits.delete(done);
      act();
    };
    const timer = setTimeout(done, milliseconds);
    waits.add(done);
  }

  function serve(client: Socket): void {
    const cloud = connect(target, HOST);
    const [toCloud, toClient] = [gateTo(cloud), gateTo(client)];
    /** Between the first byte of a request and the first of its answer. */
    let asking = false;
    let fault: RequestFault | undefined;
    let open = false;
    for (const socket of [client, cloud]) {
      connections.add(socket.setNoDelay());
      socket.on('error', () => {}).on('close', () => connections.delete(socket));
    }

    const count = (kind: FaultKind): unknown => counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const reset = (): void => {
      client.resetAndDestroy();
      cloud.destroy();
    };
    const hold = (gates: readonly Gate[], milliseconds: number, then = (): void => {}): void => {
      for (const gate of gates) gate.hold();
      after(milliseconds, () => {
        for (const gate of gates) gate.release();
        then();
        leave();
      });
    };
    /** A request that is on its way is carried out although nobody waits for its answer any more. */
    const leave = (): void => {
      if (client.destroyed && !toCloud.held && !asking) cloud.destroy();
    };

    /** @returns whether the request gets any further */
    function begin(): boolean {
      asking = true;
      fault = calm ? undefined : request();
      if (fault?.kind === 'reset before') {
        count(fault.kind);
        reset();
        return false;
      }
      if (fault?.kind === 'delayed' || fault?.kind === 'request held') {
        count(fault.kind);
        hold([toCloud], fault.for);
      }
      return true;
    }

    /** The first of an answer has come: the request was carried out. */
    function answered(data: Buffer): void {
      asking = false;
      if (fault?.kind === 'reset after') {
        count(fault.kind);
        return reset();
      }
      if (fault?.kind === 'answer cut') {
        count(fault.kind);
        toClient.pass(data.subarray(0, data.length / 2));
        toClient.end();
        return void cloud.destroy();
      }
      if (fault?.kind === 'answer held') {
        count(fault.kind);
        hold([toClient], fault.for);
      }
      toClient.pass(data);
      if (life) live(life);
    }

    function live(next: () => SocketFault | undefined): void {
      open = true;
      const planned = calm ? undefined : next();
      if (!planned) return;
      const timer = setTimeout(() => {
        if (calm) return;
        count(planned.kind);
        if (planned.kind === 'socket reset') return reset();
        const gates = {
          'socket held to cloud': [toCloud],
          'socket held to client': [toClient],
          'socket held both ways': [toCloud, toClient],
        };
        hold(gates[planned.kind], planned.for, () => {
          if (planned.reset && !calm) reset();
        });
      }, planned.after);
      client.once('close', () => clearTimeout(timer));
    }

    client.on('data', (data) => {
      if (asking || open || begin()) toCloud.pass(data);
    });
    cloud.on('data', (data) => {
      if (asking) answered(data);
      else toClient.pass(data);
      leave();
    });
    client.on('close', leave);
    cloud.on('close', (failed) => {
      // Of what happens behind a silent network, the client hears later.
      if (failed && !toClient.held) client.resetAndDestroy();
      else toClient.end();
    });
  }

  const server = createServer(serve).listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    calm() {
      calm = true;
      for (const done of [...waits]) done();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.destroy();
      for (const done of [...waits]) done();
      await closed;
    },
  };
}
