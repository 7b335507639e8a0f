/** A history of people who write, look, sign in and out at shared browsers, and mute each other; and its judge. */

import { nextEntry, type Entry, type KnownEntry } from '#functions/core/entry.ts';
import { queueMessages } from '#functions/core/push/queue-messages.ts';
import { subscribe } from '#functions/core/push/subscribe.ts';
import { tell } from '#functions/core/push/tell.ts';
import { message } from '../../functions/support/entries.ts';
import { environment } from '../../functions/support/environment.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import {
  createWorld,
  Killed,
  PEOPLE,
  threadOf,
  type Delivered,
  type Mutant,
  type Person,
  type World,
} from './world.ts';

/** What the product promises. */
export type Violation = 'foreign' | 'ended' | 'in sight' | 'twice' | 'unwanted' | 'silenced';

const ACTS = 120;
const BROWSERS = 3;
const VISIBILITY_MS = 120_000;
const RECEIVES_MAX = 5;
const MINUTE_MS = 60_000;

/** A person at a browser. Moments: when what happened to it was complete. */
interface Visit extends Readonly<Record<'session' | 'endpoint', string>> {
  readonly person: Person;
  endedAt?: number;
  takenAt?: number;
  /** Since when it is in sight, without a break. */
  inSightSince?: number | undefined;
}

export async function simulate(seed: number, mutant: Mutant = {}): Promise<ReadonlySet<Violation>> {
  const world = createWorld(seed, mutant);
  const history = new History(world);
  for (let i = 0; i < ACTS; i++) await history.act();
  history.worsen();
  for (let i = 0; i < ACTS / 3; i++) await history.act();
  await history.settle();
  await history.probe();
  return history.broken;
}

class History {
  readonly broken = new Set<Violation>();
  readonly #world: World;
  readonly #visits: Visit[] = [];
  readonly #logs = new Map<string, KnownEntry[]>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stream: Entry[][] = [];
  /** Since when a person does not want to hear of another, without a break, by `person peer`. */
  readonly #mutedSince = new Map<string, number>();
  /** What was delivered since somebody looked, by `person conversation`. */
  readonly #untilLook = new Map<string, Delivered[]>();
  /** Conversations of a person in which something failed since they looked: a push may come twice then. */
  readonly #failed = new Set<string>();
  #judged = 0;
  #isLooking = true;
  #sessions = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** From now on functions die often, and nobody looks: what they leave behind stays. */
  worsen(): void {
    this.#world.faults.killed = 0.3;
    this.#isLooking = false;
  }

  async act(): Promise<void> {
    const { random } = this.#world;
    const [one, other] = [random.pick(PEOPLE), random.pick(PEOPLE)];
    const acts = [
      () => this.#send(one, other),
      () => this.#send(one, other),
      () => this.#isLooking && this.#run(this.#look(one, other)),
      () => this.#run(this.#visit(one)),
      () => this.#run(this.#sight()),
      () => random.chance(0.3) && this.#run(this.#leave()),
      () => random.chance(0.5) && this.#run(this.#mute(one, other)),
      () => this.#deliverStream(),
      () => this.#deliverJobs(),
      () => this.#deliverJobs(),
    ];
    random.pick(acts)();
    if (random.chance(0.5)) await this.#turns(random.whole(20));
    this.#world.pass(random.whole(15_000));
    this.#judge();
  }

  /** Lets everything finish, without failures. */
  async settle(): Promise<void> {
    Object.assign(this.#world.faults, { killed: 0, duplicated: 0, putOff: 0 });
    for (let idle = 0; idle < 3; idle++) {
      while (this.#running.size > 0) await Promise.all(this.#running);
      if (this.#stream.length > 0 || this.#world.queue.length > 0) idle = 0;
      for (const entries of this.#stream.splice(0)) this.#consume(entries);
      this.#world.pass(2 * MINUTE_MS);
      this.#deliverJobs();
      while (this.#running.size > 0) await Promise.all(this.#running);
      this.#judge();
    }
  }

  /** Nobody may be silenced for good: a message tells everybody who was not told since they looked. */
  async probe(): Promise<void> {
    for (const visit of this.#living()) {
      if (visit.inSightSince !== undefined) await this.#setSight(visit, false);
    }
    const pairs = PEOPLE.flatMap((one) =>
      PEOPLE.filter((other) => other !== one).map((other) => [one, other] as const),
    );
    for (const [sender, recipient] of pairs) this.#send(sender, recipient);
    await this.settle();
    const living = this.#living();
    // Of two who came to a browser at once, the one that stored its endpoint last has it.
    const owners = await this.#world.devices.owners(living.map(({ endpoint }) => endpoint));
    for (const [sender, recipient] of pairs) {
      const isThere = living.some(
        ({ person, session, endpoint }) => person === recipient && owners.get(endpoint) === session,
      );
      if (!isThere || this.#mutedSince.has(`${recipient} ${sender}`)) continue;
      const told = this.#untilLook.get(`${recipient} ${threadOf(sender, recipient)}`) ?? [];
      if (told.length === 0) this.broken.add('silenced');
    }
  }

  /** Visits whose session lives, and whose browser nobody has taken over. */
  #living(): readonly Visit[] {
    return this.#visits.filter(({ endedAt, takenAt }) => endedAt === undefined && takenAt === undefined);
  }

  #run(work: Promise<unknown>): void {
    const running = work.catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    const tracked = running.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #turns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  #send(sender: Person, recipient: Person): void {
    if (sender === recipient) return;
    const { tables, now } = this.#world;
    const conversation = threadOf(sender, recipient);
    const log = this.#logs.get(conversation) ?? [];
    this.#logs.set(conversation, log);
    const entry = nextEntry(log.at(-1), message('Hello', { sender, recipient }), now());
    log.push(entry);
    tables.put(environment.MESSAGES_TABLE, { ...entry });
    this.#stream.push([entry]);
  }

  #deliverStream(): void {
    const { random, faults } = this.#world;
    const [entries] = this.#stream.splice(0, 1);
    if (!entries) return;
    if (random.chance(faults.duplicated)) this.#stream.push(entries);
    this.#consume(entries);
  }

  /** A function that dies gets its entries again. */
  #consume(entries: Entry[]): void {
    const consuming = this.#world.invocation(({ queue }) => queueMessages(queue, entries));
    this.#run(
      consuming.catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        this.#stream.push(entries);
      }),
    );
  }

  #deliverJobs(): void {
    const { queue, now, random, faults } = this.#world;
    for (const waiting of queue.filter(({ visibleAt }) => visibleAt <= now())) {
      waiting.visibleAt = now() + VISIBILITY_MS;
      waiting.receives += 1;
      const done = (): void => void (queue.includes(waiting) && queue.splice(queue.indexOf(waiting), 1));
      const { job } = waiting;
      const key = job.kind === 'message' ? `${job.recipient} ${job.conversation}` : '';
      const working = this.#world
        .invocation(({ tell: services }) => tell(services, job))
        .then(
          () => {
            if (random.chance(faults.duplicated)) waiting.visibleAt = now();
            else done();
          },
          (error: unknown) => {
            if (!(error instanceof Killed)) throw error;
            this.#failed.add(key);
            if (waiting.receives >= RECEIVES_MAX) done();
          },
        );
      if (job.sessions) this.#failed.add(key);
      this.#run(working);
    }
  }

  async #look(person: Person, peer: Person): Promise<void> {
    const log = this.#logs.get(threadOf(person, peer)) ?? [];
    if (person === peer || log.length === 0) return;
    const { conversations, now } = this.#world;
    const key = `${person} ${threadOf(person, peer)}`;
    const readSeq = log.length;
    // From now on it may be told again.
    this.#untilLook.delete(key);
    await conversations.advanceRead(person, peer, { readSeq, readCount: 0 }, now());
    this.#untilLook.delete(key);
    this.#failed.delete(key);
  }

  async #visit(person: Person): Promise<void> {
    const { random, connections, now, moment } = this.#world;
    const endpoint = `https://push.example/${random.whole(BROWSERS)}`;
    const session = `session-${++this.#sessions}`;
    const visit: Visit = { person, session, endpoint };
    const before = this.#visits.filter((other) => other.endpoint === endpoint && other.takenAt === undefined);
    const clock = { now, sleep: async () => undefined, random: () => 0 };
    const services = { ...this.#world, clock, counters: { take: async () => true }, isPushAddress: () => true };
    const caller = { username: person, session, issuedAt: now(), groups: [] };
    await connections.add({ connectionId: session, username: person, session, connectedAt: now() }, now());
    await subscribe(services, caller, { endpoint, keys: PUSH_KEYS });
    for (const other of before) other.takenAt = moment();
    this.#visits.push(visit);
  }

  async #sight(): Promise<void> {
    const { random } = this.#world;
    const living = this.#living();
    if (living.length > 0) await this.#setSight(random.pick(living), random.chance(0.5));
  }

  async #setSight(visit: Visit, visible: boolean): Promise<void> {
    const { sights, moment } = this.#world;
    if (!visible) visit.inSightSince = undefined;
    await sights.setSight(visit.person, visit.session, visible);
    visit.inSightSince = visible ? (visit.inSightSince ?? moment()) : undefined;
  }

  async #leave(): Promise<void> {
    const { random, connections, devices, now, moment } = this.#world;
    const living = this.#living();
    if (living.length === 0) return;
    const visit = random.pick(living);
    visit.inSightSince = undefined;
    const device = await devices.get(visit.person, visit.session);
    await connections.markEnded(visit.person, visit.session, now());
    // Removing the device failed: the mark has to do.
    if (device && random.chance(0.5)) await devices.put(device);
    visit.endedAt = moment();
  }

  async #mute(person: Person, peer: Person): Promise<void> {
    if (person === peer) return;
    const { conversations, random, now, moment } = this.#world;
    const key = `${person} ${peer}`;
    const muted = random.chance(0.4);
    this.#mutedSince.delete(key);
    await conversations.setPreferences(person, peer, { muted }, now());
    if (muted) this.#mutedSince.set(key, moment());
    else this.#mutedSince.delete(key);
  }

  /** Judges what was delivered since the last time. */
  #judge(): void {
    const { delivered } = this.#world;
    for (; this.#judged < delivered.length; this.#judged++) {
      const push = delivered[this.#judged];
      if (push) this.#judgeOne(push);
    }
  }

  #judgeOne(push: Delivered): void {
    const { payload, endpoint, begunAt } = push;
    const visits = this.#visits.filter((visit) => visit.endpoint === endpoint && visit.person === payload.to);
    // What was complete before the function began counts: what happened meanwhile may have come too late.
    const isBefore = (moment: number | undefined): boolean => moment !== undefined && moment < begunAt;
    if (visits.length > 0 && visits.every(({ takenAt }) => isBefore(takenAt))) this.broken.add('foreign');
    const untaken = visits.filter(({ takenAt }) => !isBefore(takenAt));
    if (untaken.length > 0 && untaken.every(({ endedAt }) => isBefore(endedAt))) this.broken.add('ended');
    const living = untaken.filter(({ endedAt }) => !isBefore(endedAt));
    if (living.length > 0 && living.every(({ inSightSince }) => isBefore(inSightSince))) this.broken.add('in sight');
    if (isBefore(this.#mutedSince.get(`${payload.to} ${payload.from?.username}`))) this.broken.add('unwanted');
    const key = `${payload.to} ${payload.conversation}`;
    const earlier = this.#untilLook.get(key) ?? [];
    this.#untilLook.set(key, [...earlier, push]);
    const again = earlier.find((other) => other.endpoint === endpoint);
    if (again && !this.#failed.has(key)) this.broken.add('twice');
  }
}
