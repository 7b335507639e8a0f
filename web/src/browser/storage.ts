/**
 * The browser's storage, as far as the browser grants it. Settings, private windows and a full disk can refuse any
 * access. What cannot be written is kept in memory, so that the page works as usual until it is closed.
 */

export interface BrowserStorage {
  /** Returns undefined where nothing is kept under the key. */
  read(key: string): string | undefined;
  write(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
  /** Returns false where nothing that is written outlives the page: none is granted, or it is full. */
  lasts(): boolean;
}

/** Longer than what tells whether somebody is signed in. */
const PROBE = 'x'.repeat(100);

/** @param granted returns the storage; throws, or returns nothing, where the browser grants none */
export function createBrowserStorage(granted: () => Storage): BrowserStorage {
  /** What differs from the storage, since it could not be changed. Undefined: removed. */
  const refused = new Map<string, string | undefined>();

  function change(key: string, value: string | undefined): void {
    try {
      if (value === undefined) granted().removeItem(key);
      else granted().setItem(key, value);
      refused.delete(key);
    } catch {
      refused.set(key, value);
    }
  }

  function storedKeys(): readonly string[] {
    try {
      const storage = granted();
      return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    } catch {
      return [];
    }
  }

  return {
    read(key) {
      if (refused.has(key)) return refused.get(key);
      try {
        return granted().getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write: change,
    remove: (key) => change(key, undefined),
    keys() {
      const kept = [...refused].flatMap(([key, value]) => (value === undefined ? [] : key));
      return [...new Set([...storedKeys().filter((key) => !refused.has(key)), ...kept])];
    },
    lasts() {
      try {
        granted().setItem(PROBE, '');
        granted().removeItem(PROBE);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Shared by all tabs, until it is deleted. */
export const deviceStorage = createBrowserStorage(() => localStorage);

/**
 * Returns what JSON is kept under a key; undefined where there is none. On a machine of developers, other pages have
 * had the same address, and their values are in the same storage.
 */
export function readJson(key: string): unknown {
  try {
    return JSON.parse(deviceStorage.read(key) ?? '');
  } catch {
    return undefined;
  }
}

/** Of this tab alone. It survives a reload. */
export const tabStorage = createBrowserStorage(() => sessionStorage);
