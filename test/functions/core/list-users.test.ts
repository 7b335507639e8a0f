/** The directory of people, page by page. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIALS, USER_NAME, initialOf } from '#contract/user-name.ts';
import { listUsers, type DirectoryServices } from '#functions/core/list-users.ts';
import { wordsOf } from '#functions/core/name-words.ts';
import type { User } from '#functions/core/user.ts';

interface Directory extends DirectoryServices {
  /** The initials that were queried, and how many items were read. */
  readonly asked: string[];
  read: number;
}

/**
 * A directory of these people that records its queries. Names that end with `_` are of deleted people, and those that
 * end with `-` of people who are not listed.
 */
function directoryOf(...names: readonly string[]): Directory {
  const users = names.toSorted().map(profileOf);
  let noted: readonly string[] | undefined;
  const directory: Directory = {
    asked: [],
    read: 0,
    users: {
      async listByInitial(initial, { after = '', limit }) {
        directory.asked.push(initial);
        const found = users
          .filter(({ username }) => initialOf(username) === initial && username > after)
          .slice(0, limit);
        directory.read += found.length;
        return found;
      },
      create: unexpected,
      update: unexpected,
      getMany: unexpected,
      get: unexpected,
    },
    names: {
      initials: async () => noted,
      noteInitials: async (initials) => void (noted = initials.toReversed()),
      add: unexpected,
      remove: unexpected,
      removeItem: unexpected,
      find: unexpected,
      addJoined: unexpected,
      removeJoined: unexpected,
      newest: unexpected,
    },
  };
  return directory;
}

const unexpected = (): Promise<never> => expect.fail('A list of people reads nothing else, and writes nothing');

const profileOf = (username: string): User => ({
  username,
  displayName: username,
  createdAt: 0,
  words: wordsOf({ username, displayName: username }),
  ...(username.endsWith('_') && { deletedAt: 1 }),
  ...(username.endsWith('-') && { unlisted: true }),
});

const list = (directory: Directory, me: string, limit: number, after?: string) =>
  listUsers(directory, me, { after, limit });

/** Returns every page, read by the cursor of the page before. Adds the cursors to a list. */
async function pagesOf(directory: Directory, me: string, limit: number, cursors: string[] = []): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const { users, next } = await list(directory, me, limit, after);
    pages.push(users.map(({ username }) => username));
    after = next;
    if (next !== undefined) cursors.push(next);
  }
  return pages;
}

/** This many names, spread over the alphabet. */
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${'qwertzuiopasdfghjklyxcvbnm'.charAt(i % 26)}${1000 + i}`);

describe('the list of people', () => {
  it('has everyone but me, in the order of their names, digits first', async () => {
    const directory = directoryOf('zoe', 'bob', '0zero', 'alice', 'al-ice', 'al_ice', '9nine');

    expect(await pagesOf(directory, 'alice', 50)).toEqual([['0zero', '9nine', 'al-ice', 'al_ice', 'bob', 'zoe']]);
  });

  it('is empty where there is nobody else', async () => {
    expect(await list(directoryOf('alice'), 'alice', 1)).toEqual({ users: [], next: undefined });
    expect(await list(directoryOf(), 'alice', 1)).toEqual({ users: [], next: undefined });
  });

  it('has a next page only where there is someone but me', async () => {
    const directory = directoryOf('aaa', 'bbb', 'ccc');

    expect(await list(directory, 'ccc', 2)).toMatchObject({ next: undefined });
    expect(await list(directory, 'aaa', 1)).toMatchObject({ users: [{ username: 'bbb' }], next: 'bbb' });
  });

  it('looks through all initials once, and from then on through those that names have', async () => {
    const directory = directoryOf('alice', 'bob', 'zoe');

    await list(directory, 'alice', 50);
    expect(directory.asked).toEqual([...INITIALS.split(''), 'a', 'b', 'z']);

    directory.asked.length = 0;
    await list(directory, 'alice', 50);
    expect(directory.asked).toEqual(['a', 'b', 'z']);
  });

  it('queries a few initials at a time, in order, until the page is full', async () => {
    const directory = directoryOf(...names(260));
    await list(directory, 'alice', 20);
    directory.asked.length = 0;

    const { next } = await list(directory, 'alice', 20);
    expect([directory.asked.join(''), next]).toEqual(['abc', 'b1257']);

    directory.asked.length = 0;
    await list(directory, 'alice', 20, next);
    expect(directory.asked.join('')).toBe('bcdefgh');
  });

  it('reads little more than it shows, over all its pages', async () => {
    const directory = directoryOf(...names(1000));
    await list(directory, 'alice', 50);
    Object.assign(directory, { read: 0 });
    directory.asked.length = 0;

    const pages = await pagesOf(directory, 'alice', 50);

    expect(pages.flat()).toEqual(names(1000).toSorted());
    expect(pages).toHaveLength(20);
    expect([directory.asked.length, directory.read]).toEqual([59, 1901]);
  });

  it('reads a few pages more where many were deleted: then pages are short', async () => {
    const deleted = Array.from({ length: 500 }, (_, i) => `d${1000 + i}_`);
    const directory = directoryOf('alice', 'carol', 'eve', ...deleted);
    await list(directory, 'alice', 10);
    Object.assign(directory, { read: 0 });

    const page = await list(directory, 'alice', 10);
    expect(page).toMatchObject({ users: [{ username: 'carol' }], next: 'carol' });
    expect(directory.read).toBeLessThanOrEqual(3 * 12);

    Object.assign(directory, { read: 0 });
    expect(await list(directory, 'alice', 10, 'carol')).toMatchObject({ users: [], next: 'd1107_' });
    expect(directory.read).toBeLessThanOrEqual((3 + 8) * 12);

    expect((await pagesOf(directory, 'alice', 10)).flat()).toEqual(['carol', 'eve']);
  });

  it('shows everyone who is listed once, page by page, and names nobody else in its cursors', async () => {
    const all = fc.uniqueArray(fc.oneof(fc.stringMatching(USER_NAME), fc.stringMatching(/^[ab][ab_-]{2,4}$/)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(all, fc.nat(), fc.integer({ min: 1, max: 7 }), async (people, chosen, limit) => {
        const me = people[chosen % people.length] ?? '';
        const cursors: string[] = [];
        const pages = await pagesOf(directoryOf(...people), me, limit, cursors);

        expect(pages.filter((page) => page.length > limit)).toEqual([]);
        const expected = people.filter((name) => name !== me && !/[_-]$/.test(name)).toSorted();
        expect(pages.flat()).toEqual(expected);
        expect(expected).toEqual(expect.arrayContaining(cursors));
      }),
    );
  });
});
