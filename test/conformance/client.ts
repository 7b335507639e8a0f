/** A client that knows only what the product's documentation says: paths, headers and frames. */

import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

/** How long anything awaited may take. Nothing else is asserted about time. */
export const PATIENCE = { timeout: 20_000, interval: 50 };

export interface Place {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined if there is none. */
  readonly body: Body;
}

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: Readonly<Record<string, string>>;
}

/** An entry of a log. Messages and edits have a body; messages may have a clientId. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly sender: string;
  readonly seq: number;
  readonly timestamp: string;
  readonly body?: string;
  readonly clientId?: string;
}

/** A conversation as one of its people sees it. */
export interface View {
  readonly peer: string;
  readonly lastSeq: number;
  readonly lastMessage?: Entry;
  readonly unread: number;
  readonly readSeq: number;
  readonly peerReadSeq: number;
}

export interface Frame {
  readonly type: string;
  readonly ids?: readonly string[];
  readonly by?: string;
  readonly seq?: number;
  readonly connectionId?: string;
}

export interface Send {
  readonly recipient: string;
  readonly body: string;
  readonly clientId?: string;
  readonly after?: number;
  readonly replyTo?: string;
}

export type Device = ReturnType<typeof createDevice>;

/** A device of one person, with a session of its own once it is signed in. */
export function createDevice({ apiUrl, webSocketUrl }: Place) {
  let token = '';
  let cookie = '';

  async function once<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(apiUrl + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().find((each) => each.startsWith('__Host-refresh='));
    if (set) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    };
  }

  /** Like {@link once}, but repeats the request as long as the answer asks for that, and after the time it names. */
  async function call<Body = unknown>(...request: Parameters<typeof once>): Promise<Answer<Body>> {
    for (;;) {
      const answer = await once<Body>(...request);
      const retryAfter = Number(answer.headers.get('retry-after') ?? NaN);
      if ((answer.status !== 429 && answer.status !== 503) || !(retryAfter <= PATIENCE.timeout / 1000)) return answer;
      await pause(retryAfter * 1000);
    }
  }

  /**
   * Like {@link call}, but returns the body.
   * @throws {Error} if the answer has another status
   */
  async function expected<Body>(status: number, ...request: Parameters<typeof once>): Promise<Body> {
    const answer = await call<Body>(...request);
    if (answer.status !== status)
      throw new Error(
        `${request[0]} ${request[1]} answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`,
      );
    return answer.body;
  }

  async function session(path: string, body?: object): Promise<Answer<Problem | { readonly accessToken: string }>> {
    const answer = await call<Problem | { readonly accessToken: string }>('POST', path, body);
    if ('accessToken' in answer.body) token = answer.body.accessToken;
    return answer;
  }

  return {
    once,
    call,
    signIn: (username: string, password: string) => session('/auth/sign-in', { username, password }),
    refresh: () => session('/auth/refresh'),
    changePassword: (password: string, newPassword: string) =>
      session('/auth/change-password', { password, newPassword }),
    get: <Body>(path: string) => expected<Body>(200, 'GET', path),
    /** Calls a route that returns nothing. */
    act: (method: string, path: string, body?: unknown) => expected<undefined>(204, method, path, body),
    /** Sends a new message. */
    send: (recipient: string, body: string, more: Partial<Send> = {}, headers: Record<string, string> = {}) =>
      expected<Entry>(201, 'POST', '/messages', { recipient, body, clientId: randomUUID(), ...more }, headers),
    edit: (id: string, body: string) => expected<Entry>(200, 'PATCH', `/messages/${id}`, { body }),
    conversation: (peer: string) => expected<View>(200, 'GET', `/conversations/${peer}`),
    /** Returns one conversation as the inbox lists it. */
    async inbox(peer: string): Promise<View | undefined> {
      const { items } = await expected<{ readonly items: readonly View[] }>(200, 'GET', '/conversations');
      return items.find((view) => view.peer === peer);
    },
    /** Returns all entries after a seq. */
    async log(peer: string, after: number): Promise<Entry[]> {
      const entries: Entry[] = [];
      for (;;) {
        const path = `/conversations/${peer}/log?after=${entries.at(-1)?.seq ?? after}`;
        const page = await expected<{ readonly items: readonly Entry[]; readonly more: boolean }>(200, 'GET', path);
        entries.push(...page.items);
        if (!page.more) return entries;
      }
    },
    live: () => live(webSocketUrl, ['message-center.v1', `bearer.${token}`]),
  };
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Opens a socket, and waits until it has learned its connection id.
 * @throws if the handshake is refused
 */
export async function live(webSocketUrl: string, protocols: readonly string[]) {
  const socket = new WebSocket(webSocketUrl, [...protocols]);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.on('error', reject);
  });
  const send = (frame: object): void => socket.send(JSON.stringify(frame));
  const pongs = (): Frame[] => frames.filter(({ type }) => type === 'pong');
  /** @returns the connection id that the answer to a ping names */
  const ping = async (): Promise<string> => {
    const before = pongs().length;
    send({ action: 'ping' });
    return vi.waitUntil(() => pongs()[before]?.connectionId, PATIENCE);
  };
  return {
    frames,
    connectionId: await ping(),
    ping,
    send,
    /** Returns the ids that were announced to it so far. */
    announced: (): readonly string[] => frames.flatMap(({ ids }) => ids ?? []),
    isClosed: (): boolean => socket.readyState === WebSocket.CLOSED,
    close: (): void => socket.terminate(),
  };
}
