/** A part of the database for another service (accounts, queues, checkpoints). Values are JSON. */
import { under, type Database } from './database.ts';

export interface KeyValueStore {
  get<T>(key: string): Promise<T | undefined>;
  /** Resolves when the value is on the disk. With `sync: false` it resolves earlier: a power cut may undo the write. */
  put(key: string, value: unknown, options?: { readonly sync?: boolean }): Promise<void>;
  del(key: string): Promise<void>;
  /** Returns the keys that begin with `prefix` (by default all keys) and their values, in the order of the keys. */
  entries<T>(prefix?: string): Promise<[key: string, value: T][]>;
}

/** @param name the service's own prefix, without `~` */
export function keyValueStore(database: Database, name: string): KeyValueStore {
  const base = `store~${name}~` as const;
  return {
    get: async <T>(key: string) => database.get(base + key) as T | undefined,
    put: (key, value, { sync } = {}) => database.write([{ type: 'put', key: base + key, value }], { sync }),
    del: (key) => database.write([{ type: 'del', key: base + key }]),
    async entries<T>(prefix = '') {
      const found: [string, T][] = [];
      for await (const [key, value] of database.entries({ ...under(base), gte: base + prefix })) {
        if (!key.startsWith(base + prefix)) break;
        found.push([key.slice(base.length), value as T]);
      }
      return found;
    },
  };
}
