/** A person's device: the real client on a machine whose network, clock and owner are simulated; and what it shows, and when. */
import type { Environment } from '../../client/environment.ts';
import type { Mailbox } from '../../client/mailbox.ts';
import type { Session } from '../../client/session.ts';
import type { Thread } from '../../client/thread.ts';
import { product } from './product.ts';
import type { Machine } from './web-socket-api.ts';
import type { World } from './world.ts';

/** Milliseconds until somebody tries again whose device has no connection when it is switched on. */
const PATIENCE = 1_000;

/** One stay of the client on a device, from its start to its end. */
export interface Life {
  readonly mailbox: Mailbox;
  readonly device: Device;
  readonly since: number;
  until: number;
  /** When each message was first shown in its thread, by id; and when each thread was there, by peer. */
  readonly shown: Map<string, number>;
  readonly opened: Map<string, number>;
  /** When the inbox first knew of each position, by peer: pairs of a moment and a seq, both ascending. */
  readonly inbox: Map<string, (readonly [at: number, seq: number])[]>;
}

interface Network {
  fetch(machine: Machine): Environment['fetch'];
  webSocket(machine: Machine): Environment['WebSocket'];
}

export class Device implements Machine {
  readonly name: string;
  readonly person: string;
  online = true;
  /** When it was last without a network. */
  offlineUntil = 0;
  readonly lives: Life[] = [];
  session: Session | undefined;
  readonly #world: World;
  readonly #network: Network;
  readonly #wakers = new Set<() => void>();

  constructor(world: World, network: Network, person: string, name: string) {
    this.#world = world;
    this.#network = network;
    this.person = person;
    this.name = name;
  }

  /** What runs on it now. */
  get life(): Life | undefined {
    const life = this.lives.at(-1);
    return life?.until === Infinity ? life : undefined;
  }

  async start(): Promise<void> {
    const { time } = this.#world;
    const environment = this.#environment();
    const session = product.createSession({ apiUrl: '', environment });
    while (!(await session.refresh().catch(() => false))) await time.sleep(PATIENCE);
    this.session = session;
    const mailbox = product.createMailbox({ session, webSocketUrl: 'wss://live', environment });
    const life: Life = { mailbox, device: this, since: time.now, until: Infinity, shown: new Map(), opened: new Map(), inbox: new Map() };
    this.lives.push(life);
    let before: Readonly<Record<string, Thread>> = {};
    mailbox.subscribe(() => {
      const { conversations, inbox } = mailbox.state;
      for (const [peer, thread] of Object.entries(conversations)) if (thread !== before[peer]) this.#look(life, thread);
      before = conversations;
      for (const { peer, lastSeq } of inbox) {
        const known = life.inbox.get(peer) ?? [];
        if (lastSeq > (known.at(-1)?.[1] ?? 0)) life.inbox.set(peer, [...known, [time.now, lastSeq]]);
      }
    });
  }

  end(): void {
    const { life } = this;
    if (!life) return;
    life.until = this.#world.time.now;
    life.mailbox.close();
  }

  /** Whether nothing is on its way from this device. */
  get idle(): boolean {
    const threads = Object.values(this.life?.mailbox.state.conversations ?? {});
    return threads.every(({ rows }) => rows.every(({ state }) => state === 'sent'));
  }

  /** The network is back, and the device notices. */
  wake(): void {
    this.online = true;
    this.offlineUntil = this.#world.time.now;
    for (const waker of [...this.#wakers]) waker();
  }

  /** Looks at a thread as a person would. */
  #look({ shown, opened }: Life, { peer, rows, loaded }: Thread): void {
    const { time, broken } = this.#world;
    if (loaded && !opened.has(peer)) opened.set(peer, time.now);
    const texts = new Set<string>();
    let last = 0;
    for (const { id, seq, body } of rows) {
      if (body !== '' && texts.has(body)) broken(`${this.name} shows twice: ${body}`);
      texts.add(body);
      if (id === undefined || seq === undefined) continue;
      if (seq <= last) broken(`${this.name} shows ${seq} after ${last} in the conversation with ${peer}`);
      last = seq;
      if (!shown.has(id)) shown.set(id, time.now);
    }
  }

  #environment(): Environment {
    const { time, random, mutant } = this.#world;
    const skew = random.between(-3_600_000, 3_600_000);
    return {
      fetch: this.#network.fetch(this),
      WebSocket: this.#network.webSocket(this),
      now: () => Math.round(time.now + skew),
      timer: (act, milliseconds) => (mutant.timer?.(milliseconds) ?? true ? time.timer(act, milliseconds) : () => undefined),
      random,
      uuid: () => uuid(random),
      visible: () => true,
      onWake: (listener) => {
        this.#wakers.add(listener);
        return () => this.#wakers.delete(listener);
      },
      onOffline: () => () => undefined,
    };
  }
}

/** Version 4, by chance of this history. */
export const uuid = (random: World['random']): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;

const hex = (random: World['random'], digits: number): string => Array.from({ length: digits }, () => random.whole(16).toString(16)).join('');
