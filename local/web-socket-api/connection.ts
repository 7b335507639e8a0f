/** One client's connection, from its handshake until it is closed: its state, its queue of events and its timers. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { peerAddress } from '../api-gateway/headers.ts';
import { gatewayId } from '../api-gateway/request-id.ts';

/** When this many events are queued, the socket is not read until the queue is empty. */
const QUEUED_EVENTS_MAX = 32;

export class Connection {
  readonly id = gatewayId();
  readonly stage: string;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** Epoch milliseconds. */
  readonly connectedAt = Date.now();
  /** Epoch milliseconds. */
  lastActiveAt = this.connectedAt;
  /** The authorizer's context, which is part of every later event. */
  authorizer: Readonly<Record<string, string>> | undefined;

  #socket: WebSocket | undefined;
  #timers: NodeJS.Timeout[] = [];
  #events: Promise<void> = Promise.resolve();
  #queuedEvents = 0;

  constructor(stage: string, request: IncomingMessage) {
    this.stage = stage;
    this.sourceIp = peerAddress(request);
    this.userAgent = request.headers['user-agent'];
  }

  /** Takes the socket over, and closes it when it has been idle or open for too long. */
  open(socket: WebSocket, limits: { readonly idleTimeoutMs: number; readonly maxDurationMs: number }): void {
    this.#socket = socket;
    this.#timers = [limits.idleTimeoutMs, limits.maxDurationMs].map((delayMs) =>
      setTimeout(() => this.close(1001, 'Going away'), delayMs),
    );
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Records that a message was sent or received. */
  touch(): void {
    this.lastActiveAt = Date.now();
    this.#timers[0]?.refresh();
  }

  /** Runs a task after all events before it. The task handles its own errors. */
  enqueue(task: () => Promise<void>): void {
    this.#queuedEvents += 1;
    if (this.#queuedEvents === QUEUED_EVENTS_MAX) this.#socket?.pause();
    this.#events = this.#events.then(task).then(() => {
      this.#queuedEvents -= 1;
      if (this.#queuedEvents === 0 && this.#socket?.isPaused) this.#socket.resume();
    });
  }

  /** Sends text. A message to a closing socket is lost. */
  send(text: string | Buffer): void {
    if (!this.isOpen) return;
    this.touch();
    this.#socket?.send(text, { binary: false });
  }

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  /** Called when the socket has closed. */
  closed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Closes the socket immediately, without a closing handshake. */
  terminate(): void {
    this.closed();
    this.#socket?.terminate();
  }
}
