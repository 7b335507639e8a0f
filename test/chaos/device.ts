/** A person's device: the real client on an unreliable network. It notes everything that it receives and shows. */

import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createMailbox } from '#client/create-mailbox.ts';
import type { Environment } from '#client/environment.ts';
import { createMemoryFiles } from '#client/file-storage.ts';
import type { Mailbox, ConversationView } from '#client/mailbox.ts';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { postFormByFetch } from '#client/post-form.ts';
import { asFailure, isTransient } from '#client/problem.ts';
import { createSession, type Session } from '#client/session.ts';
import { uuid } from '#client/uuid.ts';
import { conversationOf } from '#contract/message-id.ts';
import type { Message } from '#contract/schemas.ts';
import type { DeviceEvidence, Shown } from './judge.ts';
import { pictureOf } from './picture-bytes.ts';
import type { Witness } from './witness.ts';

export const PASSWORD = 'correct horse battery';
/** A device that is switched on without a connection tries again after so long. */
const RETRY_MS = 500;

/** The addresses of the cloud. */
export interface Place {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
}

/** The names of both people, in ids of messages and in the texts of this run. */
const BELONGINGS = /([a-z0-9_-]+)[~>]([a-z0-9_-]+)/g;

export class Device {
  readonly name: string;
  readonly person: string;
  readonly session: Session;
  /**
   * How often it was switched off and on; and how often it had to sign in again, because no answer came while its
   * refresh token was valid.
   */
  reloads = 0;
  signIns = 0;
  readonly #place: Place;
  readonly #witness: Witness;
  readonly #environment: Partial<Environment>;
  readonly #storage = createMemoryStorage();
  readonly #files = createMemoryFiles();
  readonly #shown = new Map<string, Shown>();
  readonly #heardOf = new Set<string>();
  readonly #doubled = new Set<string>();
  #mailbox: Mailbox | undefined;

  constructor(place: Place, witness: Witness, person: string, name: string) {
    [this.#place, this.#witness, this.person, this.name] = [place, witness, person, name];
    this.#environment = {
      fetch: this.#listeningFetch(createCookieFetch()),
      // The page posts forms to its own site.
      postForm: (url, form, options) => postFormByFetch(new URL(url, place.apiUrl).href, form, options),
      WebSocket: this.#listeningSocket(),
    };
    this.session = createSession({ apiUrl: place.apiUrl, environment: this.#environment });
  }

  /** Undefined while it is switched off. */
  get mailbox(): Mailbox | undefined {
    return this.#mailbox;
  }

  get evidence(): DeviceEvidence {
    const { name, person } = this;
    const state = this.#running().state;
    return { name, person, state, shown: this.#shown, heardOf: this.#heardOf, doubled: [...this.#doubled] };
  }

  /** The number of texts that were written on it and are not known to be stored. */
  get unsent(): number {
    const views = Object.values(this.#mailbox?.state.conversations ?? {});
    return views.reduce((sum, { rows }) => sum + rows.filter(({ state }) => state !== 'sent').length, 0);
  }

  get ready(): boolean {
    return this.#mailbox?.state.connection === 'ready';
  }

  /** Starts the client. The person must be signed in. */
  start(): void {
    const { webSocketUrl } = this.#place;
    const mailbox = createMailbox({
      session: this.session,
      webSocketUrl,
      environment: this.#environment,
      storage: this.#storage,
      files: this.#files,
    });
    this.#mailbox = mailbox;
    let before: Readonly<Record<string, ConversationView>> = {};
    mailbox.subscribe(() => {
      const { conversations } = mailbox.state;
      for (const [peer, view] of Object.entries(conversations)) if (view !== before[peer]) this.#look(view);
      before = conversations;
    });
    this.session.subscribe(() => {
      if (this.session.username === undefined && this.#mailbox === mailbox) void this.reload(0);
    });
  }

  /** @param pictures how many pictures the message has */
  write(recipient: string, pictures: number): void {
    const text = this.#witness.nextText(this.person, recipient);
    const attachments = Array.from({ length: pictures }, (_, index) => {
      const [key, picture] = [uuid(), pictureOf(text, index)];
      void this.#files.put(this.person, key, picture);
      return { key, type: picture.type, bytes: picture.size };
    });
    const clientId = this.#running().sendMessage(recipient, text, { attachments });
    this.#witness.wrote({ clientId, sender: this.person, recipient, text, pictures });
  }

  read(peer: string): void {
    const seq = this.#running().state.conversations[peer]?.through ?? 0;
    if (seq === 0) return;
    this.#witness.haveRead(this.person, peer, seq);
    this.#running().markRead(peer, seq);
  }

  close(): void {
    this.#mailbox?.close();
    this.#mailbox = undefined;
  }

  /**
   * Switches it off, in the middle of anything, and on again. It keeps its cookies and its outbox, and nothing else.
   */
  async reload(pause: number): Promise<void> {
    this.close();
    this.reloads++;
    await sleep(pause);
    while (!(await this.#resumed())) await sleep(RETRY_MS);
    this.start();
  }

  async #resumed(): Promise<boolean> {
    try {
      if (await this.session.refresh()) return true;
      await this.session.signIn({ username: this.person, password: PASSWORD });
      this.signIns++;
      return true;
    } catch (thrown) {
      if (isTransient(asFailure(thrown))) return false;
      throw thrown;
    }
  }

  #running(): Mailbox {
    if (!this.#mailbox) throw new Error(`${this.name} is switched off.`);
    return this.#mailbox;
  }

  /** Notes what a view shows, and checks it as a person would. */
  #look({ peer, rows }: ConversationView): void {
    const texts = new Set<string>();
    let last = 0;
    for (const { id, seq, sender, body, state } of rows) {
      if (texts.has(body)) this.#doubled.add(`${this.name} showed twice: '${body}'`);
      texts.add(body);
      if (state !== 'sent' || id === undefined || seq === undefined) continue;
      if (seq <= last) this.#doubled.add(`${this.name} showed ${seq} after ${last} in the conversation with ${peer}`);
      last = seq;
      if (this.#shown.has(id)) continue;
      this.#shown.set(id, { id, sender, body });
      this.#witness.shown(body, sender === this.person ? 'sent' : 'received');
    }
  }

  #listen(text: string): void {
    for (const [, one = '', other = ''] of text.matchAll(BELONGINGS)) this.#heardOf.add(conversationOf(one, other));
  }

  #listeningFetch(inner: Environment['fetch']): Environment['fetch'] {
    return async (url, init) => {
      const response = await inner(url, init);
      const text = await response.text();
      this.#listen(text);
      if (init.method === 'POST' && url.endsWith('/messages') && response.ok)
        this.#witness.acknowledge(JSON.parse(text) as Message);
      const { status, headers } = response;
      return new Response(text === '' ? null : text, { status, headers });
    };
  }

  #listeningSocket(): Environment['WebSocket'] {
    const listen = (text: string): void => this.#listen(text);
    return class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        this.on('message', (data: Buffer) => listen(data.toString()));
      }
    };
  }
}
