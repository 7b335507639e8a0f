/** What a person leaves who deletes their account, in memory, and functions that die on the way. */

import type { Tokens } from '#functions/core/account.ts';
import type { DeleteAccountServices } from '#functions/core/delete-account.ts';
import { isCard, type Post } from '#functions/core/feed/post.ts';
import type { Deletion } from '#functions/core/ports.ts';
import { finishDeletions, type SweepServices } from '#functions/core/sweep.ts';
import { manualClock, NOW } from './clock.ts';
import { MemoryIndex, MemoryOffers, MemoryPosts } from './memory-feed.ts';
import { memoryFiles } from './memory-files.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryThanks } from './memory-thanks.ts';
import { postOf } from './posts.ts';

export const STEP_MS = 1000;
const STEP_ITEMS = 500;
const FOREVER = Infinity;
const HOUR_MS = 60 * 60_000;

const HOME = { latitude: 38.713281, longitude: -9.131578, blur: '600m' } as const;
/** A saved search of the person, and the topics that it is copied to. */
const SEARCH = { id: 'a-search', words: 'Secret words' };
/** Posts of the person. The first is done. */
export const secretPost = (n: number): Post =>
  postOf('alice', n, {
    title: 'Secret title',
    description: 'Secret description',
    reward: 'Secret reward',
    placeName: 'Secret place',
    place: HOME,
    createdAt: NOW,
    lastsUntil: NOW + 30 * 24 * HOUR_MS,
    digest: 'Secret digest',
    ...(n === 0 && { status: 'done', closedAt: NOW, helpers: [{ username: 'bob', thanks: 'Secret thanks' }] }),
  });

/** What a person leaves, in stores whose calls all fail once `steps` of them were done: the function died. */
export class World {
  readonly clock = manualClock();
  steps = Infinity;
  account = true;
  tombstone = false;
  /** By which the index of names finds the person. */
  words: readonly string[] = ['alice', 'liddell'];
  /** Whether the list of who joined last has the person. */
  joined = true;
  notes = 3;
  rows = 3;
  endedSessions = 0;
  readonly deletions = new Map<string, Deletion>();
  readonly ledger = new MemoryLedger();
  readonly uploads = memoryFiles();
  /** Copies of the saved search, by topic, person and search. */
  readonly seekers = new Set(['all alice a-search']);
  readonly #posts = new MemoryPosts();
  readonly #index = new MemoryIndex();
  readonly #offers = new MemoryOffers();
  /** What the person was thanked for, and what they thanked others for. */
  readonly thanks = new MemoryThanks();

  constructor() {
    void this.#posts.saveOwner('alice', { places: [HOME], open: [], noted: {} }, 0);
    for (let n = 0; n < 3; n++) this.publish(secretPost(n));
    this.offer('bob', secretPost(1));
    this.offer('alice', postOf('carol', 1));
    const helped = postOf('carol', 1, { status: 'done', closedAt: NOW });
    void this.thanks.add(helped, [{ username: 'alice', thanks: 'Secret thanks' }]);
  }

  publish(post: Post): void {
    this.#posts.stored.set(post.id, post);
    void this.#index.project(post);
    void this.thanks.add(post, post.helpers ?? []);
  }

  offer(person: string, { id, owner }: Post): void {
    void this.#offers.add({ post: id, person, conversation: `${owner}~${person}`, seq: 1, offeredAt: NOW });
  }

  #do<T>(act: () => T | Promise<T>): Promise<T> {
    if (this.steps-- <= 0) return Promise.reject(new Error('The function died.'));
    return Promise.resolve(act());
  }

  /** Removes as many items as there is time for. */
  async #removeAll(kind: 'notes' | 'rows', until: number): Promise<boolean> {
    do {
      await this.#do(() => (this[kind] -= Math.min(this[kind], STEP_ITEMS)));
      if (this[kind] > 0) await this.clock.sleep(STEP_MS);
    } while (this[kind] > 0 && this.clock.now() < until);
    return this[kind] === 0;
  }

  get services(): DeleteAccountServices & SweepServices {
    return {
      clock: this.clock,
      ledger: { note: (act) => this.#do(() => this.ledger.note(act)) },
      accounts: {
        signIn: () => this.#do(() => ({}) as Tokens),
        answerChallenge: () => this.#do(() => ({}) as Tokens),
        signOutEverywhere: () => this.#do(() => undefined),
        remove: () => this.#do(() => void (this.account = false)),
      },
      users: {
        get: async (username) => ({
          username,
          displayName: username,
          createdAt: 0,
          ...(this.tombstone ? { deletedAt: 1 } : { words: ['alice', 'liddell'] }),
        }),
        leaveTombstone: () => this.#do(() => void (this.tombstone = true)),
      },
      names: {
        removeJoined: () => this.#do(() => void (this.joined = false)),
        remove: (_, words) => this.#do(() => void (this.words = this.words.filter((word) => !words.includes(word)))),
      },
      connections: {
        add: async () => undefined,
        remove: () => this.#do(() => undefined),
        markEnded: async () => [],
        markAllEnded: () => this.#do(() => (this.endedSessions++, [])),
        revoke: async () => undefined,
        isRevoked: async () => false,
        markSecondFactor: async () => undefined,
      },
      gateway: { close: async () => 'closed' },
      posts: {
        get: (id) => this.#posts.get(id),
        list: (owner, after, limit) => this.#posts.list(owner, after, limit),
        replace: (post) => this.#do(() => this.#posts.replace(post)),
        close: (owner, id) => this.#do(() => this.#posts.close(owner, id)),
        removeOwner: (name) => this.#do(() => this.#posts.removeOwner(name)),
        forgetFiles: (post) => this.#posts.forgetFiles(post),
      },
      index: { project: (post) => this.#do(() => this.#index.project(post)) },
      offers: {
        listFor: (post, range) => this.#offers.listFor(post, range),
        listOf: (person, range) => this.#offers.listOf(person, range),
        remove: (offers) => (offers.length > 0 ? this.#do(() => this.#offers.remove(offers)) : Promise.resolve()),
      },
      searches: {
        // They go with what is kept with the owner.
        get: async (owner) => ({
          searches: this.#posts.owners.has(owner) ? [SEARCH] : [],
          readUntil: NOW,
          revision: 1,
        }),
      },
      seekers: {
        remove: (topic, person, search) => this.#do(() => void this.seekers.delete(`${topic} ${person} ${search}`)),
      },
      thanks: {
        erase: (post) => this.#do(() => this.thanks.erase(post)),
        eraseText: (post, helper) => this.#do(() => this.thanks.eraseText(post, helper)),
        removeAll: (helper) => this.#do(() => this.thanks.removeAll(helper)),
      },
      ...this.uploads,
      log: {
        removeAll: (_, until) => this.#removeAll('notes', until),
        get: async () => undefined,
        heads: async () => [],
        entriesFrom: async () => [],
        forgetFiles: async () => undefined,
      },
      conversations: { removeAll: (_, until) => this.#removeAll('rows', until) },
      counters: { take: async () => true },
      deletions: {
        begin: (deletion) => this.#do(() => void this.deletions.set(deletion.username, deletion)),
        list: async ({ after = '', limit }) =>
          [...this.deletions.values()]
            .filter(({ username }) => username > after)
            .toSorted((one, other) => (one.username < other.username ? -1 : 1))
            .slice(0, limit),
        finish: (username) => this.#do(() => void this.deletions.delete(username)),
      },
    };
  }

  sweep(until = FOREVER): Promise<number> {
    return finishDeletions(this.services, until);
  }

  /** How many posts can still be read, cards found, people's squares and offers are kept. */
  get feed() {
    const cards = [...this.#index.lists.values()].flatMap((list) => [...list.values()]);
    return {
      posts: [...this.#posts.stored.values()].filter(({ erasedAt }) => erasedAt === undefined).length,
      cards: cards.filter(isCard).length,
      owners: this.#posts.owners.size,
      seekers: this.seekers.size,
      offers: this.#offers.stored.size,
    };
  }

  /** Everything that the feed's stores hold. */
  get feedText(): string {
    const lists = [...this.#index.lists].map(([name, list]) => [name, [...list.values()]]);
    return JSON.stringify([
      [...this.#posts.stored.values()],
      [...this.#posts.owners],
      lists,
      [...this.thanks.stored.values()],
    ]);
  }

  get left() {
    const { account, tombstone, words, joined, notes, rows, feed } = this;
    return { account, tombstone, words, joined, notes, rows, feed, unfinished: [...this.deletions.keys()] };
  }
}
