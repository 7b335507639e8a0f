/**
 * The accounts of the user pools, one record each, and the e-mail addresses that are aliases of them. Changes of one
 * account run one after another.
 */
import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { CodeState } from './codes.ts';
import type { PasswordHash } from './passwords.ts';
import type { PoolSettings } from './settings.ts';

export interface Account {
  readonly username: string;
  /** A UUID, which distinguishes an account from a later one with the same name. */
  readonly sub: string;
  /** FORCE_CHANGE_PASSWORD: created by an administrator and without a password of its own yet. */
  readonly status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';
  /** True: the account can neither sign in nor refresh its tokens. */
  readonly disabled?: boolean;
  readonly groups?: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly password: PasswordHash;
  readonly codes: CodeState;
  readonly softwareToken?: SoftwareToken;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** An authenticator app as second factor. */
export interface SoftwareToken {
  /** In base 32. Absent until a code of it was verified. */
  readonly secret?: string;
  /** The secret that is being set up. */
  readonly pending?: string;
  /** True: signing in takes a code. */
  readonly on?: boolean;
  /** The step of the last code that was accepted: each counts once. */
  readonly usedStep?: number;
}

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(store: KeyValueStore, now: () => number) {
  const queues = new Map<string, Promise<unknown>>();

  const normalize = (pool: PoolSettings, name: string): string => (pool.caseSensitive ? name : name.toLowerCase());
  const accountKey = (pool: PoolSettings, username: string): string => `account/${pool.id}/${username}`;
  const aliasKey = (pool: PoolSettings, email: string): string => `alias/${pool.id}/${normalize(pool, email)}`;
  const read = (pool: PoolSettings, username: string) => store.get<Account>(accountKey(pool, username));

  /** Returns the confirmed account that an address is an alias of. The alias of a deleted account does not count. */
  const ownerOf = async (pool: PoolSettings, email: string): Promise<Account | undefined> => {
    const username = await store.get<string>(aliasKey(pool, email));
    const account = username === undefined ? undefined : await read(pool, username);
    const same =
      account?.status === 'CONFIRMED' && normalize(pool, account.attributes.email ?? '') === normalize(pool, email);
    return same ? account : undefined;
  };

  /** Finds an account by its user name or its confirmed e-mail address. */
  const find = async (pool: PoolSettings, name: string): Promise<Account | undefined> =>
    (await read(pool, normalize(pool, name))) ?? (pool.emailAlias ? await ownerOf(pool, name) : undefined);

  /** Runs `work` after all earlier work with the same key. */
  const serialize = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(key) ?? Promise.resolve()).then(work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    queues.set(key, settled);
    try {
      return await turn;
    } finally {
      if (queues.get(key) === settled) queues.delete(key);
    }
  };

  /**
   * Runs `work` with the current account while no other change of the account runs. `work` must not call triggers: a
   * trigger's function may change the same account.
   */
  const withLock = async <T>(
    pool: PoolSettings,
    name: string,
    work: (account: Account | undefined) => Promise<T>,
  ): Promise<T> => {
    const username = (await find(pool, name))?.username ?? normalize(pool, name);
    return serialize(accountKey(pool, username), async () => work(await read(pool, username)));
  };

  const save = async (pool: PoolSettings, account: Account): Promise<Account> => {
    const changed = { ...account, modifiedAt: now() };
    await store.put(accountKey(pool, account.username), changed);
    return changed;
  };

  return {
    find,
    withLock,
    save,

    /** Returns every account, in the order of names. */
    list: async (pool: PoolSettings): Promise<Account[]> =>
      (await store.entries<Account>(accountKey(pool, ''))).map(([, account]) => account),

    /** Returns a new, unconfirmed account. It is not saved. */
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

    /** Confirms the account and makes its address its alias. Returns undefined if another account has the address. */
    confirm: (pool: PoolSettings, account: Account): Promise<Account | undefined> => {
      const { email = '' } = account.attributes;
      return serialize(aliasKey(pool, email), async () => {
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
      await serialize(alias, async () => {
        if ((await store.get<string>(alias)) === account.username) await store.del(alias);
      });
    },
  };
}
