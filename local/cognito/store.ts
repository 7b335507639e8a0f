/** Where the pools keep their state: a durable key/value store of JSON values. */
export interface Store {
  get(key: string): Promise<unknown>;
  /** @param options.sync the value is on disk when the promise resolves */
  put(key: string, value: unknown, options?: { sync?: boolean }): Promise<void>;
  del(key: string): Promise<void>;
  /** The entries whose key begins with the prefix, in the order of their keys. */
  entries(prefix: string): AsyncIterable<readonly [key: string, value: unknown]>;
}
