/**
 * The WebSocket that tells of news, kept open: redialled when it breaks, replaced before it grows too old, and asked for a
 * sign of life. It is a hint only: whoever uses it reads what was missed after every opening.
 */
import { type ClientFrame, ServerFrame } from '#contract/frames.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Environment, Socket } from './environment.ts';
import { backoffMs } from './retry.ts';

/** All in milliseconds. API Gateway gives a handshake up after 29 s. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** A socket whose ping is not answered in this time leads nowhere. */
const PONG_TIMEOUT_MS = 15_000;
/** While handshakes fail, another token is asked for no more often. */
const NEW_TOKEN_INTERVAL_MS = 60_000;
/** API Gateway closes a socket after 10 idle minutes. */
const MIN_PING_INTERVAL_MS = 4 * 60_000;
const MAX_PING_INTERVAL_MS = 5 * 60_000;
/** API Gateway closes every socket after two hours. */
const MIN_LIFETIME_MS = 105 * 60_000;
const MAX_LIFETIME_MS = 115 * 60_000;

/** `offline`: waiting to dial again. */
export type LiveSocketStatus = 'offline' | 'connecting' | 'open';

export interface LiveSocketOptions {
  readonly environment: Environment;
  readonly url: string;
  /** Another than the one that may have been refused: its session may have ended, which is found out that way. */
  readonly accessToken: (refused?: string) => Promise<string>;
  readonly onStatus: (status: LiveSocketStatus) => void;
  readonly onFrame: (frame: ServerFrame) => void;
}

export interface LiveSocket {
  /** The gateway's name of the open socket, once a ping was answered. */
  readonly connectionId: string | undefined;
  /** Passes a frame on where the socket is open; drops it where it is not. */
  send(frame: ClientFrame): void;
  /** Dials at once where it waits; asks for a sign of life where it is open. */
  wake(): void;
  /** Gives the socket up, since the network has gone, and waits to dial again. */
  disconnect(): void;
  close(): void;
}

export function createLiveSocket({ environment, url, accessToken, onStatus, onFrame }: LiveSocketOptions): LiveSocket {
  const { random } = environment;
  const between = (shortest: number, longest: number) => shortest + random() * (longest - shortest);
  /** Calls off everything of the present attempt, wait or socket. */
  let leave = () => {};
  let waiting = false;
  let connectionId: string | undefined;
  let ping = () => {};
  let pass = (_frame: ClientFrame) => {};
  /** The token of a handshake that failed, and when: nobody is told whether it was that, or the network. */
  let refused: string | undefined;
  let refusedAt = 0;
  /** Failures in a row; a socket counts as a success once it has answered a ping. */
  let attempt = 0;

  function dial(): void {
    leave();
    let left = false;
    leave = () => {
      left = true;
    };
    waiting = false;
    onStatus('connecting');
    accessToken(refused).then(
      (token) => {
        if (!left) open(token);
      },
      () => {
        if (!left) redial();
      },
    );
  }

  function redial(): void {
    leave();
    leave = environment.setTimer(dial, backoffMs(random, attempt++));
    waiting = true;
    onStatus('offline');
  }

  function suspect(token: string): void {
    const now = environment.now();
    if (refused !== undefined && now - refusedAt < NEW_TOKEN_INTERVAL_MS) return;
    refused = token;
    refusedAt = now;
  }

  function open(token: string): void {
    const socket: Socket = new environment.WebSocket(url, [SUBPROTOCOL, BEARER_PREFIX + token]);
    const timers = timersOf(environment);
    let left = false;
    const lost = () => {
      if (left) return;
      if (timers.has('opening')) suspect(token);
      redial();
    };
    leave = () => {
      left = true;
      timers.clearAll();
      connectionId = undefined;
      ping = () => {};
      pass = () => {};
      socket.close();
    };
    timers.set('opening', lost, HANDSHAKE_TIMEOUT_MS);
    socket.addEventListener('close', lost);
    socket.addEventListener('error', lost);
    socket.addEventListener('open', () => {
      if (left) return;
      timers.clear('opening');
      pass = (frame) => socket.send(JSON.stringify(frame));
      refused = undefined;
      ping = () => {
        pass({ action: 'ping' });
        if (!timers.has('pong')) timers.set('pong', lost, PONG_TIMEOUT_MS);
        timers.set('ping', ping, between(MIN_PING_INTERVAL_MS, MAX_PING_INTERVAL_MS));
      };
      timers.set('replace', dial, between(MIN_LIFETIME_MS, MAX_LIFETIME_MS));
      ping();
      onStatus('open');
    });
    socket.addEventListener('message', ({ data }) => {
      const frame = left ? undefined : frameOf(data);
      if (frame?.type === 'pong') {
        timers.clear('pong');
        attempt = 0;
        ({ connectionId } = frame);
      } else if (frame) onFrame(frame);
    });
  }

  dial();
  return {
    get connectionId() {
      return connectionId;
    },
    send: (frame) => pass(frame),
    wake() {
      if (waiting) dial();
      else ping();
    },
    disconnect() {
      if (!waiting) redial();
    },
    close() {
      leave();
      waiting = false;
    },
  };
}

/** A frame of a kind this client knows; anything else is ignored. */
function frameOf(data: unknown): ServerFrame | undefined {
  try {
    return ServerFrame.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}

/** Timers by purpose: setting one again replaces it. */
function timersOf({ setTimer }: Environment) {
  const set = new Map<string, () => void>();
  const clear = (purpose: string) => {
    set.get(purpose)?.();
    set.delete(purpose);
  };
  return {
    has: (purpose: string) => set.has(purpose),
    set(purpose: string, act: () => void, milliseconds: number) {
      clear(purpose);
      set.set(purpose, setTimer(act, milliseconds));
    },
    clear,
    clearAll() {
      for (const purpose of [...set.keys()]) clear(purpose);
    },
  };
}
