/** People for the load: signed up, confirmed and signed in like everybody, each with one socket. */
import { WebSocket } from 'ws';
import { emailOf, PASSWORD } from './constants.ts';
import { call } from './http.ts';
import { counting } from './progress.ts';

/** The time after which a message counts as not delivered. */
const PATIENCE_MS = 10_000;
/** Concurrent sign-ups. Each computes two password hashes. */
const AT_ONCE = 4;

interface Message {
  readonly id: string;
  readonly seq: number;
}

interface Frame {
  readonly type: string;
  readonly ids: readonly string[];
  readonly entries?: readonly Message[];
  readonly connectionId: string;
}

export interface Person {
  readonly username: string;
  readonly token: string;
  /** Sends a text as a client does. @param after the seq of the newest entry that the client has seen */
  send(recipient: string, body: string, clientId: string, after: number): Promise<Message>;
  /**
   * Returns when (`performance.now()`) the message was here: downloaded after its notification, unless its text came
   * with it (`NOTIFY=inline`). Undefined if not in time.
   */
  received(id: string): Promise<number | undefined>;
  /** The number of announcements of each message. */
  readonly announced: ReadonlyMap<string, number>;
  /** Sends a ping over the socket. Resolves with its answer. */
  ping(): Promise<void>;
  close(): void;
}

interface Addresses {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
}

export async function createPeople(siteUrl: string, names: readonly string[]): Promise<Person[]> {
  const addresses = await call<Addresses>('GET', `${siteUrl}/config.json`);
  const people: Person[] = [];
  const show = counting('people', names.length);
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const group = names.slice(first, first + AT_ONCE);
    people.push(...(await Promise.all(group.map((username) => createPerson(siteUrl, addresses, username)))));
    show(people.length);
  }
  return people;
}

async function createPerson(siteUrl: string, { apiUrl, webSocketUrl }: Addresses, username: string): Promise<Person> {
  const email = emailOf(username);
  await call('POST', `${apiUrl}/auth/sign-up`, { body: { username, email, password: PASSWORD } });
  const mails = await call<{ to: string; code: string }[]>('GET', `${siteUrl}/_local/outbox`);
  const code = mails.find(({ to }) => to === email)?.code;
  await call('POST', `${apiUrl}/auth/confirm`, { body: { username, code } });
  const signedIn = await call<{ accessToken: string }>('POST', `${apiUrl}/auth/sign-in`, {
    body: { username, password: PASSWORD },
  });
  const token = signedIn.accessToken;

  const announced = new Map<string, number>();
  const downloaded = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  const arrive = (id: string): void => {
    const at = performance.now();
    downloaded.set(id, at);
    waiting.get(id)?.(at);
  };
  const download = async (id: string): Promise<void> => {
    await call<Message>('GET', `${apiUrl}/messages/${encodeURIComponent(id)}`, { token });
    arrive(id);
  };

  const socket = new WebSocket(webSocketUrl, ['message-center.v1', `bearer.${token}`]);
  const pings: ((connectionId: string) => void)[] = [];
  const ping = (): Promise<string> =>
    new Promise((resolve) => {
      pings.push(resolve);
      socket.send('{"action":"ping"}');
    });
  const connectionId = await new Promise<string>((resolve, reject) => {
    socket.on('error', reject).on('open', () => void ping().then(resolve));
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as Frame;
      if (frame.type === 'pong') pings.shift()?.(frame.connectionId);
      if (frame.type !== 'messages') return;
      const here = new Set(frame.entries?.map(({ id }) => id));
      for (const id of frame.ids) {
        announced.set(id, (announced.get(id) ?? 0) + 1);
        if (announced.get(id) !== 1) continue;
        if (here.has(id)) arrive(id);
        else download(id).catch((error: unknown) => console.error(error));
      }
    });
  });

  return {
    username,
    token,
    announced,
    send: (recipient, body, clientId, after) => {
      const headers = { 'x-connection-id': connectionId };
      return call('POST', `${apiUrl}/messages`, { token, headers, body: { recipient, body, clientId, after } });
    },
    received: (id) =>
      new Promise((resolve) => {
        const at = downloaded.get(id);
        if (at !== undefined) return resolve(at);
        const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
        waiting.set(id, (time) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(time);
        });
      }),
    ping: async () => void (await ping()),
    close: () => socket.close(),
  };
}
