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

/** The pool that accounts are made in. */
export interface ImportingPool {
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
  /** Ends what the person's sessions left behind: open sockets, and devices that are told by push. */
  readonly endSessions: (username: string) => Promise<void>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly print: (line: string) => void;
}

interface Options {
  /** The day of the export, such as `2026-11-28`. Undefined: the newest. */
  readonly day: string | undefined;
  /** How many accounts are made in a second, at most. */
  readonly perSecond: number;
}

/** Exports are kept for 35 days. */
const DAYS_KEPT = 36;
const DAY_MS = 24 * 60 * 60_000;
/** Profiles that are read at once. */
const BATCH = 100;
/** How often the operator hears how far it is. */
const REPORT_EVERY = 10_000;

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
 * @throws {Error} where there is no complete export, or the tables are those of other people
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
      for (const account of batch) {
        const began = clock.now();
        const became = deleted.has(account.username) ? 'gone' : await importAccount(services, account);
        outcome[became] += 1;
        if (++seen % REPORT_EVERY === 0) print(`${seen} of ${index.accounts} are done.`);
        if (became === 'made') await clock.sleep(Math.max(0, began + 1000 / perSecond - clock.now()));
      }
    }
  }
  return outcome;
}

async function findExport(
  { store, clock }: Services,
  day: string | undefined,
): Promise<{ readonly name: string; readonly index: ExportIndex }> {
  const today = clock.now();
  const days = day === undefined ? Array.from({ length: DAYS_KEPT }, (_, i) => dayOf(today - i * DAY_MS)) : [day];
  for (const name of days) {
    const text = await store.read(indexOf(name));
    if (text !== undefined) return { name, index: JSON.parse(text) as ExportIndex };
  }
  throw new Error(day === undefined ? 'There is no complete export.' : `There is no complete export of ${day}.`);
}

/** The password comes last: an account that has one is finished. */
async function importAccount({ pool, endSessions, print }: Services, account: ExportedAccount): Promise<keyof Outcome> {
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
    await endSessions(username);
    await pool.setPassword(username);
    return 'made';
  } catch (error) {
    print(`${username}: ${error instanceof Error ? error.message : String(error)}`);
    return 'failed';
  }
}
