/**
 * Keeps the index by which people are found: an item for each word of their names.
 *
 * The profile is the truth: it holds the words that find the person, and their version. A change adds the items of the
 * new words, then changes the profile on the condition that the version is still the same, and then removes the items
 * of the old words. A crash in between leaves an item too many and never one too few. Readers pass over an item whose
 * word the profile does not have, and remove it.
 *
 * An item carries the version it was added for, and is removed only for a later one: a removal that is late leaves what
 * a newer change has added. Profiles that are older than the index, or than its rules for words, are added when their
 * owner or a list reads them.
 */

import { Refusal } from '#contract/refusal.ts';
import { initialOf } from '#contract/user-name.ts';
import { wordsOf } from './name-words.ts';
import type { Users } from './ports.ts';
import type { ProfileChange, User } from './user.ts';

/** The index by which people are found: an item for each word of their names, and one for when they joined. */
export interface NameIndex {
  /** Adds a person under these words, each unless that was done for a version as late. */
  add(username: string, words: readonly string[], version: number): Promise<void>;
  /** Removes a person from these words. @param before only what was added for an earlier version */
  remove(username: string, words: readonly string[], before?: number): Promise<void>;
  /** Removes an item as it was read, unless it was added once more since. */
  removeItem(item: NameWord): Promise<void>;
  /**
   * Returns the items whose words begin so, in the order of words and then of user names. Eventually consistent.
   * @param after the last item of the page before
   */
  find(beginning: string, after: NamePosition | undefined, limit: number): Promise<readonly NameWord[]>;
  /** Adds a person to the list of who joined. */
  addJoined(joined: Joined): Promise<void>;
  removeJoined(joined: Joined): Promise<void>;
  /** Returns who joined last, the newest first. Eventually consistent. */
  newest(limit: number): Promise<readonly Joined[]>;
  /** Returns the first characters that user names have; undefined where not all of them are noted yet. */
  initials(): Promise<readonly string[] | undefined>;
  /** Notes that there are user names with these first characters. @param all whether no user names have others yet */
  noteInitials(initials: readonly string[], all?: 'all'): Promise<void>;
}

/** A place in the index. */
export interface NamePosition {
  readonly word: string;
  readonly username: string;
}

/** An item of the index. */
export interface NameWord extends NamePosition {
  readonly version: number;
}

/** When a person joined. */
export interface Joined {
  readonly username: string;
  /** As in the profile. Epoch milliseconds. */
  readonly createdAt: number;
}

export interface NameIndexServices {
  readonly users: Pick<Users, 'get' | 'create' | 'update'>;
  readonly names: Pick<NameIndex, 'add' | 'remove' | 'addJoined' | 'noteInitials'>;
}

const FIRST_VERSION = 1;
/** Tries to change a name while its owner changes it elsewhere as well. */
const ATTEMPTS = 4;

/** Creates a profile, unless the name is or was taken. @param at epoch milliseconds */
export async function createProfile({ users, names }: NameIndexServices, username: string, at: number): Promise<void> {
  const words = wordsOf({ username, displayName: username });
  await Promise.all([
    names.noteInitials([initialOf(username)]),
    names.add(username, words, FIRST_VERSION),
    names.addJoined({ username, createdAt: at }),
  ]);
  await users.create({ username, displayName: username, createdAt: at, words, wordsVersion: FIRST_VERSION });
}

/**
 * Changes a profile.
 * @param user as it was read; may be stale
 * @returns the changed profile; undefined where it was deleted
 * @throws {Refusal} `too-many-requests` where others change the name all the time
 */
export async function changeProfile(
  services: NameIndexServices,
  user: User,
  change: ProfileChange,
): Promise<User | undefined> {
  const { username } = user;
  if (change.displayName === undefined) return services.users.update(username, change);
  let known = user;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const changed = await changeWords(services, known, change);
    if (changed) return changed;
    const stored = await services.users.get(username, 'strong');
    if (!stored || stored.deletedAt !== undefined) {
      // A deleted name is never given out again, so nobody has a claim on these words.
      await services.names.remove(username, wordsOf({ ...known, ...change }));
      return undefined;
    }
    known = stored;
  }
  throw new Refusal('too-many-requests', 'Your name is being changed elsewhere. Try again in a second.', {
    retryAfter: 1,
  });
}

/** True if the index does not hold the words of a profile, or not by today's rules. */
export function isOutOfIndex(user: User): boolean {
  if (user.deletedAt !== undefined) return false;
  const words = wordsOf(user);
  return words.length !== user.words?.length || words.some((word, i) => word !== user.words?.[i]);
}

/** Brings the index up to date with a profile. Does nothing where somebody else has just changed the profile. */
export async function addToIndex(services: NameIndexServices, user: User): Promise<User> {
  await services.names.noteInitials([initialOf(user.username)]);
  return (await changeWords(services, user, {})) ?? user;
}

/** Removes a person from the index, before their tombstone takes the place of the profile. */
export async function removeFromIndex(
  { users, names }: { readonly users: Pick<Users, 'get'>; readonly names: Pick<NameIndex, 'remove' | 'removeJoined'> },
  username: string,
): Promise<void> {
  const user = await users.get(username, 'strong');
  if (!user || user.deletedAt !== undefined) return;
  await Promise.all([names.remove(username, user.words ?? []), names.removeJoined(user)]);
}

/** @returns undefined where the profile has changed since it was read */
async function changeWords(
  { users, names }: NameIndexServices,
  user: User,
  change: ProfileChange,
): Promise<User | undefined> {
  const { username, words: old = [], wordsVersion: version = 0 } = user;
  const words = wordsOf({ ...user, ...change });
  const next = version + 1;
  await names.add(
    username,
    words.filter((word) => !old.includes(word)),
    next,
  );
  const changed = await users.update(username, { ...change, words, wordsVersion: next }, version);
  if (changed)
    await names.remove(
      username,
      old.filter((word) => !words.includes(word)),
      next,
    );
  return changed;
}
