/**
 * The export of accounts: the user pool has no backup, so its names, addresses and states are written to a bucket once
 * a day. Passwords and second factors cannot be read. bin/import-accounts.ts makes accounts of it.
 *
 * An export is lists of accounts, and an index that names them. The index is written last: without it there is no
 * export. A run that ends early leaves how far it came, and the next one goes on.
 */

import type { Clock } from './ports.ts';

/** An account, as it is exported: a line of JSON. */
export interface ExportedAccount {
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** False: an administrator locked the account. */
  readonly enabled: boolean;
  /** Cognito's word for it, such as `CONFIRMED`. */
  readonly status: string;
  readonly groups: readonly string[];
  /** The account's id in the pool, which the access logs of the gateways have. An imported account has another one. */
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What names the lists of an export. */
export interface ExportIndex {
  /** Id of the user pool whose accounts these are. */
  readonly pool: string;
  /** Names of the lists. */
  readonly lists: readonly string[];
  /** How many accounts are in them. */
  readonly accounts: number;
}

/** How far an export came that is not complete. */
interface Progress extends ExportIndex {
  /** Where the next page of the pool begins. */
  readonly token: string;
}

/** The user pool, as the export reads it. */
export interface ExportedPool {
  readonly id: string;
  /**
   * Returns a page of accounts, without their groups.
   * @param token from the page before
   * @returns undefined for a token that has expired
   */
  page(
    token: string | undefined,
  ): Promise<
    { readonly accounts: readonly Omit<ExportedAccount, 'groups'>[]; readonly next: string | undefined } | undefined
  >;
  /** Returns the names of the members of each group. */
  groups(): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** Where exports are kept. Names have slashes. */
export interface ExportStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

interface Services {
  readonly pool: ExportedPool;
  readonly store: ExportStore;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly newId: () => string;
}

/** Accounts in one list, at least. It bounds what a run has in memory. */
const LIST_ACCOUNTS = 6_000;
/**
 * Least time from one page to the next. Cognito allows 30 requests a second of this kind, which administrators and the
 * sweep share: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const PAGE_MS = 100;

/** Returns the names of a day's index, and of the note how far its export came. */
export const indexOf = (day: string): string => `${day}/index.json`;
const progressOf = (day: string): string => `${day}/progress.json`;

/** Returns the day (UTC) of a moment: `2026-11-28`. */
export const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

/**
 * Exports the accounts, if that was not done today. On the day of a new pool, the export of the old one stays.
 * @param until when to stop, in epoch milliseconds; the next call goes on
 * @returns how many accounts are exported so far, and whether that is all
 */
export async function exportAccounts(
  { pool, store, clock, newId }: Services,
  until: number,
): Promise<{ readonly accounts: number; readonly complete: boolean }> {
  const day = dayOf(clock.now());
  const done = await store.read(indexOf(day));
  if (done !== undefined) return { accounts: (JSON.parse(done) as ExportIndex).accounts, complete: true };
  const noted = JSON.parse((await store.read(progressOf(day))) ?? '{}') as Partial<Progress>;
  const groups = await pool.groups();
  const groupsOf = (username: string): string[] =>
    [...groups].filter(([, members]) => members.has(username)).map(([name]) => name);

  /** Writes the rest of the export. Returns undefined where the token has expired. */
  async function goOn({ lists, accounts, token }: Partial<Progress>): Promise<ExportIndex | Progress | undefined> {
    const written = { pool: pool.id, lists: [...(lists ?? [])], accounts: accounts ?? 0 };
    let next = token;
    do {
      const lines: string[] = [];
      do {
        const began = clock.now();
        const page = await pool.page(next);
        if (!page) return undefined;
        for (const account of page.accounts)
          lines.push(JSON.stringify({ ...account, groups: groupsOf(account.username) } satisfies ExportedAccount));
        next = page.next;
        if (next !== undefined) await clock.sleep(Math.max(0, began + PAGE_MS - clock.now()));
      } while (next !== undefined && lines.length < LIST_ACCOUNTS && clock.now() < until);
      // Two runs at once never write the same list, so the index that is written last names lists that belong together.
      const name = `${day}/${newId()}.jsonl`;
      await store.write(name, lines.map((line) => `${line}\n`).join(''));
      written.lists.push(name);
      written.accounts += lines.length;
    } while (next !== undefined && clock.now() < until);
    return next === undefined ? written : { ...written, token: next };
  }

  const end = (noted.pool === pool.id && (await goOn(noted))) || (await goOn({}));
  if (!end) throw new Error('The user pool refuses its own token.');
  const complete = !('token' in end);
  await store.write(complete ? indexOf(day) : progressOf(day), JSON.stringify(end));
  return { accounts: end.accounts, complete };
}
