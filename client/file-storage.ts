/** Where a device keeps the bytes of files that wait to be sent, so that they outlive the page. */

/** The keys are those of `UnsentAttachment`: UUIDs, so one file is never replaced by another. */
export interface FileStorage {
  /**
   * Keeps a file. Never rejects: what cannot be stored is kept in memory.
   * @param person whose file it is
   * @returns false where a reload would lose it
   */
  put(person: string, key: string, file: Blob): Promise<boolean>;
  /** Returns undefined where there is none, or it cannot be read. Never rejects. */
  get(key: string): Promise<Blob | undefined>;
  /** Removes files. Never rejects: what cannot be removed takes room until a later page removes it. */
  remove(keys: readonly string[]): Promise<void>;
}

/** Returns a storage that lives as long as the object. */
export function createMemoryFiles(): FileStorage {
  const files = new Map<string, Blob>();
  return {
    async put(_person, key, file) {
      files.set(key, file);
      return true;
    },
    get: async (key) => files.get(key),
    async remove(keys) {
      for (const key of keys) files.delete(key);
    },
  };
}
