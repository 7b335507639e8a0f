/**
 * A history of people who save searches, publish, withdraw, look at what was found, and mute each other; and its judge.
 */

import { seenUntil } from '#client/seen-until.ts';
import { deleteSearch, saveSearch } from '#functions/core/feed/change-searches.ts';
import { PROJECTED_MS } from '#functions/core/feed/for-you.ts';
import { postId } from '#functions/core/feed/post-id.ts';
import { isCurrent, type Post } from '#functions/core/feed/post.ts';
import { queueFound } from '#functions/core/push/queue-found.ts';
import { subscribe } from '#functions/core/push/subscribe.ts';
import { tell } from '#functions/core/push/tell.ts';
import { environment } from '../../functions/support/environment.ts';
import { postOf } from '../../functions/support/posts.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import { createWorld, Killed, PEOPLE, type Mutant, type Person, type World } from './world.ts';

export type FoundViolation = 'own' | 'unwanted' | 'twice' | 'silenced' | 'not found';

const ACTS = 100;
const VISIBILITY_MS = 120_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A look at the list counts for what was published this long before, also where it is over by then. */
const LOOK_COUNTS_MS = PROJECTED_MS + MINUTE_MS;
const WORDS = ['ladder', 'bike'] as const;
type Word = (typeof WORDS)[number];
const timestampOf = (at: number): string => new Date(at).toISOString();
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

export async function simulateFound(seed: number, mutant: Mutant = {}): Promise<ReadonlySet<FoundViolation>> {
  const history = new History(createWorld(seed, mutant), mutant.seenUntil ?? seenUntil);
  await history.begin();
  for (let i = 0; i < ACTS; i++) await history.act();
  history.worsen();
  for (let i = 0; i < ACTS / 3; i++) await history.act();
  await history.settle();
  await history.probe();
  await history.lookTooLate();
  await history.probe();
  return history.broken;
}

class History {
  readonly broken = new Set<FoundViolation>();
  readonly #world: World;
  readonly #stream: Post[] = [];
  readonly #posts = new Map<string, Post>();
  readonly #running = new Set<Promise<unknown>>();
  /** When the newest post was published that was told since somebody looked, by `person search`. */
  readonly #untilLook = new Map<string, number>();
  /** Searches for which something failed since their person looked: a push may come twice then. */
  readonly #failed = new Set<string>();
  /** The moment at which a person had looked, and up to when they have read. */
  readonly #looked = new Map<Person, { readonly at: number; readonly until: number }>();
  readonly #seenUntil: typeof seenUntil;
  /** Since when, by `person owner`, without a break. */
  readonly #mutedSince = new Map<string, number>();
  #published = 0;
  #judged = 0;
  #isLooking = true;

  constructor(world: World, howFar: typeof seenUntil) {
    this.#world = world;
    this.#seenUntil = howFar;
  }

  get #clock() {
    return { now: this.#world.now, sleep: async () => undefined, random: () => 0 };
  }

  /** Everybody has a device, and the same searches. */
  async begin(): Promise<void> {
    const { connections, now } = this.#world;
    for (const person of PEOPLE) {
      await connections.add({ connectionId: person, username: person, session: person, connectedAt: now() }, now());
      const services = { ...this.#world, clock: this.#clock, counters: { take: async () => true } };
      await subscribe(
        { ...services, isPushAddress: () => true },
        { username: person, session: person, issuedAt: now(), groups: [] },
        { endpoint: `https://push.example/${person}`, keys: PUSH_KEYS, texts: true },
      );
      for (const [i, words] of WORDS.entries()) await this.#save(person, i, words);
    }
    this.#world.pass(1);
  }

  /** From now on functions die often, and nobody looks: what they leave behind stays. */
  worsen(): void {
    this.#world.faults.killed = 0.5;
    this.#isLooking = false;
  }

  async act(): Promise<void> {
    const { random } = this.#world;
    const [one, other] = [random.pick(PEOPLE), random.pick(PEOPLE)];
    const acts = [
      () => this.#publish(one, random.pick(WORDS)),
      () => this.#publish(one, random.pick(WORDS)),
      () => this.#isLooking && this.#run(this.#look(one)),
      () => this.#withdrawAny(),
      () => random.chance(0.3) && this.#run(this.#mute(one, other)),
      () => random.chance(0.3) && this.#run(this.#replace(one)),
      () => this.#deliverStream(),
      () => this.#deliverJobs(),
      () => this.#deliverJobs(),
    ];
    random.pick(acts)();
    if (random.chance(0.5)) await this.#turns(random.whole(20));
    this.#world.pass(1 + random.whole(15_000));
    this.#judge();
  }

  async settle(): Promise<void> {
    Object.assign(this.#world.faults, { killed: 0, duplicated: 0, putOff: 0 });
    for (let idle = 0; idle < 3; idle++) {
      while (this.#running.size > 0) await Promise.all(this.#running);
      if (this.#stream.length > 0 || this.#world.queue.length > 0) idle = 0;
      while (this.#stream.length > 0) this.#deliverStream();
      this.#world.pass(2 * MINUTE_MS);
      this.#deliverJobs();
      while (this.#running.size > 0) await Promise.all(this.#running);
      this.#judge();
    }
  }

  /** Nobody may be silenced for good: a post tells everybody who was not told since they looked. */
  async probe(): Promise<void> {
    for (const person of PEOPLE) for (const word of WORDS) this.#publish(person, word);
    await this.settle();
    for (const person of PEOPLE) {
      const isHeard = PEOPLE.some((other) => other !== person && !this.#mutedSince.has(`${person} ${other}`));
      if (!isHeard) continue;
      for (const [i] of WORDS.entries()) if (!this.#untilLook.has(`${person} ${idOf(i)}`)) this.broken.add('silenced');
    }
  }

  /** Everybody looks when all that they were told of is over. */
  async lookTooLate(): Promise<void> {
    for (const post of this.#posts.values()) this.#withdraw(post);
    this.#world.pass(LOOK_COUNTS_MS);
    for (const person of PEOPLE) await this.#look(person);
  }

  #save(person: Person, n: number, words: Word): Promise<void> {
    return saveSearch({ ...this.#world, clock: this.#clock }, person, { id: idOf(n), words });
  }

  /** Deletes a search and saves it again: its copies go and come, and what was told stays known. */
  async #replace(person: Person): Promise<void> {
    const i = this.#world.random.whole(WORDS.length);
    const word = WORDS[i];
    if (word === undefined) return;
    await deleteSearch({ ...this.#world, clock: this.#clock }, person, idOf(i)).catch(() => undefined);
    await this.#save(person, i, word).catch(() => undefined);
  }

  #publish(owner: Person, word: Word): void {
    const { now, tables } = this.#world;
    const createdAt = now();
    const id = postId(owner, String(++this.#published));
    const post = postOf(owner, 0, { id, title: `A ${word}`, createdAt, lastsUntil: createdAt + DAY_MS });
    tables.put(environment.POSTS_TABLE, { ...post });
    this.#posts.set(id, post);
    this.#stream.push(post);
  }

  #withdrawAny(): void {
    const posts = [...this.#posts.values()].slice(-3);
    if (posts.length > 0) this.#withdraw(this.#world.random.pick(posts));
  }

  #withdraw(post: Post): void {
    const withdrawn: Post = { ...post, status: 'withdrawn' };
    this.#posts.set(post.id, withdrawn);
    this.#world.tables.put(environment.POSTS_TABLE, { ...withdrawn });
  }

  #deliverStream(): void {
    const { random, faults } = this.#world;
    const posts = this.#stream.splice(0, 1 + random.whole(2));
    if (posts.length === 0) return;
    if (random.chance(faults.duplicated)) this.#stream.push(...posts);
    const finding = this.#world.invocation(({ found }) => queueFound(found, posts, this.#world.now, Infinity));
    this.#run(
      finding.then(undefined, (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        this.#stream.push(...posts);
      }),
    );
  }

  #deliverJobs(): void {
    const { queue, now, random, faults } = this.#world;
    for (const waiting of queue.filter(({ visibleAt }) => visibleAt <= now())) {
      waiting.visibleAt = now() + VISIBILITY_MS;
      const done = (): void => void (queue.includes(waiting) && queue.splice(queue.indexOf(waiting), 1));
      const { job } = waiting;
      const key = job.kind === 'search' ? `${job.recipient} ${job.search}` : '';
      if (job.sessions) this.#failed.add(key);
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
          },
        );
      this.#run(working);
    }
  }

  async #look(person: Person): Promise<void> {
    const { searches, now, moment } = this.#world;
    const shown = [...this.#posts.values()].filter((post) => post.owner !== person && isCurrent(post, now()));
    const { readUntil = 0 } = await searches.get(person);
    const until = Date.parse(
      this.#seenUntil({
        shown: shown.map(({ createdAt }) => ({ createdAt: timestampOf(createdAt) })),
        readUntil: timestampOf(readUntil),
        completeUntil: timestampOf(now() - PROJECTED_MS),
      }),
    );
    const counts = Math.max(until, now() - LOOK_COUNTS_MS);
    const forget = (): void => {
      for (const [i] of WORDS.entries()) {
        const key = `${person} ${idOf(i)}`;
        if ((this.#untilLook.get(key) ?? 0) <= counts) this.#untilLook.delete(key);
      }
    };
    // From now on it may be told again.
    forget();
    await searches.advance(person, until);
    forget();
    const before = this.#looked.get(person)?.until ?? 0;
    this.#looked.set(person, { at: moment(), until: Math.max(before, counts) });
    for (const [i] of WORDS.entries()) {
      const key = `${person} ${idOf(i)}`;
      if (!this.#untilLook.has(key)) this.#failed.delete(key);
    }
  }

  async #mute(person: Person, owner: Person): Promise<void> {
    if (person === owner) return;
    const { conversations, random, now, moment } = this.#world;
    const muted = random.chance(0.4);
    this.#mutedSince.delete(`${person} ${owner}`);
    await conversations.setPreferences(person, owner, { muted }, now());
    if (muted) this.#mutedSince.set(`${person} ${owner}`, moment());
  }

  #judge(): void {
    const { delivered } = this.#world;
    for (; this.#judged < delivered.length; this.#judged++) {
      const push = delivered[this.#judged];
      if (!push) continue;
      const { to, from, search, post } = push.payload;
      const word = WORDS.find((_, i) => idOf(i) === search?.id);
      if (from?.username === to) this.broken.add('own');
      if (!post?.title?.endsWith(word ?? ' ')) this.broken.add('not found');
      if ((this.#mutedSince.get(`${to} ${from?.username}`) ?? Infinity) < push.begunAt) this.broken.add('unwanted');
      const key = `${to} ${search?.id}`;
      if (this.#untilLook.has(key) && !this.#failed.has(key)) this.broken.add('twice');
      const publishedAt = this.#posts.get(post?.id ?? '')?.createdAt ?? 0;
      const { at = 0, until = 0 } = this.#looked.get(to as Person) ?? {};
      // What was begun before may come just after they looked, and then keeps nothing from being told.
      if (push.begunAt > at || publishedAt > until)
        this.#untilLook.set(key, Math.max(publishedAt, this.#untilLook.get(key) ?? 0));
    }
  }

  #run(work: Promise<unknown>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #turns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
