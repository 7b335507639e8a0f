/** A person's client, without a page. Its network leads to the functions in this process. */

import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.ts';
import type { Cloud, Connection } from './cloud.ts';
import type { Recorder } from './recorder.ts';

/** What is used of the client, which may be that of another checkout. */
interface Client {
  createSession(options: object): { refresh(): Promise<boolean> };
  createMailbox(options: object): Mailbox;
}

interface Mailbox {
  readonly state: {
    readonly conversations: Readonly<Record<string, { readonly rows: readonly { readonly body: string }[] }>>;
  };
  subscribe(listener: () => void): () => void;
  open(peer: string): Promise<void>;
  sendMessage(peer: string, text: string): string;
  close(): void;
}

export async function loadClient(tree: string): Promise<Client> {
  const exports = [
    `export { createMailbox } from './client/create-mailbox.ts';`,
    `export { createSession } from './client/session.ts';`,
  ];
  return (await import(pathToFileURL(await bundle(tree, 'client', exports)).href)) as Client;
}

export interface DeviceOptions {
  readonly client: Client;
  readonly cloud: Cloud;
  readonly recorder: Recorder;
  readonly username: string;
  /** Waits until nothing happens on any device. */
  readonly quiet: () => Promise<void>;
}

/** Opens the mailbox of somebody who is signed in. */
export async function startDevice({ client, cloud, recorder, username, quiet }: DeviceOptions) {
  /** Requests without an answer yet. */
  let pending = 0;
  let connection: Connection | undefined;

  async function answer(address: string, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
    const url = new URL(address, 'https://site.example');
    if (url.pathname === '/auth/refresh') return Response.json({ username, accessToken: 'token', expiresIn: 600 });
    await quiet();
    const answered = await cloud.answer({
      username,
      method,
      url,
      headers: headers as Readonly<Record<string, string>>,
      body: body as string | undefined,
    });
    await quiet();
    const { statusCode: status, headers: given } = answered;
    return new Response(status === 204 ? null : answered.body, { status, ...(given && { headers: given }) });
  }

  class WebSocket extends EventTarget {
    readonly #connection: Connection = {
      id: `socket-of-${username}`,
      username,
      receive: (data) => recorder.runIn(username, () => this.dispatchEvent(new MessageEvent('message', { data }))),
    };

    constructor() {
      super();
      connection = this.#connection;
      void cloud.connect(this.#connection).then(() => this.dispatchEvent(new Event('open')));
    }

    send(frame: string): void {
      void cloud.receive(this.#connection, frame);
    }

    close(): void {}
  }

  const environment = {
    WebSocket,
    fetch(address: string, init: RequestInit): Promise<Response> {
      pending++;
      return answer(address, init).finally(() => pending--);
    },
  };
  const session = client.createSession({ apiUrl: '', environment });
  await session.refresh();
  const mailbox = client.createMailbox({ session, webSocketUrl: 'wss://site.example', environment });
  // The page reads the state after every change.
  mailbox.subscribe(() => void mailbox.state);

  return {
    mailbox,
    get pending() {
      return pending;
    },
    /** The texts of a conversation. */
    shown: (peer: string) => mailbox.state.conversations[peer]?.rows.map(({ body }) => body) ?? [],
    /** Closes its socket, without telling the device. */
    async disconnect(): Promise<void> {
      if (connection) await cloud.disconnect(connection);
    },
  };
}
