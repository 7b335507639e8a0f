/**
 * An unreliable network: passes connections on to a port of this machine, with the faults of the plan. It parses
 * nothing: what a client writes after an answer begins a new request, and of a WebSocket only the first exchange
 * counts as one.
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
  /** Ends all faults, and passes on what is held. */
  calm(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The port that connections go to. Nothing needs to listen there yet. */
  readonly target: number;
  /** Returns the fault of a request. Called once for each. */
  readonly request: () => RequestFault | undefined;
  /** For a port of WebSockets: returns the fault of one. Called once it is open. */
  readonly socket?: () => SocketFault | undefined;
}

export async function openProxy({ target, request, socket: life }: ProxyOptions): Promise<Proxy> {
  const counts = new Map<FaultKind, number>();
  const connections = new Set<Socket>();
  /** Ends each wait under way. */
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
    /** True from the first byte of a request to the first byte of its answer. */
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
    /** Lets a request under way be carried out although nobody waits for its answer any more. */
    const leave = (): void => {
      if (client.destroyed && !toCloud.held && !asking) cloud.destroy();
    };

    /** @returns false if the request goes no further */
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
        hold([toCloud], fault.holdMs);
      }
      return true;
    }

    /** Gets the first bytes of an answer: the request was carried out. */
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
        hold([toClient], fault.holdMs);
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
        hold(gates[planned.kind], planned.holdMs, () => {
          if (planned.reset && !calm) reset();
        });
      }, planned.afterMs);
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
      // Behind a silent network, the client learns of it later.
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
