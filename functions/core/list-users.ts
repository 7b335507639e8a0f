/** The directory of people: everyone, in the order of their user names, who joined last, and whose names have words. */

import { INITIALS, initialOf } from '#contract/user-name.ts';
import {
  addToIndex,
  isOutOfIndex,
  type NameIndex,
  type NameIndexServices,
  type NamePosition,
  type NameWord,
} from './name-index.ts';
import { hasWholeName, matches } from './name-words.ts';
import type { Users } from './ports.ts';
import type { User } from './user.ts';

export interface DirectoryServices extends NameIndexServices {
  readonly users: NameIndexServices['users'] & Pick<Users, 'getMany' | 'listByInitial'>;
  readonly names: NameIndex;
}

/** A page of people. It may be short or even empty although there are more: `next` says whether. */
export interface PeoplePage<Position> {
  readonly users: readonly User[];
  /** Where the next page begins: after this. */
  readonly next: Position | undefined;
}

/** Queries of the index for one page: more where several words are searched for, or a person has several that match. */
const SEARCH_QUERIES = 3;
/** Queries of the list, beyond those of a page, to pass over people who are not listed. */
const PASSING_QUERIES = 8;
/** Of the newest people, so many are passed over. */
const NOT_SHOWN_MAX = 10;
/** Most profiles of a page, and items of the index, that a reader brings up to date. */
const MENDED_MAX = 10;

/** Returns a page of everyone who is listed, but `me`. @param after the last name of the page before */
export async function listUsers(
  services: DirectoryServices,
  me: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<PeoplePage<string>> {
  const { users } = services;
  const wanted = limit + 2; // `me`, and one to know whether there are more
  const initials = (await initialsInUse(services)).filter((initial) => initial >= initialOf(after ?? ''));
  const found: User[] = [];
  let read = 0;
  let passing = 0;
  // Each group has twice as many as the one before. Where people are many, the first ones fill the page, and little is
  // read in vain. Where they are few, there are few round trips.
  for (let start = 0, size = 1; start < initials.length; start += size, size *= 2) {
    const group = initials.slice(start, start + size);
    const pages = await Promise.all(
      group.map((initial) => users.listByInitial(initial, { after: within(initial, after), limit: wanted })),
    );
    for (const [i, first] of pages.entries()) {
      for (let page = first; ;) {
        found.push(...page.filter((user) => user.username !== me && isListed(user)));
        read += page.length;
        const last = page.at(-1);
        const shown = found.slice(0, limit);
        // A page ends with somebody it shows, though others were read after them: a cursor tells whom it names.
        const isEnough = found.length > limit || (read >= wanted && shown.length > 0 && last !== undefined);
        const end = isEnough ? shown.at(-1) : passing >= PASSING_QUERIES ? last : undefined;
        if (end) return { users: await mended(services, shown), next: end.username };
        if (!last || page.length < wanted) break;
        passing++;
        page = await users.listByInitial(group[i] ?? '', { after: last.username, limit: wanted });
      }
    }
  }
  return { users: await mended(services, found), next: undefined };
}

const isListed = ({ deletedAt, unlisted }: User): boolean => deletedAt === undefined && !unlisted;

/** Returns the name to go on after in the partition of an initial. */
const within = (initial: string, after = ''): string | undefined => (initialOf(after) === initial ? after : undefined);

/** Returns the characters with which names begin, in their order. Looks for them the first time. */
async function initialsInUse({ users, names }: DirectoryServices): Promise<readonly string[]> {
  const noted = await names.initials();
  if (noted) return [...noted].sort();
  const first = await Promise.all(INITIALS.split('').map((initial) => users.listByInitial(initial, { limit: 1 })));
  const found = first.flat().map(({ username }) => initialOf(username));
  if (found.length > 0) await names.noteInitials(found, 'all');
  return found;
}

/** Returns who joined last and is listed, but `me`, the newest first. May be fewer than there are. */
export async function newestUsers(
  { users, names }: DirectoryServices,
  me: string,
  limit: number,
): Promise<readonly User[]> {
  const joined = await names.newest(limit + NOT_SHOWN_MAX);
  const profiles = new Map(
    (
      await users.getMany(
        joined.map(({ username }) => username),
        'eventual',
      )
    ).map((user) => [user.username, user]),
  );
  return joined
    .flatMap(({ username, createdAt }) => {
      const user = profiles.get(username);
      return user && username !== me && isListed(user) && user.createdAt === createdAt ? [user] : [];
    })
    .slice(0, limit);
}

/**
 * Returns a page of everyone but `me` whose names have words that begin so. They come in the order of those words.
 * @param searched the words, the longest first: the index is read by it, and the others choose among what it finds
 */
export async function findUsers(
  services: DirectoryServices,
  me: string,
  searched: readonly string[],
  { after, limit }: { readonly after: NamePosition | undefined; readonly limit: number },
): Promise<PeoplePage<NamePosition>> {
  const { users, names } = services;
  const [beginning] = searched;
  if (beginning === undefined) return { users: [], next: undefined };
  const wanted = limit + 2;
  const found: { readonly word: NameWord; readonly user: User }[] = [];
  const stale: NameWord[] = [];
  let last: NamePosition | undefined = after;
  /** The last item read that finds somebody who is listed: a cursor tells whom it names. */
  let named: NamePosition | undefined;
  let isMore = true;
  for (let queries = 0; queries < SEARCH_QUERIES; queries++) {
    const hits = await names.find(beginning, last, wanted);
    const profiles = new Map(
      (await users.getMany([...new Set(hits.map(({ username }) => username))], 'eventual')).map((user) => [
        user.username,
        user,
      ]),
    );
    for (const word of hits) {
      const user = profiles.get(word.username);
      if (user && isListed(user)) named = word;
      if (!user?.words?.includes(word.word)) stale.push(word);
      else if (word.username !== me && isFoundBy(user, word.word, searched)) found.push({ word, user });
    }
    last = hits.at(-1);
    const full = found.length > limit;
    if (full) named = found[limit - 1]?.word;
    isMore = full || hits.length === wanted;
    if (full || !isMore) break;
  }
  await removeStale(services, stale.slice(0, MENDED_MAX));
  return { users: found.slice(0, limit).map(({ user }) => user), next: isMore ? (named ?? last) : undefined };
}

/** True if a person is found, and by this word. Of several words that begin alike, the first finds them: only once. */
function isFoundBy(user: User, word: string, searched: readonly string[]): boolean {
  const { words = [], username, deletedAt, unlisted } = user;
  const [beginning = ''] = searched;
  return (
    deletedAt === undefined &&
    (!unlisted || hasWholeName(username, searched)) &&
    matches(words, searched) &&
    words.find((candidate) => candidate.startsWith(beginning)) === word
  );
}

/** Removes items that crashes have left, unless a change is about to make them true. */
async function removeStale({ users, names }: DirectoryServices, found: readonly NameWord[]): Promise<void> {
  if (found.length === 0) return;
  const profiles = new Map((await users.getMany(found.map(({ username }) => username))).map((u) => [u.username, u]));
  await Promise.all(
    found.map(async (item) => {
      const { words = [], wordsVersion = 0, deletedAt } = profiles.get(item.username) ?? {};
      const outdated = wordsVersion >= item.version && !words.includes(item.word);
      if (deletedAt !== undefined || outdated) await names.removeItem(item);
    }),
  );
}

/** Adds people to the index whose profiles are older than it. */
async function mended(services: DirectoryServices, users: readonly User[]): Promise<readonly User[]> {
  const missing = users.filter(isOutOfIndex).slice(0, MENDED_MAX);
  await Promise.all(missing.map((user) => addToIndex(services, user)));
  return users;
}
