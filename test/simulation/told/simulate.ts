/**
 * A history of people who write, look, tap on notifications, sign in and out at shared browsers, and mute each other;
 * and its judge.
 */

import { nextEntry, type Entry, type KnownEntry } from '#functions/core/entry.ts';
import { queueMessages } from '#functions/core/push/queue-messages.ts';
import { tell } from '#functions/core/push/tell.ts';
import { onTap } from '#web/worker/telling.ts';
import { message } from '../../functions/support/entries.ts';
import { environment } from '../../functions/support/environment.ts';
import { markAsRead } from './tap.ts';
import { isBefore, Visits } from './visits.ts';
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
export type Violation = 'foreign' | 'ended' | 'in sight' | 'twice' | 'unwanted' | 'silenced' | 'left out';

const ACTS = 120;
const VISIBILITY_MS = 120_000;
const RECEIVES_MAX = 5;
const MINUTE_MS = 60_000;

const seqOf = (id: string): number => Number(id.slice(id.indexOf('.') + 1));

export async function simulate(seed: number, mutant: Mutant = {}): Promise<ReadonlySet<Violation>> {
  const world = createWorld(seed, mutant);
  const history = new History(world, mutant.onTap ?? onTap);
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
  readonly #visits: Visits;
  readonly #logs = new Map<string, KnownEntry[]>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stream: Entry[][] = [];
  /** Since when a person does not want to hear of another, without a break, by `person peer`. */
  readonly #mutedSince = new Map<string, number>();
  /** What was delivered since somebody looked, by `person conversation`. */
  readonly #untilLook = new Map<string, Delivered[]>();
  /** Up to which message they looked, by `person conversation`. */
  readonly #looked = new Map<string, number>();
  /** Conversations of a person in which something failed since they looked: a push may come twice then. */
  readonly #failed = new Set<string>();
  readonly #onTap: typeof onTap;
  #judged = 0;
  #isLooking = true;

  constructor(world: World, tap: typeof onTap) {
    this.#world = world;
    this.#visits = new Visits(world);
    this.#onTap = tap;
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
      () => this.#isLooking && this.#run(this.#tap()),
      () => this.#run(this.#visits.come(one)),
      () => this.#run(this.#visits.sight()),
      () => random.chance(0.3) && this.#run(this.#visits.leave()),
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
    for (const visit of this.#visits.living()) {
      if (visit.inSightSince !== undefined) await this.#visits.setSight(visit, false);
    }
    const pairs = PEOPLE.flatMap((one) =>
      PEOPLE.filter((other) => other !== one).map((other) => [one, other] as const),
    );
    for (const [sender, recipient] of pairs) this.#send(sender, recipient);
    await this.settle();
    const living = this.#visits.living();
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
    const readSeq = log.length;
    this.#forgetTold(person, peer, readSeq);
    await conversations.advanceRead(person, peer, { readSeq, readCount: 0 }, now());
    this.#forgetTold(person, peer, readSeq);
  }

  /** Marks as read what a notification tells of. What came after it is not left out. */
  async #tap(): Promise<void> {
    const told = [...this.#untilLook.values()].flat();
    if (told.length === 0) return;
    const { to, from, id = '' } = this.#world.random.pick(told).payload;
    const [person, peer] = [to, from?.username] as [Person, Person];
    const seq = seqOf(id);
    const log = this.#logs.get(threadOf(person, peer)) ?? [];
    const newest = log.findLast(({ sender }) => sender === peer)?.seq ?? 0;
    this.#forgetTold(person, peer, seq);
    const shown = await markAsRead(this.#world, { to, peer, seq }, log, this.#onTap);
    this.#forgetTold(person, peer, seq);
    const { readSeq = 0, muted } = (await this.#world.conversations.get(person, peer)) ?? {};
    const isMuted = muted === true || this.#mutedSince.has(`${person} ${peer}`);
    if (Math.max(readSeq, shown) < newest && !isMuted) this.broken.add('left out');
  }

  /** From now on they may be told again, unless they were told of a later message. */
  #forgetTold(person: Person, peer: Person, readSeq: number): void {
    const key = `${person} ${threadOf(person, peer)}`;
    this.#looked.set(key, Math.max(this.#looked.get(key) ?? 0, readSeq));
    const later = (this.#untilLook.get(key) ?? []).filter(({ payload: { id = '' } }) => seqOf(id) > readSeq);
    if (later.length > 0) return void this.#untilLook.set(key, later);
    this.#untilLook.delete(key);
    this.#failed.delete(key);
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
    const { payload, endpoint } = push;
    for (const violation of this.#visits.judge(push)) this.broken.add(violation);
    if (isBefore(this.#mutedSince.get(`${payload.to} ${payload.from?.username}`), push)) this.broken.add('unwanted');
    const key = `${payload.to} ${payload.conversation}`;
    // A function that had begun may post what they have read meanwhile. The next message is told all the same.
    if (seqOf(payload.id ?? '') <= (this.#looked.get(key) ?? 0)) return;
    const earlier = this.#untilLook.get(key) ?? [];
    this.#untilLook.set(key, [...earlier, push]);
    const again = earlier.find((other) => other.endpoint === endpoint);
    if (again && !this.#failed.has(key)) this.broken.add('twice');
  }
}
