/** One client's socket, from its handshake until it is gone: what is known of it, its events in order, its timers. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { peerAddress } from '../api-gateway/headers.ts';
import { gatewayId } from '../api-gateway/request-id.ts';

/** With so many events waiting, no more is read from the socket until they are done. */
const WAITING_MAX = 32;

export class Connection {
  readonly id = gatewayId();
  readonly stage: string;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** Milliseconds since 1970, as the other times here. */
  readonly connectedAt = Date.now();
  lastActiveAt = this.connectedAt;
  /** What the authorizer says of the client, for every later event. */
  authorizer: Readonly<Record<string, string>> | undefined;

  #socket: WebSocket | undefined;
  #timers: NodeJS.Timeout[] = [];
  #events: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(stage: string, request: IncomingMessage) {
    this.stage = stage;
    this.sourceIp = peerAddress(request);
    this.userAgent = request.headers['user-agent'];
  }

  /** @param limits milliseconds after which an idle socket is closed, and any socket */
  open(socket: WebSocket, limits: { readonly idle: number; readonly life: number }): void {
    this.#socket = socket;
    this.#timers = [limits.idle, limits.life].map((after) => setTimeout(() => this.close(1001, 'Going away'), after));
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Notes that a message went either way. */
  touch(): void {
    this.lastActiveAt = Date.now();
    this.#timers[0]?.refresh();
  }

  /** Runs after all events before it. The task handles its own errors. */
  enqueue(task: () => Promise<void>): void {
    this.#waiting += 1;
    if (this.#waiting === WAITING_MAX) this.#socket?.pause();
    this.#events = this.#events.then(task).then(() => {
      this.#waiting -= 1;
      if (this.#waiting === 0 && this.#socket?.isPaused) this.#socket.resume();
    });
  }

  /** Sends text; what a closing socket is sent is lost. */
  send(text: string | Buffer): void {
    if (!this.isOpen) return;
    this.touch();
    this.#socket?.send(text, { binary: false });
  }

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  /** Called once the socket is closed. */
  closed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Ends the socket at once, without a closing handshake. */
  terminate(): void {
    this.closed();
    this.#socket?.terminate();
  }
}
