/**
 * A person's device: the real client on a machine whose network, clock, storage and owner are simulated; and the record
 * of what it shows, and when.
 */

import type { Environment } from '#client/environment.ts';
import { createMemoryFiles } from '#client/file-storage.ts';
import type { Mailbox, ConversationView } from '#client/mailbox.ts';
import { isRefusal } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { product } from './product.ts';
import { uuid } from './random.ts';
import { createStorage } from './storage.ts';
import { sessionOf, type UserPool } from './user-pool.ts';
import type { Machine } from './web-socket-api.ts';
import type { World } from './world.ts';

/** Somebody who fails tries again after so long. */
const RETRY_MS = 1_000;
/** The longest that a person stays away from a device on which they have been signed out. */
const ABSENCE_MS = 20_000;
/** How wrong a device's clock is at most. */
const SKEW_MS = 3_600_000;

/** One run of the client on a device, from its start to its end. */
export interface Life {
  readonly mailbox: Mailbox;
  readonly session: Session;
  readonly device: Device;
  readonly since: number;
  until: number;
  /** The name of its session in the user pool. */
  readonly name: string;
  /** True while its person is signing out. */
  leaving: boolean;
  /** When each message was first shown, by id; and when each view was loaded, by peer. */
  readonly shown: Map<string, number>;
  readonly opened: Map<string, number>;
  /** When the inbox first had each seq, by peer: pairs of a moment and a seq, both ascending. */
  readonly inbox: Map<string, (readonly [at: number, seq: number])[]>;
}

/** What a device is connected to. */
export interface Network {
  readonly userPool: UserPool;
  fetch(machine: Machine): Environment['fetch'];
  postForm(machine: Machine): Environment['postForm'];
  webSocket(machine: Machine): Environment['WebSocket'];
}

export class Device implements Machine {
  readonly name: string;
  readonly person: string;
  online = true;
  refreshToken = '';
  /** When it last regained its network. */
  offlineUntil = 0;
  readonly lives: Life[] = [];
  /** The files that wait with its unsent messages. */
  readonly files = createMemoryFiles();
  /** Called whenever it starts. */
  onStart = (): void => undefined;
  /** True if a message may be refused for this reason. */
  mayBeRefused = (problem: unknown, _key: string): boolean => isRefusal(problem, 'not-accepting');
  /** True if its person signs in again after a sign-out. */
  comesBack = true;
  readonly #world: World;
  readonly #network: Network;
  readonly #storage;
  /** How wrong its clock is, in milliseconds. */
  readonly #skew: number;
  readonly #wakers = new Set<() => void>();
  readonly #losers = new Set<() => void>();
  /** Counts how often it was switched on or off: anything begun before the last time is void. */
  #turn = 0;
  #on = false;

  constructor(world: World, network: Network, person: string, name: string) {
    this.#world = world;
    this.#network = network;
    this.#storage = createStorage(world);
    this.#skew = world.random.between(-SKEW_MS, SKEW_MS);
    this.person = person;
    this.name = name;
  }

  /** The client that runs on it now. */
  get life(): Life | undefined {
    const life = this.lives.at(-1);
    return life?.until === Infinity ? life : undefined;
  }

  /** Starts the client unless it runs, and signs its person in if necessary. */
  async start(): Promise<void> {
    if (this.#on) return;
    this.#on = true;
    const turn = ++this.#turn;
    this.onStart();
    const { time } = this.#world;
    const environment = this.#environment();
    const session = product.createSession({ apiUrl: '', environment });
    while (turn === this.#turn && !(await this.#isSignedIn(session))) await time.sleep(RETRY_MS);
    if (turn !== this.#turn) return;
    const mailbox = product.createMailbox({
      ...{ session, webSocketUrl: 'wss://live', environment },
      ...{ storage: this.#storage, files: this.files },
    });
    const life: Life = {
      mailbox,
      session,
      device: this,
      since: time.now,
      until: Infinity,
      name: sessionOf(this.refreshToken),
      leaving: false,
      shown: new Map(),
      opened: new Map(),
      inbox: new Map(),
    };
    this.lives.push(life);
    this.#watch(life);
    session.subscribe(() => this.#signedOut(life));
  }

  /** Ends the client at once, without waiting for requests under way. */
  end(): void {
    this.#turn++;
    this.#on = false;
    const { life } = this;
    if (!life) return;
    life.until = this.#world.time.now;
    life.mailbox.close();
  }

  /**
   * Ends this session, or all of this person's. Done once that is acknowledged, or the device has been switched off.
   */
  async signOut(everywhere: boolean): Promise<void> {
    const { life } = this;
    if (!life || life.leaving) return;
    life.leaving = true;
    const { time } = this.#world;
    const ended = this.#network.userPool.ending(this.refreshToken, everywhere);
    let done = false;
    while (!done && life === this.life) {
      done = await life.session.signOut({ everywhere }).then(
        () => true,
        () => false,
      );
      // Another device has ended this session: there is nothing left to sign out with.
      if (life.session.username === undefined) break;
      if (!done) await time.sleep(RETRY_MS);
    }
    ended(done);
  }

  /**
   * Takes its network away.
   * @param noticed true if the operating system reports it
   */
  lose(noticed: boolean): void {
    this.online = false;
    if (noticed) for (const loser of [...this.#losers]) loser();
  }

  /** Brings its network back, which the operating system reports. */
  wake(): void {
    this.online = true;
    this.offlineUntil = this.#world.time.now;
    this.look();
  }

  /** Shows its page to its person. */
  look(): void {
    for (const waker of [...this.#wakers]) waker();
  }

  async #isSignedIn(session: Session): Promise<boolean> {
    if (this.#network.userPool.isLeaving(this.person)) return false;
    try {
      if (!(await session.refresh()))
        await session.signIn({ username: this.person, password: 'correct horse battery' });
      return true;
    } catch {
      return false;
    }
  }

  #signedOut(life: Life): void {
    if (life !== this.life) return;
    const { time, random } = this.#world;
    this.end();
    if (this.comesBack) time.timer(() => void this.start(), random.between(RETRY_MS, ABSENCE_MS));
  }

  #watch(life: Life): void {
    const { time } = this.#world;
    const { mailbox } = life;
    let before: Readonly<Record<string, ConversationView>> = {};
    mailbox.subscribe(() => {
      const { conversations, inbox } = mailbox.state;
      for (const [peer, view] of Object.entries(conversations)) if (view !== before[peer]) this.#look(life, view);
      before = conversations;
      for (const { peer, lastSeq } of inbox) {
        const known = life.inbox.get(peer) ?? [];
        if (lastSeq > (known.at(-1)?.[1] ?? 0)) life.inbox.set(peer, [...known, [time.now, lastSeq]]);
      }
    });
  }

  /** Notes what a view shows, and checks it as a person would. */
  #look({ shown, opened }: Life, { peer, rows, loaded }: ConversationView): void {
    const { time, broken } = this.#world;
    if (loaded && !opened.has(peer)) opened.set(peer, time.now);
    const texts = new Set<string>();
    let last = 0;
    for (const { id, seq, key, body, problem } of rows) {
      if (body !== '' && texts.has(body)) broken('doubled', `${this.name} shows twice: ${body}`);
      texts.add(body);
      if (problem && !this.mayBeRefused(problem, key))
        broken('wrong', `${this.name} cannot send '${body}': ${String(problem)}`);
      if (id === undefined || seq === undefined) continue;
      if (seq <= last)
        broken('out of order', `${this.name} shows ${seq} after ${last} in the conversation with ${peer}`);
      last = seq;
      if (!shown.has(id)) shown.set(id, time.now);
    }
  }

  #environment(): Environment {
    const { time, random, mutant } = this.#world;
    return {
      fetch: this.#network.fetch(this),
      postForm: this.#network.postForm(this),
      WebSocket: this.#network.webSocket(this),
      now: () => Math.round(time.now + this.#skew),
      setTimer: (act, milliseconds) =>
        (mutant.timer?.(milliseconds) ?? true) ? time.timer(act, milliseconds) : () => undefined,
      random,
      uuid: () => uuid(random),
      isVisible: () => true,
      onWake: (listener) => listening(this.#wakers, listener),
      onHide: () => () => undefined,
      onOffline: (listener) => listening(this.#losers, listener),
    };
  }
}

function listening(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
