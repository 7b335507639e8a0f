/**
 * The WebSocket over which news is announced, kept open: dialled again when it breaks, replaced before it grows too
 * old, and pinged. It carries hints only: read what was missed after every opening.
 *
 *                   +---------- too old ---------+
 *                   v                            |
 *   start --> AUTHORIZING --> HANDSHAKING --> OPEN
 *              ^    |             |            |
 *     backoff, |    | no token    | failed,    | broken, no pong,
 *     wake()   |    v             | timed out  | disconnect()
 *            WAITING <------------+------------+
 *
 * `disconnect()` leads to WAITING from AUTHORIZING and HANDSHAKING, too, and `close()` from everywhere to CLOSED, for
 * good. A state owns its timers and its socket: leaving it ends them, and what they still tell is ignored. The one
 * exception is the socket that HANDSHAKING hands on to OPEN.
 */

import { type ClientFrame, ServerFrame } from '#contract/frames.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Environment, Socket } from './environment.ts';
import { backoffMs } from './retry.ts';
import { type Timers, createTimers } from './timers.ts';

/** API Gateway gives a handshake up after 29 s. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
/** A socket that does not answer a ping in this time is dead. */
const PONG_TIMEOUT_MS = 15_000;
/** While handshakes fail, another token is asked for at most this often. */
const NEW_TOKEN_INTERVAL_MS = 60_000;
/** API Gateway closes a socket after 10 idle minutes. */
const MIN_PING_INTERVAL_MS = 4 * 60_000;
const MAX_PING_INTERVAL_MS = 5 * 60_000;
/** API Gateway closes every socket after two hours. */
const MIN_LIFETIME_MS = 105 * 60_000;
const MAX_LIFETIME_MS = 115 * 60_000;

/** `offline`: WAITING; `connecting`: AUTHORIZING or HANDSHAKING. */
export type LiveSocketStatus = 'offline' | 'connecting' | 'open';

export interface LiveSocketOptions {
  readonly environment: Environment;
  readonly url: string;
  /**
   * @param refused a token that may have been refused: its session may have ended, which asking for another one shows
   */
  readonly accessToken: (refused?: string) => Promise<string>;
  readonly onStatus: (status: LiveSocketStatus) => void;
  readonly onFrame: (frame: ServerFrame) => void;
}

export interface LiveSocket {
  /** The gateway's name of the open socket; known once a ping was answered. */
  readonly connectionId: string | undefined;
  /** Sends a frame where the socket is open; drops it where it is not. */
  send(frame: ClientFrame): void;
  /** Dials at once where it waits; pings where it is open. */
  wake(): void;
  /** Gives the socket up, because the network has gone, and waits to dial again. */
  disconnect(): void;
  close(): void;
}

type State =
  | { readonly name: 'waiting'; readonly timers: Timers }
  | { readonly name: 'authorizing' }
  | { readonly name: 'handshaking'; readonly timers: Timers; readonly socket: Socket; readonly token: string }
  | { readonly name: 'open'; readonly timers: Timers; readonly socket: Socket; connectionId: string | undefined }
  | { readonly name: 'closed' };

export function createLiveSocket({ environment, url, accessToken, onStatus, onFrame }: LiveSocketOptions): LiveSocket {
  let state: State = { name: 'authorizing' };
  /** Failures in a row. A socket counts as a success when it has answered a ping. */
  let attempt = 0;
  /**
   * The token of a handshake that failed: there is no telling whether the token was refused or the network failed.
   */
  let suspected: { readonly token: string; readonly at: number } | undefined;

  const between = (min: number, max: number) => min + environment.random() * (max - min);
  const isCurrent = (socket: Socket) => 'socket' in state && state.socket === socket;

  function enter<S extends State>(next: S): S {
    const before: State = state;
    state = next;
    if ('timers' in before) before.timers.clearAll();
    if ('socket' in before && !isCurrent(before.socket)) before.socket.close();
    return next;
  }

  function authorize(): void {
    const authorizing = enter({ name: 'authorizing' });
    onStatus('connecting');
    accessToken(suspected?.token).then(
      (token) => {
        if (state === authorizing) startHandshake(token);
      },
      () => {
        if (state === authorizing) wait();
      },
    );
  }

  function startHandshake(token: string): void {
    const socket: Socket = new environment.WebSocket(url, [SUBPROTOCOL, BEARER_PREFIX + token]);
    const timers = createTimers(environment);
    const handshaking = enter({ name: 'handshaking', timers, socket, token });
    const fail = () => {
      if (!isCurrent(socket)) return;
      if (state === handshaking) suspect(token);
      wait();
    };
    timers.set('timeout', fail, HANDSHAKE_TIMEOUT_MS);
    socket.addEventListener('close', fail);
    socket.addEventListener('error', fail);
    socket.addEventListener('open', () => {
      if (state === handshaking) open(socket);
    });
    socket.addEventListener('message', ({ data }) => {
      if (isCurrent(socket)) receive(data);
    });
  }

  function open(socket: Socket): void {
    const timers = createTimers(environment);
    enter({ name: 'open', timers, socket, connectionId: undefined });
    suspected = undefined;
    timers.set('lifetime', authorize, between(MIN_LIFETIME_MS, MAX_LIFETIME_MS));
    ping();
    onStatus('open');
  }

  function wait(): void {
    const timers = createTimers(environment);
    enter({ name: 'waiting', timers });
    timers.set('backoff', authorize, backoffMs(environment.random, attempt++));
    onStatus('offline');
  }

  function suspect(token: string): void {
    const now = environment.now();
    if (!suspected || now - suspected.at >= NEW_TOKEN_INTERVAL_MS) suspected = { token, at: now };
  }

  function send(frame: ClientFrame): void {
    if (state.name === 'open') state.socket.send(JSON.stringify(frame));
  }

  function ping(): void {
    if (state.name !== 'open') return;
    const { timers } = state;
    send({ action: 'ping' });
    if (!timers.has('pong')) timers.set('pong', wait, PONG_TIMEOUT_MS);
    timers.set('ping', ping, between(MIN_PING_INTERVAL_MS, MAX_PING_INTERVAL_MS));
  }

  function receive(data: unknown): void {
    const frame = frameOf(data);
    if (!frame) return;
    if (frame.type !== 'pong') return onFrame(frame);
    if (state.name !== 'open') return;
    state.timers.clear('pong');
    state.connectionId = frame.connectionId;
    attempt = 0;
  }

  authorize();
  return {
    get connectionId() {
      return state.name === 'open' ? state.connectionId : undefined;
    },
    send,
    wake() {
      if (state.name === 'waiting') authorize();
      else ping();
    },
    disconnect() {
      if (state.name !== 'waiting' && state.name !== 'closed') wait();
    },
    close() {
      enter({ name: 'closed' });
    },
  };
}

/** Returns a frame of a kind that this client knows; anything else is ignored. */
function frameOf(data: unknown): ServerFrame | undefined {
  try {
    const frame = JSON.parse(String(data)) as object;
    // Entries that cannot be read are downloaded: their ids must be heard in any case.
    return ServerFrame.safeParse(frame).data ?? ServerFrame.safeParse({ ...frame, entries: undefined }).data;
  } catch {
    return undefined;
  }
}
