/** GET /users?prefix=…: finding people by the words of their names, and the index behind it. */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { getMe, listUsers, updateMe } from '#contract/routes/users.ts';
import { nameIndex } from '#functions/aws/name-index.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import { removeFromIndex } from '#functions/core/name-index.ts';
import { cognito, conditionFailed } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');
const { handler: trigger } = await import('#functions/trigger/user-pool.ts');
const USERS = 'users-table';
const users = usersTable(USERS);
const names = nameIndex(USERS);

let memory: MemoryTables;
beforeEach(() => {
  memory = answerFromMemory();
  cognito
    .on(AdminGetUserCommand)
    .resolves({ UserStatus: 'CONFIRMED', UserAttributes: [{ Name: 'email', Value: 'a@example.org' }] });
});

const signUp = (userName: string): Promise<unknown> =>
  trigger({ triggerSource: 'PostConfirmation_ConfirmSignUp', userName } as Parameters<typeof trigger>[0]);

const rename = (as: string, displayName: string): Promise<Received> =>
  call(handler, updateMe, { as, body: { displayName } });

async function join(username: string, displayName: string): Promise<void> {
  await signUp(username);
  expect(await rename(username, displayName)).toMatchObject({ status: 200, body: { displayName } });
}

interface Page {
  readonly items: readonly { readonly username: string; readonly displayName: string }[];
  readonly next?: string;
}

const page = async (prefix: string, query: Record<string, string> = {}, as = 'searcher'): Promise<Page> => {
  const { status, body } = await call(handler, listUsers, { as, query: { prefix, ...query } });
  expect(status).toBe(200);
  return body as Page;
};

const find = async (prefix: string): Promise<string[]> => (await page(prefix)).items.map(({ username }) => username);

/** Returns every page of a search. */
async function pagesOf(prefix: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const { items, next } = await page(prefix, { limit: String(limit), ...(cursor !== undefined && { cursor }) });
    pages.push(items.map(({ username }) => username));
    cursor = next;
  }
  return pages;
}

/** The items of the index, as `word username`. */
const indexed = (): string[] =>
  memory
    .all(USERS)
    .filter(({ initial }) => String(initial).startsWith('word#'))
    .map(({ username }) => String(username))
    .sort();

describe('people', () => {
  it('are found by their user name and each word of their display name, without case and accents', async () => {
    await join('zed', 'Zoë Durand');
    await join('ann', 'Ann O’Brien');

    for (const text of ['durand', 'DUR', 'zoe', 'Zoë', 'zed', 'durand zo', 'z d'])
      expect(await find(text)).toContain('zed');
    for (const text of ['obr', 'brien', "o'b", 'ann']) expect(await find(text)).toEqual(['ann']);
    for (const text of ['urand', 'durand max', 'brian', '!']) expect(await find(text)).toEqual([]);
  });

  it('come once and in the order of the words found, however many words begin alike', async () => {
    await join('duo', 'Dubois Dumas Dupont');
    await join('ann', 'Ann Durand');
    await join('ben', 'Ben Dubois');

    expect(await find('du')).toEqual(['ben', 'duo', 'ann']);
    expect((await pagesOf('du', 1)).flat()).toEqual(['ben', 'duo', 'ann']);
  });

  it('are found by the name they have now', async () => {
    await join('zed', 'Zoë Durand');
    await rename('zed', 'Zoé Martin');

    expect([await find('durand'), await find('martin'), await find('zoe')]).toEqual([[], ['zed'], ['zed']]);
    expect(indexed()).toEqual(['martin zed', 'zed zed', 'zoe zed']);
  });

  it('do not find themselves, are found while disabled as they are listed, and not once deleted', async () => {
    await join('zed', 'Zoë Durand');
    await users.update('zed', { disabledAt: NOW });
    expect((await page('durand', {}, 'zed')).items).toEqual([]);
    expect(await find('durand')).toEqual(['zed']);

    await removeFromIndex({ users, names }, 'zed');
    await users.leaveTombstone('zed', NOW);

    expect([await find('durand'), await find('zed'), indexed()]).toEqual([[], [], []]);
  });

  it('are found by their whole user name alone where they want that, until they do not', async () => {
    await join('zed-zed', 'Zoë Durand');
    expect(await call(handler, updateMe, { as: 'zed-zed', body: { unlisted: true } })).toMatchObject({
      body: { unlisted: true },
    });

    for (const text of ['zed', 'zedze', 'zoe', 'durand', 'zoe durand']) expect(await find(text)).toEqual([]);
    for (const text of ['zed-zed', 'ZedZed', 'zed-zed durand']) expect(await find(text)).toEqual(['zed-zed']);

    await call(handler, updateMe, { as: 'zed-zed', body: { unlisted: false } });
    expect(await find('durand')).toEqual(['zed-zed']);
  });

  it('name nobody in a cursor who is not listed', async () => {
    for (let i = 10; i < 30; i++) await join(`user${i}`, i % 2 === 0 ? 'Zoë Martin' : 'Zoë Durand');
    for (const i of [11, 13, 29]) await call(handler, updateMe, { as: `user${i}`, body: { unlisted: true } });

    for (let limit = 1; limit < 6; limit++) {
      const { next = '' } = await page('zoe durand', { limit: String(limit) });
      expect(Buffer.from(next, 'base64url').toString()).not.toMatch(/user(?:11|13|29)/);
    }
    expect((await pagesOf('zoe durand', 2)).flat()).toHaveLength(7);
  });

  it('come page by page, each once, whatever the names and the search', async () => {
    const word = fc.stringMatching(/^[ab]{1,3}$/);
    const displayNames = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        displayNames,
        fc.array(word, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 4 }),
        async (people, searched, limit) => {
          memory = answerFromMemory();
          for (const [i, words] of people.entries()) await join(`user${10 + i}`, words.join(' '));

          const pages = await pagesOf(searched.join(' '), limit);

          const expected = people.flatMap((words, i) =>
            searched.every((beginning) => words.some((each) => each.startsWith(beginning))) ? [`user${10 + i}`] : [],
          );
          expect(pages.filter(({ length }) => length > limit)).toEqual([]);
          expect(pages.flat().sort()).toEqual(expected);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('the cost', () => {
  it('of a search is a query of the index and a batch of profiles, which are read eventually', async () => {
    for (let i = 10; i < 40; i++) await join(`user${i}`, `Zoe Durand ${i}`);
    memory.forget();

    const { items } = await page('durand', { limit: '20' });

    expect(items).toHaveLength(20);
    expect(memory.cost).toEqual({ calls: 2, items: 2 * 22, writes: 0 });
  });

  it('of a sign-up is a write for the profile, for its time, for each word, and once for a new initial', async () => {
    await signUp('quinn');
    expect(memory.cost).toEqual({ calls: 4, items: 0, writes: 4 });
    memory.forget();

    await signUp('quo-va');

    expect(memory.cost).toEqual({ calls: 4, items: 0, writes: 4 });
    expect(indexed()).toEqual(['quinn quinn', 'quova quo-va', 'va quo-va']);
  });

  it('of a search does not follow how often others change their names', async () => {
    await join('ann', 'Ann Durand');
    const put = (i: number) =>
      memory.put(USERS, { initial: 'word#d', username: `dur${1000 + i} zed`, wordsVersion: i });
    for (let i = 0; i < 1000; i++) put(i);
    memory.forget();

    const { items, next } = await page('dur', { limit: '20' });

    expect([items, typeof next]).toEqual([[], 'string']);
    expect(memory.cost.items).toBeLessThanOrEqual(3 * 2 * 22);
    expect((await pagesOf('dur', 20)).flat()).toEqual(['ann']);
  });
});

describe('a profile without words, from before there was the index', () => {
  const old = { initial: 'z', username: 'zed', displayName: 'Zoë Durand', createdAt: NOW };

  it('is found once its owner has read it', async () => {
    memory.put(USERS, old);
    expect(await find('durand')).toEqual([]);

    await call(handler, getMe, { as: 'zed' });

    expect(await find('durand')).toEqual(['zed']);
    memory.forget();
    await call(handler, getMe, { as: 'zed' });
    expect(memory.cost.writes).toBe(0);
  });

  it('is found once anyone has listed it', async () => {
    memory.put(USERS, old);

    expect(await call(handler, listUsers, { as: 'searcher' })).toMatchObject({
      body: { items: [{ username: 'zed' }] },
    });

    expect(await find('durand')).toEqual(['zed']);
  });

  it('is found anew where its words were made by other rules, or its name was changed without them', async () => {
    await join('zed', 'Zoë Durand');
    const stored = memory.all(USERS).find(({ displayName }) => displayName !== undefined) ?? {};
    memory.put(USERS, { ...stored, displayName: 'Zoë Martin' });

    await call(handler, getMe, { as: 'zed' });

    expect([await find('durand'), await find('martin')]).toEqual([[], ['zed']]);
    expect(indexed()).toEqual(['martin zed', 'zed zed', 'zoe zed']);
  });
});

describe('the index', () => {
  /** Every word that a profile has finds its person, and no other word does. */
  async function expectTruth(username: string, ...words: readonly string[]): Promise<void> {
    const [profile] = await users.getMany([username]);
    for (const word of new Set([...words, ...(profile?.words ?? [])]))
      expect([word, await find(word)]).toEqual([word, profile?.words?.includes(word) ? [username] : []]);
  }

  it('holds after a crash at any command, and after the next try has nothing too many', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    for (let crash = 0, crashed = true; crashed; crash++) {
      memory = answerFromMemory();
      await join('zed', 'Zoë Durand');
      let commands = 0;
      crashed = false;
      memory.before = async () => {
        if (commands++ < crash) return;
        crashed = true;
        throw new Error('A crash');
      };
      await rename('zed', 'Zoé Martin');
      memory.before = async () => undefined;

      await expectTruth('zed', 'durand', 'martin', 'zoe', 'zed');
      await rename('zed', 'Max Martin');
      await expectTruth('zed', 'durand', 'martin', 'zoe', 'zed', 'max');
      expect(indexed()).toEqual(['martin zed', 'max zed', 'zed zed']);
    }
  });

  it('refuses a change, and not for good, while the name changes elsewhere all the time', async () => {
    await join('zed', 'Zoë Durand');
    memory.before = async (command) => {
      if (command instanceof UpdateCommand && command.input.TableName === USERS) throw conditionFailed();
    };

    const busy = { status: 429, headers: { 'retry-after': '1' }, body: { code: 'too-many-requests' } };
    expect(await rename('zed', 'Zoé')).toMatchObject(busy);
  });

  it('holds whenever the same person changes their name elsewhere and somebody searches meanwhile', async () => {
    const displayNames = ['Zoë Durand', 'Zoé Martin', 'Durand Martin', 'Max'];
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.shuffledSubarray(displayNames, { minLength: 2 }), async (s, changes) => {
        memory = answerFromMemory();
        await join('zed', 'Zoë Durand');
        memory.before = () => s.schedule(Promise.resolve());
        const all = [...changes.map((name) => rename('zed', name)), ...['durand', 'max', 'martin'].map(find)];

        await s.waitFor(Promise.all(all));
        memory.before = async () => undefined;

        await expectTruth('zed', 'durand', 'martin', 'zoe', 'zed', 'max');
        const [profile] = await users.getMany(['zed']);
        expect(indexed()).toEqual((profile?.words ?? []).map((word) => `${word} zed`).sort());
      }),
      { numRuns: 30 },
    );
  });
});
