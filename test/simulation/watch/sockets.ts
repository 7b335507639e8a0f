/**
 * The sockets of people who watch the feed, as far as watching needs them: frames take time, get lost and come twice,
 * and sockets close while the other side does not know.
 */

import { GoneException, LimitExceededException } from '@aws-sdk/client-apigatewaymanagementapi';
import type { ClientFrame, ServerFrame } from '#contract/frames.ts';
import type { FeedCenter } from '../feed/center.ts';
import { product } from '../feed/product.ts';
import { delay, InjectedFault, invoke } from '../world.ts';

/** How long a frame usually takes each way. */
const NETWORK_MS = 60;
/** The end of the time in which people publish. */
export const LAST_MS = 90_000;

/** A socket, seen from both sides. */
export interface Socket {
  readonly connectionId: string;
  readonly username: string;
  readonly session: string;
  readonly connectedAt: number;
  /** False once its client has closed it, or knows that it has closed. */
  isOpen: boolean;
  /** When the last frame arrives: frames do not overtake each other. */
  lastArrival: number;
  /** When the functions last tried to post `posts` to it. */
  triedAt: number;
}

/** What a client does about its socket. */
interface Listener {
  onFrame(socket: Socket, frame: ServerFrame): void;
}

export type Sockets = ReturnType<typeof createSockets>;

export function createSockets({ world, attachSockets, insist, start }: FeedCenter) {
  const { time, random, strikes, trace, profile } = world;
  const open = new Map<string, { readonly socket: Socket; readonly listener: Listener }>();
  let opened = 0;

  const deliver = (socket: Socket, frame: ServerFrame): void => {
    socket.lastArrival = Math.max(socket.lastArrival, time.now + delay(random, NETWORK_MS));
    const arrive = (): void => {
      if (socket.isOpen) open.get(socket.connectionId)?.listener.onFrame(socket, frame);
    };
    time.timer(arrive, socket.lastArrival - time.now, undefined);
  };

  /** The last notices get lost as often as not: only readings that nothing hinted at make up for them. */
  const losesNotice = ({ type }: ServerFrame): boolean =>
    type === 'posts' && time.now > start + profile.durationMs - LAST_MS && random.chance(0.5);

  attachSockets({
    post(connectionId, text) {
      const { socket } = open.get(connectionId) ?? {};
      if (!socket?.isOpen) throw new GoneException({ message: 'Gone', $metadata: {} });
      const frame = JSON.parse(text) as ServerFrame;
      if (frame.type === 'posts') socket.triedAt = time.now;
      if (strikes('postThrottled')) throw new LimitExceededException({ message: 'Slow down', $metadata: {} });
      if (strikes('postFails')) throw new InjectedFault('A post failed.');
      trace(() => `posted to ${connectionId}: ${text}`);
      if (!strikes('frameLost') && !losesNotice(frame)) deliver(socket, frame);
    },
    close: (connectionId) => close(connectionId),
    isOpen: (connectionId) => open.get(connectionId)?.socket.isOpen ?? false,
  });

  const unneeded = (): never => {
    throw new Error('A watcher sends no such frame.');
  };
  const services = {
    ...product.live,
    log: { heads: unneeded, head: unneeded, entries: unneeded } as never,
    users: { get: unneeded } as never,
    conversations: { get: unneeded, advanceRead: unneeded } as never,
    inboxIndex: { markFresh: unneeded },
    sights: { setSight: unneeded },
    counters: { take: async () => true },
    countUseless: async () => true,
    metrics: { countDropped: () => undefined, countIgnored: () => undefined },
  };

  /** Opens a socket: it is stored before its client hears that it is open. */
  async function dial(username: string, listener: Listener): Promise<Socket> {
    const connectionId = `${username}-${++opened}`;
    const socket: Socket = {
      ...{ connectionId, username, session: username, connectedAt: time.now },
      ...{ isOpen: true, triedAt: 0, lastArrival: 0 },
    };
    await insist('connect', () =>
      product.live.connections.add({ connectionId, username, session: username, connectedAt: time.now }, time.now),
    );
    open.set(connectionId, { socket, listener });
    return socket;
  }

  /** Closes a socket. `$disconnect` may never be invoked. */
  function close(connectionId: string): void {
    const { socket } = open.get(connectionId) ?? {};
    if (!socket?.isOpen) return;
    socket.isOpen = false;
    if (strikes('disconnectLost')) return;
    const disconnect = async (): Promise<void> => {
      const topics = await product.live.connections.removeClosed(socket.username, connectionId);
      await product.removeWatcher(product.live.watchers, connectionId, topics);
    };
    void invoke(world, 'disconnect', disconnect).catch(unlessInjected);
  }

  /** Sends a frame of a client, which may get lost on its way. */
  function send(socket: Socket, frame: ClientFrame): void {
    trace(() => `${socket.connectionId} sends ${JSON.stringify(frame)}`);
    if (strikes('requestLost')) return;
    const arrive = (): void => {
      if (!socket.isOpen) return;
      void invoke(world, 'receive', () => product.receiveFrame(services, socket, JSON.stringify(frame))).catch(
        unlessInjected,
      );
    };
    time.timer(arrive, delay(random, NETWORK_MS), undefined);
  }

  return { dial, close, send, all: () => [...open.values()].map(({ socket }) => socket) };
}

const unlessInjected = (error: unknown): void => {
  if (!(error instanceof InjectedFault)) throw error;
};
