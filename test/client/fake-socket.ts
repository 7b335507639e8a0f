/** A live socket on sockets that a test controls, in virtual time. */

import { type Socket, createEnvironment } from '#client/environment.ts';
import { createLiveSocket } from '#client/live-socket.ts';
import { virtualTime } from './virtual-time.ts';

class FakeSocket implements Socket {
  readonly protocols: readonly string[];
  readonly sent: string[] = [];
  /** Whether it answers what is sent with a pong. */
  answers = true;
  closed = false;
  readonly #listeners: { readonly type: string; readonly listener: (event: { readonly data: unknown }) => void }[] = [];

  constructor(protocols: readonly string[]) {
    this.protocols = protocols;
  }

  addEventListener(type: string, listener: (event: { readonly data: unknown }) => void): void {
    this.#listeners.push({ type, listener });
  }

  send(text: string): void {
    this.sent.push(text);
    if (this.answers) queueMicrotask(() => this.happen('message', '{"type":"pong","connectionId":"abc="}'));
  }

  close(): void {
    this.closed = true;
  }

  /** Calls the listeners of an event. */
  happen(type: 'open' | 'close' | 'error' | 'message', data?: unknown): void {
    for (const { listener } of this.#listeners.filter((each) => each.type === type)) listener({ data });
  }
}

export function liveSocketOf(accessToken: (refused?: string) => Promise<string> = async () => 'token') {
  const time = virtualTime();
  const sockets: FakeSocket[] = [];
  const statuses: string[] = [];
  const frames: unknown[] = [];
  const environment = createEnvironment({
    ...time,
    random: () => 0.5,
    WebSocket: class extends FakeSocket {
      constructor(_url: string, protocols: string[]) {
        super(protocols);
        sockets.push(this);
      }
    },
  });
  const live = createLiveSocket({
    environment,
    url: 'wss://live',
    accessToken,
    onStatus: (status) => statuses.push(status),
    onFrame: (frame) => frames.push(frame),
  });
  const newest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  };
  const open = async (): Promise<FakeSocket> => {
    await time.settle();
    newest().happen('open');
    await time.settle();
    return newest();
  };
  return { time, sockets, statuses, frames, live, newest, open };
}
