/** The product's own handlers on tables in memory, behind a network that a test can make fail. */

import type { Environment, Socket } from '#client/environment.ts';
import type { PostForm } from '#client/post-form.ts';
import { ClientFrame } from '#contract/frames.ts';
import { conversationOf } from '#contract/message-id.ts';
import { conversationEndpoints } from '#functions/api/handlers/conversations.ts';
import { messageEndpoints } from '#functions/api/handlers/messages.ts';
import { serve } from '#functions/api/router.ts';
import { personCheck } from '#functions/core/acting.ts';
import type { Connection } from '#functions/core/connection.ts';
import { type Entry, nextEntry } from '#functions/core/entry.ts';
import { announceEntries } from '#functions/core/notify.ts';
import { project } from '#functions/core/projection.ts';
import { notifyTyping } from '#functions/core/typing.ts';
import { inlineFrom } from '../functions/support/inline.ts';
import { MemoryOffers, MemoryOwners, MemoryPosts } from '../functions/support/memory-feed.ts';
import { memoryFiles } from '../functions/support/memory-files.ts';
import { MemoryInbox } from '../functions/support/memory-inbox.ts';
import { memoryTables } from './memory-tables.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Call {
  readonly person: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string | undefined;
}

/**
 * What the network does to a call: swallow it, swallow its answer, hold its answer back, or answer in the server's
 * place.
 */
export type Fault = 'request lost' | 'answer lost' | { readonly late: Promise<void> } | Response;

type Listeners = {
  readonly [Type in 'open' | 'close' | 'error' | 'message']: ((event: { readonly data: unknown }) => void)[];
};

function listenTo(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function memoryCloud(time: VirtualTime) {
  const { logs, log, conversations, restore } = memoryTables(async (entry) => {
    unconsumed.push(entry);
    await consume();
  });
  const sockets = new Map<string, { readonly connection: Connection; readonly post: (frame: object) => void }>();
  const calls: Call[] = [];
  const wakeListeners = new Set<() => void>();
  const hideListeners = new Set<() => void>();
  const offlineListeners = new Set<() => void>();
  const feed = { posts: new MemoryPosts(), owners: new MemoryOwners(), offers: new MemoryOffers() };
  let count = 0;
  const cloud = {
    calls,
    /** The frames that clients have sent. */
    frames: [] as ClientFrame[],
    /** Decides what the network does to a call, before it is made. */
    fault: (_call: Call): Fault | undefined => undefined,
    /** Changes the bodies of requests before the server gets them. */
    received: (call: Call): string | undefined => call.body,
    /** Answers for the storage of files. */
    postForm: (async () => {
      throw new TypeError('There is no storage of files.');
    }) as PostForm,
    /** Changes the bodies of answers, as another version of the server would. */
    answered: (body: unknown): unknown => body,
    /** The version that answers say, where it is not this one. */
    version: undefined as number | undefined,
    /** Whether the stream's consumer runs. */
    consuming: true,
    /** Whether frames arrive. */
    delivering: true,
    /** Whether entries travel in their announcement. */
    inline: false,
    /** Whether somebody may see the pages. */
    visible: true,
    /** Whether pings are answered: from the answer, a device learns the id of its connection. */
    answeringPings: true,
    logs,
    /** The posts from which messages may be written. */
    posts: feed.posts,
    sockets,
    environment,
    dropSockets,
    /** Tells every device that its network has gone. */
    goOffline: () => offlineListeners.forEach((listener) => listener()),
    /** Nobody sees the pages any more, or somebody does again. */
    show(visible: boolean) {
      cloud.visible = visible;
      (visible ? wakeListeners : hideListeners).forEach((listener) => listener());
    },
    /** Tells every device that its network is back. */
    comeBack: () => wakeListeners.forEach((listener) => listener()),
    write,
    append: log.put,
    /** Posts a frame to every socket, as another version of the server would. */
    post: (frame: object) => sockets.forEach((socket) => socket.post(frame)),
    restore,
  };
  let unconsumed: Entry[] = [];

  const find = (username: string) =>
    username.startsWith('nobody') ? undefined : { username, displayName: username, createdAt: 0 };
  const users = {
    get: async (username: string) => find(username),
    getMany: async (usernames: readonly string[]) => usernames.flatMap((username) => find(username) ?? []),
  };
  const clock = { now: time.now, random: () => 0, sleep: async () => {} };
  const notifying = {
    clock,
    connections: {
      list: async (people: readonly string[]) =>
        [...sockets.values()].map(({ connection }) => connection).filter(({ username }) => people.includes(username)),
      remove: async () => {},
    },
    gateway: {
      async post(connectionId: string, frame: object) {
        if (cloud.delivering) sockets.get(connectionId)?.post(frame);
        return 'sent' as const;
      },
    },
  };
  const inline = inlineFrom(notifying.connections.list, () => [...logs.values()].flat());
  const recipients = {
    load: async (username: string) => ({ profile: await users.get(username), blocksSender: false }),
  };
  const services = {
    ...memoryFiles(),
    log,
    users,
    recipients,
    conversations,
    inboxIndex: new MemoryInbox(),
    ...feed,
    ...notifying,
    counters: { take: async () => true },
    distinctCounters: { take: async () => true },
    metrics: { countDropped: () => {} },
    ledger: { note: async () => undefined },
    newId: () => `server-${++count}`,
    messagesToLoad: 15,
    limits: {},
  };
  const handlers = {
    messages: serve(messageEndpoints(services), { person: personCheck(users) }),
    conversations: serve(conversationEndpoints(services), { person: personCheck(users) }),
  };
  const routes = [
    'GET /messages',
    'POST /messages',
    'GET /messages/{id}',
    'GET /conversations',
    'GET /conversations/{peer}',
  ]
    .concat(
      'GET /conversations/{peer}/log',
      'POST /conversations/{peer}/read',
      'PATCH /conversations/{peer}',
      'PATCH /messages/{id}',
      'DELETE /messages/{id}',
    )
    .concat('PUT /messages/{id}/reactions/{emoji}', 'DELETE /messages/{id}/reactions/{emoji}')
    .map((routeKey) => ({ routeKey, pattern: new RegExp(`^${routeKey.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) }));

  /** Appends messages that no client of the test sends. */
  async function write(sender: string, recipient: string, texts: readonly string[]): Promise<void> {
    for (const body of texts) {
      const ids = { clientId: `other-${++count}`, digest: '', requestId: '' };
      const draft = { kind: 'message', body, sender, recipient, ...ids } as const;
      const tail = await log.tail(conversationOf(sender, recipient));
      await log.put(nextEntry(tail, draft, time.now(), undefined, log.generation));
    }
  }

  /** The stream's consumer: projects, then notifies. */
  async function consume(): Promise<void> {
    const batch = unconsumed;
    unconsumed = [];
    if (!cloud.consuming) return;
    await project(batch, services);
    await announceEntries(batch, { ...services, inline: cloud.inline ? inline : undefined }, Infinity);
  }

  function dropSockets(): void {
    for (const [id, { post }] of [...sockets]) {
      sockets.delete(id);
      post({ type: 'dropped' });
    }
  }

  async function answer(call: Call, headers: Headers): Promise<Response> {
    const [path = '', query = ''] = call.path.split('?');
    if (path === '/auth/refresh')
      return Response.json({ accessToken: `${call.person} ${++count}`, expiresIn: 600, username: call.person });
    const route = routes
      .map(({ routeKey, pattern }) => ({ routeKey, match: pattern.exec(`${call.method} ${path}`) }))
      .find(({ match }) => match);
    if (!route) return Response.json({ message: 'Not Found' }, { status: 404 });
    const event = {
      routeKey: route.routeKey,
      headers: Object.fromEntries(headers),
      rawQueryString: query,
      pathParameters: Object.fromEntries(
        Object.entries(route.match?.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      body: call.body,
      isBase64Encoded: false,
      requestContext: {
        requestId: `request-${++count}`,
        authorizer: { jwt: { claims: { username: call.person, origin_jti: 'session' } } },
      },
    };
    const handle = path.startsWith('/messages') ? handlers.messages : handlers.conversations;
    const { statusCode, headers: answered, body } = await handle(event as never);
    return new Response(statusCode === 204 ? null : JSON.stringify(cloud.answered(JSON.parse(body ?? ''))), {
      status: statusCode ?? 200,
      headers: { ...(answered as Record<string, string>), ...(cloud.version && { 'x-version': `${cloud.version}` }) },
    });
  }

  /** Returns the environment of a device of this person. */
  function environment(person: string): Environment {
    return {
      async fetch(url, { method = 'GET', headers, body }) {
        const call = { person, method, path: url, body: typeof body === 'string' ? body : undefined };
        calls.push(call);
        const fault = cloud.fault(call);
        if (fault instanceof Response) return fault;
        if (fault === 'request lost') throw new TypeError('lost');
        const response = await answer({ ...call, body: cloud.received(call) }, new Headers(headers));
        if (fault === 'answer lost') throw new TypeError('lost');
        await fault?.late;
        return response;
      },
      postForm: (...given) => cloud.postForm(...given),
      WebSocket: socketClass(person),
      now: time.now,
      setTimer: time.setTimer,
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
      isVisible: () => cloud.visible,
      onWake: (listener) => listenTo(wakeListeners, listener),
      onHide: (listener) => listenTo(hideListeners, listener),
      onOffline: (listener) => listenTo(offlineListeners, listener),
    };
  }

  function socketClass(person: string): Environment['WebSocket'] {
    return class implements Socket {
      readonly #listeners: Listeners = { open: [], close: [], error: [], message: [] };
      readonly #id = `socket-${++count}`;

      constructor() {
        queueMicrotask(() => {
          const connection = { connectionId: this.#id, username: person, session: 'session', connectedAt: time.now() };
          sockets.set(this.#id, { connection, post: (frame) => this.#post(frame) });
          this.#tell('open');
        });
      }

      addEventListener(type: keyof Listeners, listener: (event: { readonly data: unknown }) => void): void {
        this.#listeners[type].push(listener);
      }

      send(text: string): void {
        const frame = ClientFrame.parse(JSON.parse(text));
        cloud.frames.push(frame);
        if (frame.action === 'ping' && cloud.answeringPings) this.#post({ type: 'pong', connectionId: this.#id });
        if (frame.action === 'typing') void notifyTyping(services, { from: person, to: frame.to });
      }

      close(): void {
        sockets.delete(this.#id);
      }

      #post(frame: object): void {
        queueMicrotask(() =>
          'type' in frame && frame.type === 'dropped'
            ? this.#tell('close')
            : this.#tell('message', JSON.stringify(frame)),
        );
      }

      #tell(type: keyof Listeners, data?: string): void {
        for (const listener of this.#listeners[type]) listener({ data });
      }
    };
  }

  return cloud;
}
