/** A post: what is stored, what others see of it, and how its life goes. */

import { cellAt, cellName, gridOf, type Blur, type Cell, type Coordinates } from '#contract/grid.ts';
import type { Category, PostKind, PostStatus } from '#contract/posts.ts';
import { factsOf, type HeldFile, type TakenFile } from '../files/attachment.ts';

/** The centre of a square. */
export interface StoredPlace extends Coordinates {
  readonly blur: Blur;
}

/** What an owner says about a post. */
export interface PostTexts {
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  readonly reward?: string;
}

/** Somebody who helped, as the owner of the post says it. */
export interface Helper {
  readonly username: string;
  /** A thank-you. */
  readonly thanks?: string;
  /** An administrator removed it. */
  readonly thanksRemoved?: true;
}

/** The truth about a post. Times are epoch milliseconds. */
export interface Post extends PostTexts {
  readonly owner: string;
  /** `<owner>.<hash of owner and clientId>`: like a message's id, it says where the item is. */
  readonly id: string;
  readonly kind: PostKind;
  readonly place?: StoredPlace;
  readonly placeName?: string;
  readonly status: PostStatus;
  readonly lastsUntil: number;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: number;
  readonly editedAt?: number;
  /** When it was done, withdrawn or removed. */
  readonly closedAt?: number;
  /** Why an administrator removed it. */
  readonly removal?: string;
  /** Reports hide it from everybody but its owner, until an administrator has looked. */
  readonly hiddenAt?: number;
  /** An administrator has looked and kept it: reports hide it no more. */
  readonly keptAt?: number;
  /** While it is promised: to whom, if the owner says so. */
  readonly promisedTo?: string;
  /** Once it is done: who helped. */
  readonly helpers?: readonly Helper[];
  /** How many more helped, whom the owner does not name. */
  readonly othersHelped?: number;
  /** The version in which its status, or who was chosen, changed last; absent while it is as it was published. */
  readonly outcomeVersion?: number;
  /** Its pictures, in order, with their keys. */
  readonly pictures?: readonly TakenFile[];
  /** Keys of pictures that it has no more, until the files are gone. */
  readonly goneFiles?: readonly string[];
  /** Its texts and place are erased; it is there for nobody. */
  readonly erasedAt?: number;
  /** Fingerprint of the request that made it; empty once the post is erased. */
  readonly digest: string;
}

/** What lists show of a post. It is written again with each version. */
export interface Card {
  readonly id: string;
  readonly owner: string;
  readonly kind: PostKind;
  readonly title: string;
  readonly category: Category;
  readonly reward?: string;
  readonly place?: StoredPlace;
  readonly placeName?: string;
  readonly status: PostStatus;
  readonly lastsUntil: number;
  readonly version: number;
  readonly createdAt: number;
  readonly editedAt?: number;
  /** Its first picture. */
  readonly picture?: HeldFile;
  /** Only on the owner's own list: no list of the index has the card of a hidden post. */
  readonly hiddenAt?: number;
}

/**
 * What is left of a card once its post is over or hidden: it keeps a projection that comes late from bringing the post
 * back.
 */
export interface Tombstone {
  readonly id: string;
  readonly version: number;
  readonly createdAt: number;
  readonly closedAt: number;
  /** The post was erased, and its offers with it. */
  readonly erased?: true;
}

export const isCard = (item: Card | Tombstone): item is Card => !('closedAt' in item);

export const isClosed = ({ status }: Pick<Post, 'status'>): boolean => status !== 'open' && status !== 'promised';

/** True while a post is open or promised, hidden or not. */
export const isCurrent = (post: Pick<Post, 'status' | 'lastsUntil'>, now: number): boolean =>
  !isClosed(post) && post.lastsUntil > now;

/** True while others may find and read it, as far as the post itself goes. */
export const isShown = (post: Pick<Post, 'status' | 'lastsUntil' | 'hiddenAt'>, now: number): boolean =>
  isCurrent(post, now) && post.hiddenAt === undefined;

/** Returns what lists show of a post. Owners see it of their own when it is over, too. */
export function cardOf(post: Post): Card {
  const { id, owner, kind, title, category, reward, place, placeName } = post;
  const [picture] = post.pictures ?? [];
  const { status, lastsUntil, version, createdAt, editedAt, hiddenAt } = post;
  return {
    ...{ id, owner, kind, title, category, status, lastsUntil, version, createdAt },
    ...(reward !== undefined && { reward }),
    ...(place && { place }),
    ...(placeName !== undefined && { placeName }),
    ...(editedAt !== undefined && { editedAt }),
    ...(hiddenAt !== undefined && { hiddenAt }),
    ...(picture && { picture: { id: picture.id, ...factsOf(picture) } }),
  };
}

/** Returns what the lists keep of a post. */
export function indexedOf(post: Post): Card | Tombstone {
  const { id, version, createdAt, closedAt = post.hiddenAt } = post;
  if (closedAt === undefined) return cardOf(post);
  return { id, version, createdAt, closedAt, ...(post.erasedAt !== undefined && { erased: true }) };
}

/** The cells in whose lists a place is found: a narrow search reads towns, and a wide one regions as well. */
export const cellsOf = (place: Coordinates): readonly Cell[] => [cellAt('town', place), cellAt('region', place)];

/** Returns the square of a place on the grid of its blur. */
export const squareOf = (place: StoredPlace): Cell => cellAt(gridOf(place.blur), place);

/** Names the square of a place, whatever its blur. */
export const squareName = (place: StoredPlace): string => `${place.blur}/${cellName(squareOf(place))}`;

/** A position in a list, from the newest to the oldest. */
export interface FeedPosition {
  readonly createdAt: number;
  readonly id: string;
}

/** Orders the newest first, and posts of one millisecond by their ids. */
export const newestFirst = (one: FeedPosition, other: FeedPosition): number =>
  other.createdAt - one.createdAt || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
