/** The directory of people, page by page. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIALS, USER_NAME, initialOf } from '#contract/user-name.ts';
import { listUsers } from '#functions/core/list-users.ts';
import type { Users } from '#functions/core/ports.ts';
import type { User } from '#functions/core/user.ts';

/** A directory of these people that records its queries. */
function directoryOf(...names: readonly string[]): Pick<Users, 'listByInitial'> & { readonly asked: string[] } {
  const users = names.toSorted().map((username): User => ({ username, displayName: username, createdAt: 0 }));
  const asked: string[] = [];
  return {
    asked,
    async listByInitial(initial, { prefix = '', after = '', limit }) {
      asked.push(initial);
      return users
        .filter(({ username }) => initialOf(username) === initial && username.startsWith(prefix) && username > after)
        .slice(0, limit);
    },
  };
}

const namesOf = ({ users }: { users: readonly User[] }): string[] => users.map(({ username }) => username);

describe('the list of people', () => {
  it('has everyone but me, in the order of their names, digits first', async () => {
    const directory = directoryOf('zoe', 'bob', '0zero', 'alice', 'al-ice', 'al_ice', '9nine');

    const list = await listUsers(directory, 'alice', { limit: 50 });

    expect(namesOf(list)).toEqual(['0zero', '9nine', 'al-ice', 'al_ice', 'bob', 'zoe']);
    expect(list.more).toBe(false);
  });

  it('is empty where there is nobody else', async () => {
    expect(await listUsers(directoryOf('alice'), 'alice', { limit: 1 })).toEqual({ users: [], more: false });
  });

  it('has a next page only where there is someone but me', async () => {
    const directory = directoryOf('aaa', 'bbb', 'ccc');

    expect(await listUsers(directory, 'ccc', { limit: 2 })).toMatchObject({ more: false });
    expect(await listUsers(directory, 'aaa', { limit: 1 })).toMatchObject({
      users: [{ username: 'bbb' }],
      more: true,
    });
  });

  it('with a prefix queries only its initial', async () => {
    const directory = directoryOf('alice', 'alex', 'bob', 'al');

    const list = await listUsers(directory, 'bob', { prefix: 'ale', limit: 50 });

    expect(namesOf(list)).toEqual(['alex']);
    expect(directory.asked).toEqual(['a']);
  });

  it('queries the other initials only where the first does not fill a page', async () => {
    const directory = directoryOf('0aa', '0ab', '0ac', '0ad', 'bob');

    await listUsers(directory, 'alice', { limit: 2 });
    expect(directory.asked).toEqual(['0']);

    await listUsers(directory, 'alice', { after: '0ab', limit: 2 });
    expect(directory.asked.slice(1)).toEqual(INITIALS.split(''));
  });

  it('shows everyone once, page by page, whatever the names, the prefix and who asks', async () => {
    const names = fc.uniqueArray(fc.oneof(fc.stringMatching(USER_NAME), fc.stringMatching(/^[ab][ab_-]{2,4}$/)), {
      minLength: 1,
      maxLength: 40,
    });
    const prefix = fc.option(fc.stringMatching(/^[ab][ab_-]?$/), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(names, fc.nat(), prefix, fc.integer({ min: 1, max: 7 }), async (all, chosen, begins, limit) => {
        const me = all[chosen % all.length] ?? '';
        const directory = directoryOf(...all);

        const seen: string[] = [];
        for (let more = true; more;) {
          const page = await listUsers(directory, me, { prefix: begins, after: seen.at(-1), limit });
          expect(page.users.length).toBeLessThanOrEqual(limit);
          expect(page.users.length > 0 || !page.more).toBe(true);
          seen.push(...namesOf(page));
          ({ more } = page);
        }

        const expected = all.filter((name) => name !== me && name.startsWith(begins ?? '')).toSorted();
        expect(seen).toEqual(expected);
      }),
    );
  });
});
