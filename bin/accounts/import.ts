/**
 * Makes accounts of an export in a new user pool. Their passwords are random and shown to nobody: everybody chooses
 * another by mail, with "Forgot password". Interrupted anywhere, it is finished by running it again.
 */

import {
  type ExportIndex,
  type ExportStore,
  type ExportedAccount,
  dayOf,
  indexOf,
} from '#functions/core/account-export.ts';
import type { Clock, Users } from '#functions/core/ports.ts';
import { endAllSockets, type SocketServices } from '#functions/core/sessions.ts';

/** The pool that accounts are made in. */
export interface ImportingPool {
  readonly id: string;
  /**
   * Creates an account that nobody can sign in to yet.
   * @returns `created`; `unfinished` or `finished` where there was one of this name, without or with a password;
   * `taken` where another account has the address
   */
  create(account: ExportedAccount): Promise<'created' | 'unfinished' | 'finished' | 'taken'>;
  disable(username: string): Promise<void>;
  addToGroup(username: string, group: string): Promise<void>;
  /** Sets a password that nobody knows, with which the account counts as confirmed. */
  setPassword(username: string): Promise<void>;
}

interface Services {
  readonly store: Pick<ExportStore, 'read'>;
  readonly pool: ImportingPool;
  readonly users: Pick<Users, 'getMany'>;
  /** End what a person's sessions in the old pool left behind: open sockets, and devices that are told by push. */
  readonly sockets: SocketServices;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly print: (line: string) => void;
}

interface Options {
  /** The day of the export, such as `2026-11-28`. Undefined: the newest of another pool. */
  readonly day: string | undefined;
  /** How many accounts are made in a second, at most, and at once. */
  readonly perSecond: number;
}

/** Exports are kept for 35 days. */
const DAYS_KEPT = 36;
const DAY_MS = 24 * 60 * 60_000;
/** Profiles that are read at once. */
const BATCH = 100;
/** How often the operator hears how far it is. */
const REPORT_EVERY = 10_000;
/** More accounts than both are not lost in the days for which exports are kept, unless something is wrong. */
const LOST_MAX = 10;
const LOST_MAX_SHARE = 0.1;

/** What became of the accounts of an export. */
interface Outcome {
  made: number;
  /** They had accounts already. */
  there: number;
  /** They have deleted their accounts since, or never confirmed an address. */
  gone: number;
  failed: number;
}

/**
 * @returns what became of the accounts
 * @throws {Error} where there is no complete export, one of its lists is missing, or it is much smaller than another
 */
export async function importAccounts(services: Services, { day, perSecond }: Options): Promise<Outcome> {
  const { store, clock, print } = services;
  const { name, index } = await findExport(services, day);
  print(`The export of ${name} has ${index.accounts} account(s).`);
  const outcome: Outcome = { made: 0, there: 0, gone: 0, failed: 0 };
  let seen = 0;
  for (const list of index.lists) {
    const text = await store.read(list);
    if (text === undefined) throw new Error(`The list ${list} of the export is missing.`);
    const accounts = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ExportedAccount);
    for (let i = 0; i < accounts.length; i += BATCH) {
      const batch = accounts.slice(i, i + BATCH);
      const profiles = await services.users.getMany(batch.map(({ username }) => username));
      const deleted = new Set(
        profiles.filter(({ deletedAt }) => deletedAt !== undefined).map(({ username }) => username),
      );
      const atOnce = Math.ceil(perSecond);
      for (let j = 0; j < batch.length; j += atOnce) {
        const began = clock.now();
        const became = await Promise.all(
          batch
            .slice(j, j + atOnce)
            .map(async (account) => (deleted.has(account.username) ? 'gone' : importAccount(services, account))),
        );
        for (const each of became) {
          outcome[each] += 1;
          if (++seen % REPORT_EVERY === 0) print(`${seen} of ${index.accounts} are done.`);
        }
        const shares = became.reduce((sum, each) => sum + SHARES[each], 0);
        await clock.sleep(Math.max(0, began + (1000 * shares) / perSecond - clock.now()));
      }
    }
  }
  return outcome;
}

/** The part of the time of a new account that each takes. One that is there takes two requests, a new one five. */
const SHARES: Readonly<Record<keyof Outcome, number>> = { made: 1, failed: 1, there: 0.4, gone: 0 };

interface Found {
  readonly name: string;
  readonly index: ExportIndex;
}

/**
 * Finds the export of the day, or the newest of another pool: the present pool is exported each night too, however far
 * the import has come.
 */
async function findExport(
  { store, pool, clock, print }: Pick<Services, 'store' | 'pool' | 'clock' | 'print'>,
  day: string | undefined,
): Promise<Found> {
  const read = async (name: string): Promise<Found | undefined> => {
    const text = await store.read(indexOf(name));
    return text === undefined ? undefined : { name, index: JSON.parse(text) as ExportIndex };
  };
  if (day !== undefined) {
    const found = await read(day);
    if (!found) throw new Error(`There is no complete export of ${day}.`);
    if (found.index.pool === pool.id) print('This export is of the present user pool.');
    return found;
  }
  const today = clock.now();
  const days = await Promise.all(Array.from({ length: DAYS_KEPT }, (_, i) => read(dayOf(today - i * DAY_MS))));
  const others = days.filter((found) => found !== undefined).filter(({ index }) => index.pool !== pool.id);
  const [newest] = others;
  if (!newest) throw new Error('There is no complete export of another user pool. --day takes one of this pool.');
  const [largest = newest] = others.toSorted((one, other) => other.index.accounts - one.index.accounts);
  const lost = largest.index.accounts - newest.index.accounts;
  if (lost > Math.max(LOST_MAX, largest.index.accounts * LOST_MAX_SHARE))
    throw new Error(
      `The export of ${newest.name} has ${newest.index.accounts} account(s), ` +
        `but that of ${largest.name} has ${largest.index.accounts}. Choose a day with --day.`,
    );
  return newest;
}

/** The password comes last: an account that has one is finished. */
async function importAccount({ pool, sockets, print }: Services, account: ExportedAccount): Promise<keyof Outcome> {
  const { username, status, enabled, groups } = account;
  // Whoever has not entered the code of the first mail signs up again: the name and the address are free.
  if (status === 'UNCONFIRMED') return 'gone';
  try {
    const state = await pool.create(account);
    if (state === 'finished') return 'there';
    if (state === 'taken') {
      print(`${username}: another account has the address.`);
      return 'failed';
    }
    if (!enabled) await pool.disable(username);
    for (const group of groups) await pool.addToGroup(username, group);
    await endAllSockets(sockets, username);
    await pool.setPassword(username);
    return 'made';
  } catch (error) {
    print(`${username}: ${error instanceof Error ? error.message : String(error)}`);
    return 'failed';
  }
}
