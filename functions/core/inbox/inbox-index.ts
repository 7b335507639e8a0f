/**
 * The order of an inbox: where each conversation stands in the list of each of its two people.
 *
 *   a new day's first message, a change of the row --> fresh --(the reader, once the day is over)--> placed
 *
 * A conversation with messages of today is *fresh*: it has a mark without a time. A reader of the inbox reads the heads
 * of all fresh conversations and sorts them in memory. So a message writes nothing here, but for the first of its day.
 * Once the day is over, the reader gives the conversation a *place*: an item whose key holds the time of its newest
 * message. Nothing about a placed conversation changes without making it fresh again, so places are read page by page,
 * and a page costs the same however many there are.
 *
 * A mark hides the place. The row names the place that counts (`listed`), so a place that was left behind by a function
 * that died counts for nothing: a conversation is never listed twice. The mark goes last, so it is never missing.
 */

const DAY_MS = 24 * 60 * 60_000;

/** Parts of a list. Each conversation is in one of them, unless it is fresh. */
export type Section = 'pinned' | 'unread' | 'read' | 'request' | 'archived';

/** Says that a conversation may have changed since it was given its place. */
export interface FreshMark {
  readonly peer: string;
  /** The UTC day of the change, in days since 1970. */
  readonly day: number;
}

/** A conversation's place in the order of newest messages. */
export interface Place {
  readonly section: Section;
  /** When the newest message was written, in epoch milliseconds. */
  readonly at: number;
  readonly peer: string;
  /** Never given twice. */
  readonly key: string;
  /** How many messages are unread; a conversation that was marked as unread counts one. */
  readonly unread: number;
  /** Until when it is muted, in epoch milliseconds; 0: it is not. */
  readonly mutedUntil: number;
  /** A request that was declined. */
  readonly declined?: true | undefined;
}

export interface InboxIndex {
  /** Makes a conversation fresh, for `day` or the later day it is fresh for already. */
  markFresh(username: string, peer: string, day: number): Promise<void>;
  /** Returns the marks of a person, in the order of peers. @param range.after the last peer of the page before */
  fresh(
    username: string,
    range: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly FreshMark[]>;
  /** Returns which of these conversations are fresh. */
  freshAmong(username: string, peers: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Writes into a mark who gives the conversation its place.
   * @returns false where the mark is gone, or is for another day
   */
  claimMark(username: string, mark: FreshMark, by: string): Promise<boolean>;
  /** Removes a mark that still names `by`: it was neither set for another day nor claimed again. */
  removeMark(username: string, peer: string, by: string): Promise<void>;
  /** Returns places of a section, the newest first. @param range.before begins after this place */
  places(
    username: string,
    section: Section,
    range: { readonly before: Pick<Place, 'at' | 'peer'> | undefined; readonly limit: number },
  ): Promise<readonly Place[]>;
  addPlace(username: string, place: Place): Promise<void>;
  removePlace(username: string, key: string): Promise<void>;
}

/** Returns the UTC day of a moment, in days since 1970. */
export const dayOf = (epochMs: number): number => Math.floor(epochMs / DAY_MS);

/** Stands first in `listed` where no place counts, because the row has changed. */
export const UNLISTED = '-';
/** Keys that a row names: the place that counts, and those that a function may have left behind. */
const LISTED_MAX = 3;

/** Returns the key of the place that counts; undefined: there is none. */
export function placeKeyOf({ listed }: { readonly listed?: string | undefined }): string | undefined {
  const [first] = listed?.split(' ') ?? [];
  return first === UNLISTED ? undefined : first;
}

/** Returns the keys of all places that a row names. */
export const namedKeys = ({ listed }: { readonly listed?: string | undefined }): readonly string[] =>
  (listed?.split(' ') ?? []).filter((key) => key !== UNLISTED);

/** Returns what a row says once another place counts, or none. */
export const relisted = (row: { readonly listed?: string | undefined }, first: string): string =>
  [first, ...namedKeys(row)].slice(0, LISTED_MAX).join(' ');

/** Digits of a moment in a key: epoch milliseconds until the year 33658. */
const MOMENT_DIGITS = 15;

/**
 * Returns the key of a place, or without an id what the keys of all places there begin with.
 * @param id makes it another key each time: what removes an old place must not meet a new one
 */
export const placeKey = ({ section, at, peer }: Pick<Place, 'section' | 'at' | 'peer'>, id?: string): string =>
  [section, String(at).padStart(MOMENT_DIGITS, '0'), peer, ...(id === undefined ? [] : [id])].join('#');

/** Returns the moment in the key of the place that counts; undefined: there is none. */
export function placedAt(row: { readonly listed?: string | undefined }): number | undefined {
  const [, at] = placeKeyOf(row)?.split('#') ?? [];
  return at === undefined ? undefined : Number(at);
}
