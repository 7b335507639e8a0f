/** The feed in memory: posts, the lists of cards, and the people it knows. */

import { cellName } from '#contract/grid.ts';
import type {
  Day,
  FeedIndex,
  List,
  Offer,
  OfferRange,
  Offers,
  Owner,
  OwnerProfile,
  Owners,
  Posts,
} from '#functions/core/feed/ports.ts';
import { ownerOf } from '#functions/core/feed/post-id.ts';
import {
  cellsOf,
  indexedOf,
  newestFirst,
  type Card,
  type FeedPosition,
  type Post,
  type Tombstone,
} from '#functions/core/feed/post.ts';

const NOBODY: Owner = { places: [], open: [], noted: {}, revision: 0 };

export class MemoryPosts implements Posts {
  readonly stored = new Map<string, Post>();
  readonly owners = new Map<string, Owner>();

  async get(id: string) {
    return this.stored.get(id);
  }
  async getWithOwner(id: string) {
    return { post: this.stored.get(id), owner: this.owners.get(ownerOf(id)) ?? NOBODY };
  }
  async list(owner: string, after: string | undefined, limit: number) {
    return [...this.stored.values()]
      .filter((post) => post.owner === owner && post.id > (after ?? ''))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit);
  }
  async listWithOwner(name: string, limit: number) {
    return { posts: await this.list(name, undefined, limit), owner: this.owners.get(name) ?? NOBODY };
  }
  async create(post: Post) {
    if (this.stored.has(post.id)) return false;
    this.stored.set(post.id, post);
    return true;
  }
  async replace(post: Post) {
    if (this.stored.get(post.id)?.version !== post.version - 1) return false;
    this.stored.set(post.id, post);
    return true;
  }
  async forgetFiles({ id, goneFiles }: Pick<Post, 'id' | 'goneFiles'>) {
    const post = this.stored.get(id);
    if (!post || JSON.stringify(post.goneFiles) !== JSON.stringify(goneFiles)) return;
    const { goneFiles: _, ...others } = post;
    this.stored.set(id, others);
  }
  async saveOwner(name: string, owner: Pick<Owner, 'places' | 'open' | 'noted'>, revision: number) {
    const known = this.owners.get(name) ?? NOBODY;
    if (known.revision !== revision) return false;
    this.owners.set(name, { ...known, ...owner, revision: revision + 1 });
    return true;
  }
  async moveQuietUntil(name: string, until: number) {
    const owner = this.owners.get(name);
    if (owner && until > (owner.quietUntil ?? 0)) this.owners.set(name, { ...owner, quietUntil: until });
  }
  async close(name: string, id: string) {
    const owner = this.owners.get(name);
    if (owner?.open.includes(id))
      this.owners.set(name, {
        ...owner,
        open: owner.open.filter((other) => other !== id),
        revision: owner.revision + 1,
      });
  }
  async places(name: string) {
    return this.owners.get(name)?.places ?? [];
  }
  async removeOwner(name: string) {
    this.owners.delete(name);
  }
}

export class MemoryIndex implements FeedIndex {
  readonly lists = new Map<string, Map<string, Card | Tombstone>>();
  /** Queries made so far, and the items they returned. */
  queries = 0;
  items = 0;
  readonly #days = new Map<string, number>();
  /** The lists that were read, in their order. */
  readonly #sorted = new Map<Map<string, Card | Tombstone>, readonly (Card | Tombstone)[]>();
  readonly #shards: number;

  constructor(shards = 1) {
    this.#shards = shards;
  }

  async project(post: Post) {
    const day = dayOf(post.createdAt);
    this.#days.set(day, this.#days.get(day) ?? this.#shards);
    const cells = post.place ? cellsOf(post.place) : [];
    for (const list of [{ day, shard: this.#shardOf(post) }, ...cells.map((cell) => ({ cell }))]) {
      const cards = this.#cards(list);
      if ((cards.get(post.id)?.version ?? 0) > post.version) continue;
      cards.set(post.id, indexedOf(post));
      this.#sorted.delete(cards);
    }
  }
  async versions(posts: readonly FeedPosition[]) {
    return new Map(
      posts.flatMap((post) => {
        const card = this.#cards({ day: dayOf(post.createdAt), shard: this.#shardOf(post) }).get(post.id);
        return card ? [[post.id, card.version] as const] : [];
      }),
    );
  }
  async list(list: List, before: FeedPosition | undefined, limit: number) {
    const cards = this.#cards(list);
    const sorted = this.#sorted.get(cards) ?? [...cards.values()].toSorted(newestFirst);
    this.#sorted.set(cards, sorted);
    const found = sorted.filter((card) => !before || newestFirst(before, card) < 0).slice(0, limit);
    this.queries++;
    this.items += found.length;
    return found;
  }
  async listSince(list: List, since: number, limit: number) {
    const found = [...this.#cards(list).values()].filter(({ createdAt }) => createdAt >= since);
    this.queries++;
    return found.toSorted(newestFirst).slice(0, limit);
  }
  async days(year: number, from: string, limit: number) {
    this.queries++;
    return [...this.#days]
      .filter(([day]) => day.startsWith(String(year)) && day <= from)
      .map(([day, shards]): Day => ({ day, shards }))
      .toSorted((one, other) => (one.day < other.day ? 1 : -1))
      .slice(0, limit);
  }

  #shardOf({ id }: { readonly id: string }): number {
    return (id.codePointAt(id.length - 1) ?? 0) % this.#shards;
  }

  #cards(list: List): Map<string, Card | Tombstone> {
    const name = 'cell' in list ? `${list.cell.grid} ${cellName(list.cell)}` : `${list.day} ${list.shard}`;
    const cards = this.lists.get(name) ?? new Map<string, Card | Tombstone>();
    this.lists.set(name, cards);
    return cards;
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

export class MemoryOffers implements Offers {
  readonly stored = new Map<string, Offer>();

  async add(offer: Offer) {
    const key = keyOf(offer);
    if ((this.stored.get(key)?.seq ?? Infinity) > offer.seq) this.stored.set(key, offer);
  }
  async get(post: string, person: string) {
    return this.stored.get(keyOf({ post, person }));
  }
  async listFor(post: string, range: OfferRange) {
    return inOrder(
      [...this.stored.values()].filter((offer) => offer.post === post),
      ({ person }) => person,
      range,
    );
  }
  async listOf(person: string, range: OfferRange) {
    return inOrder(
      [...this.stored.values()].filter((offer) => offer.person === person),
      ({ post }) => post,
      range,
    );
  }
  async remove(offers: readonly Pick<Offer, 'post' | 'person'>[]) {
    for (const offer of offers) this.stored.delete(keyOf(offer));
  }
}

const keyOf = ({ post, person }: Pick<Offer, 'post' | 'person'>): string => `${post} ${person}`;

const inOrder = (offers: readonly Offer[], nameOf: (offer: Offer) => string, { after = '', limit }: OfferRange) =>
  offers
    .filter((offer) => nameOf(offer) > after)
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
    .slice(0, limit);

export class MemoryOwners implements Owners {
  /** Blocks, as `one other`. */
  readonly blocks = new Set<string>();
  /** People who are disabled or deleted. */
  readonly gone = new Set<string>();

  async visible(reader: string, owners: readonly string[]) {
    const isApart = (owner: string) => this.blocks.has(`${reader} ${owner}`) || this.blocks.has(`${owner} ${reader}`);
    return new Map(
      owners
        .filter((owner) => !this.gone.has(owner) && !isApart(owner))
        .map((owner): [string, OwnerProfile] => [owner, { displayName: owner, createdAt: 0 }]),
    );
  }
  async remaining(people: readonly string[]) {
    return new Set(people.filter((person) => !this.gone.has(person)));
  }
}
