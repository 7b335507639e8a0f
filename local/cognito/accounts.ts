/**
 * The accounts of the pools, one entry each, and the e-mail addresses that sign in for them. The changes of an account are
 * made one after another.
 */
import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { CodeState } from './codes.ts';
import type { PasswordHash } from './passwords.ts';
import type { PoolSettings } from './settings.ts';

export interface Account {
  readonly username: string;
  /** UUID; tells an account from a later one of the same name. */
  readonly sub: string;
  /** FORCE_CHANGE_PASSWORD: made by an administrator, and without a password of its own yet. */
  readonly status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';
  /** Neither signs in nor refreshes. */
  readonly disabled?: boolean;
  readonly groups?: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly password: PasswordHash;
  readonly codes: CodeState;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(store: KeyValueStore, now: () => number) {
  const waiting = new Map<string, Promise<unknown>>();

  const normalize = (pool: PoolSettings, name: string): string => (pool.caseSensitive ? name : name.toLowerCase());
  const accountKey = (pool: PoolSettings, username: string): string => `account/${pool.id}/${username}`;
  const aliasKey = (pool: PoolSettings, email: string): string => `alias/${pool.id}/${normalize(pool, email)}`;
  const read = (pool: PoolSettings, username: string) => store.get<Account>(accountKey(pool, username));

  /** The confirmed account an address signs in for. An alias left behind by a deleted account counts for nothing. */
  const ownerOf = async (pool: PoolSettings, email: string): Promise<Account | undefined> => {
    const username = await store.get<string>(aliasKey(pool, email));
    const account = username === undefined ? undefined : await read(pool, username);
    const same =
      account?.status === 'CONFIRMED' && normalize(pool, account.attributes.email ?? '') === normalize(pool, email);
    return same ? account : undefined;
  };

  /** By user name, or by an e-mail address that was confirmed. */
  const find = async (pool: PoolSettings, name: string): Promise<Account | undefined> =>
    (await read(pool, normalize(pool, name))) ?? (pool.emailAlias ? await ownerOf(pool, name) : undefined);

  /** Runs `work` after everything else that was asked for under the same key. */
  const inTurn = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (waiting.get(key) ?? Promise.resolve()).then(work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    waiting.set(key, settled);
    try {
      return await turn;
    } finally {
      if (waiting.get(key) === settled) waiting.delete(key);
    }
  };

  /** Gives `work` the account as it is, and lets nobody else change it meanwhile. Triggers must not be called from inside. */
  const exclusively = async <T>(
    pool: PoolSettings,
    name: string,
    work: (account: Account | undefined) => Promise<T>,
  ): Promise<T> => {
    const username = (await find(pool, name))?.username ?? normalize(pool, name);
    return inTurn(accountKey(pool, username), async () => work(await read(pool, username)));
  };

  const save = async (pool: PoolSettings, account: Account): Promise<Account> => {
    const changed = { ...account, modifiedAt: now() };
    await store.put(accountKey(pool, account.username), changed);
    return changed;
  };

  return {
    find,
    exclusively,
    save,

    /** Every account, in the order of names. */
    list: async (pool: PoolSettings): Promise<Account[]> =>
      (await store.entries<Account>(accountKey(pool, ''))).map(([, account]) => account),

    /** A new, unconfirmed account, not yet saved. */
    draft: (
      pool: PoolSettings,
      username: string,
      attributes: Readonly<Record<string, string>>,
      password: PasswordHash,
    ): Account => ({
      username: normalize(pool, username),
      sub: randomUUID(),
      status: 'UNCONFIRMED',
      attributes,
      password,
      codes: {},
      createdAt: now(),
      modifiedAt: now(),
    }),

    /** Makes the account confirmed and its address its alias; undefined where another account has the address. */
    confirm: (pool: PoolSettings, account: Account): Promise<Account | undefined> => {
      const { email = '' } = account.attributes;
      return inTurn(aliasKey(pool, email), async () => {
        if (pool.emailAlias && email) {
          if (await ownerOf(pool, email)) return undefined;
          await store.put(aliasKey(pool, email), account.username);
        }
        const verified = pool.verifiesEmail && email ? { email_verified: 'true' } : {};
        return save(pool, {
          ...account,
          status: 'CONFIRMED',
          attributes: { ...account.attributes, ...verified },
          codes: {},
        });
      });
    },

    remove: async (pool: PoolSettings, account: Account): Promise<void> => {
      await store.del(accountKey(pool, account.username));
      const alias = aliasKey(pool, account.attributes.email ?? '');
      await inTurn(alias, async () => {
        if ((await store.get<string>(alias)) === account.username) await store.del(alias);
      });
    },
  };
}
