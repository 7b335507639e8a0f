/**
 * What the rules of the feed need from outside. As in `../ports.ts`, times are epoch milliseconds, and reads are
 * strongly consistent unless they say otherwise.
 */

import type { Cell } from '#contract/grid.ts';
import type { Card, FeedPosition, Helper, Post, StoredPlace, Tombstone } from './post.ts';

/** What is kept with the owner, beside their posts. */
export interface Owner {
  /** The places they have used, the latest last. */
  readonly places: readonly StoredPlace[];
  /** Ids of the posts that may still be open. */
  readonly open: readonly string[];
  /** When those of them were noted that may not be stored as open yet, by id. */
  readonly noted: Readonly<Record<string, number>>;
  /** When the newest quiet post was published of which the owner was told, if they were told of any. */
  readonly quietUntil?: number;
  /** Grows with each change of places and open posts; 0: nothing is stored yet. */
  readonly revision: number;
}

/** The posts, by owner: the truth, from which the index is made. */
export interface Posts {
  /** Returns a post, erased or not. */
  get(id: string): Promise<Post | undefined>;
  /** Returns a post and what is kept with its owner. */
  getWithOwner(id: string): Promise<{ readonly post: Post | undefined; readonly owner: Owner }>;
  /** Returns the places that a person has used, the latest last. */
  places(owner: string): Promise<Owner['places']>;
  /** Returns posts of a person, erased ones included, by ascending id, after an id. */
  list(owner: string, after: string | undefined, limit: number): Promise<readonly Post[]>;
  /** Returns what is kept with a person, and the first of their posts, erased ones included, by ascending id. */
  listWithOwner(name: string, limit: number): Promise<{ readonly posts: readonly Post[]; readonly owner: Owner }>;
  /** Stores a post unless there is one with its id. @returns whether it did */
  create(post: Post): Promise<boolean>;
  /** Replaces a post if its version is the one before. @returns whether it was */
  replace(post: Post): Promise<boolean>;
  /** Takes these keys of pictures that are gone from a post, if it has them and no others. */
  forgetFiles(post: Pick<Post, 'owner' | 'id' | 'goneFiles'>): Promise<void>;
  /** Stores places and open posts of an owner, unless they changed since they were read. @returns whether so */
  saveOwner(name: string, owner: Pick<Owner, 'places' | 'open' | 'noted'>, revision: number): Promise<boolean>;
  /** Moves forward what an owner was told of. Does nothing for a person who never published. */
  moveQuietUntil(name: string, until: number): Promise<void>;
  /** Takes a post out of those that may be open. */
  close(owner: string, id: string): Promise<void>;
  /** Removes what is kept with an owner. */
  removeOwner(name: string): Promise<void>;
}

/** A list of cards, newest first. */
export type List = { readonly day: string; readonly shard: number } | { readonly cell: Cell };

/** The lists of cards, made from the posts. Reads are eventually consistent. */
export interface FeedIndex {
  /** Writes a card or a tombstone into its lists, unless they have a later version. */
  project(post: Post): Promise<void>;
  /** Returns, of these posts, the versions that the list by time has. */
  versions(posts: readonly FeedPosition[]): Promise<ReadonlyMap<string, number>>;
  /** Returns the newest cards and tombstones of a list, older than a position. */
  list(list: List, before: FeedPosition | undefined, limit: number): Promise<readonly (Card | Tombstone)[]>;
  /** Returns the newest cards and tombstones of a list, of posts published at a time or later. */
  listSince(list: List, since: number, limit: number): Promise<readonly (Card | Tombstone)[]>;
  /** Returns the days of a year that have posts, the latest first, from a day (`2026-11-28`) backwards. */
  days(year: number, from: string, limit: number): Promise<readonly Day[]>;
}

export interface Day {
  readonly day: string;
  /** Into how many lists the posts of the day are spread. */
  readonly shards: number;
}

/** Somebody has written to the owner of a post from the post: they can help, or want what is offered. */
export interface Offer {
  /** Id of the post. */
  readonly post: string;
  readonly person: string;
  /** The first message that they wrote from it: where it is, and when it was stored. */
  readonly conversation: string;
  readonly seq: number;
  readonly offeredAt: number;
}

/** A range of a list of offers. */
export interface OfferRange {
  /** Where the page before ended. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The offers: one for each post and person, made from the messages. */
export interface Offers {
  /** Stores an offer unless this person has one for this post with the same message or an earlier one. */
  add(offer: Offer): Promise<void>;
  /** Returns the offer of a person for a post. */
  get(post: string, person: string): Promise<Offer | undefined>;
  /** Returns offers for a post, in the order of the names of the people. @param range.after a name */
  listFor(post: string, range: OfferRange): Promise<readonly Offer[]>;
  /** Returns offers of a person, in the order of the posts' ids. @param range.after a post's id */
  listOf(person: string, range: OfferRange): Promise<readonly Offer[]>;
  /** Removes offers. A repeat is fine. */
  remove(offers: readonly Pick<Offer, 'post' | 'person'>[]): Promise<void>;
}

/** That somebody helped with a post, as it is kept with the helper. */
export interface Thanks {
  readonly helper: string;
  /** Id of the post. It says who gives the thanks. */
  readonly post: string;
  readonly thankedAt: number;
  /** A thank-you; absent where there is none, or an administrator removed it. */
  readonly text?: string;
  /** The helper lets others see it. */
  readonly shown?: boolean;
  /** The post was erased. Nothing else is left, and it keeps a projection that comes late from bringing it back. */
  readonly gone?: true;
}

/** What helpers are thanked for, by helper: made from the posts. What a helper decides about it is kept here alone. */
export interface ThanksList {
  /** Stores that people helped with a post, for each of them unless something is stored. */
  add(post: Post, helpers: readonly Helper[]): Promise<void>;
  get(helper: string, post: string): Promise<Thanks | undefined>;
  /** Returns thanks of a helper by ascending post, after one. Those of erased posts are among them. */
  list(helper: string, after: string | undefined, limit: number): Promise<readonly Thanks[]>;
  /** Shows or hides a thank-you. @returns false where there is none */
  show(helper: string, post: string, shown: boolean): Promise<boolean>;
  /** Erases a thank-you, whether or not it was stored. That the person helped stays. */
  eraseText(post: Post, helper: string): Promise<void>;
  /** Erases what the helpers of a post were thanked for. */
  erase(post: Post): Promise<void>;
}

export interface ThanksRemoval {
  /** Removes all that a helper is thanked for, and begins no step after `until`. @returns whether nothing is left */
  removeAll(helper: string, until: number): Promise<boolean>;
}

/** What a reader must know of the owner of a post. */
export interface OwnerProfile {
  readonly displayName: string;
  readonly createdAt: number;
}

export interface Owners {
  /**
   * Returns the owners whose posts are there for the reader: not deleted, not disabled, and without a block between
   * the two. Eventually consistent where `strong` is not asked for.
   */
  visible(
    reader: string,
    owners: readonly string[],
    consistency: 'strong' | 'eventual',
  ): Promise<ReadonlyMap<string, OwnerProfile>>;
  /** Returns those of the people who have not deleted their accounts. */
  remaining(people: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The topics of the feed that sockets watch, noted with each socket. */
export interface WatchedTopics {
  /**
   * Notes the topics that a socket watches, in place of those before. None: it watches nothing.
   * @returns the topics before; undefined where there is no such socket
   */
  setWatched(username: string, connectionId: string, topics: readonly string[]): Promise<readonly string[] | undefined>;
  /** Removes a socket that has closed. @returns the topics that it watched */
  removeClosed(username: string, connectionId: string): Promise<readonly string[]>;
}

/** The sockets that watch the feed, by topic. */
export interface Watchers {
  /**
   * Adds a socket to a topic, unless enough watch it already.
   * @param until when the socket may be forgotten
   * @returns whether it was added
   */
  add(topic: string, connectionId: string, until: number): Promise<boolean>;
  /** Removes a socket from a topic; one that is gone already is no error. */
  remove(topic: string, connectionId: string): Promise<void>;
  /** Returns the connection ids of a topic's watchers. */
  list(topic: string): Promise<readonly string[]>;
}

/** The limits that a deployment sets. An absent one is no limit. */
export interface PostLimits {
  readonly postsPerDay?: number;
  readonly openPosts?: number;
}
