/**
 * The files that wait in this browser: those that were picked for a message, and those of messages that are not sent.
 * They are in the browser's database (IndexedDB), so that they outlive the page. Where that refuses them, since it is
 * full or there is none, they are kept in memory.
 */
import type { FileStorage } from '#client/file-storage.ts';
import { completed, openDatabase, resultOf } from '../browser/database.ts';

const STORE = 'files';

/** A file that nothing names stays this long: another tab may be about to name it. */
const UNNAMED_MS = 24 * 60 * 60_000;

interface StoredFile {
  readonly key: string;
  readonly person: string;
  readonly file: Blob;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

let connection: Promise<IDBDatabase> | undefined;
const inMemory = new Map<string, StoredFile>();

function connect(): Promise<IDBDatabase> {
  connection ??= openDatabase('message-center-files', 1, (made) => made.createObjectStore(STORE, { keyPath: 'key' }));
  return connection;
}

/** Runs `work` in one transaction, and resolves when it is complete. */
async function transact(work: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = (await connect()).transaction(STORE, 'readwrite');
  work(transaction.objectStore(STORE));
  await completed(transaction);
}

/** Deletes the files that `isDeleted` holds for, in one transaction. */
function deleteWhere(isDeleted: (file: StoredFile) => boolean): Promise<void> {
  for (const [key, file] of inMemory) if (isDeleted(file)) inMemory.delete(key);
  return transact((store) => {
    const request = store.openCursor();
    request.addEventListener('success', () => {
      const cursor = request.result;
      if (!cursor) return;
      if (isDeleted(cursor.value as StoredFile)) cursor.delete();
      cursor.continue();
    });
  });
}

export const fileStorage: FileStorage = {
  async put(person, key, file) {
    const kept = { key, person, file, keptAt: Date.now() };
    try {
      await transact((store) => store.put(kept));
      return true;
    } catch {
      inMemory.set(key, kept);
      return false;
    }
  },
  async get(key) {
    const kept = inMemory.get(key);
    if (kept) return kept.file;
    try {
      const store = (await connect()).transaction(STORE).objectStore(STORE);
      const found = await resultOf<StoredFile | undefined>(store.get(key));
      return found?.file;
    } catch {
      return undefined;
    }
  },
  async remove(keys) {
    for (const key of keys) inMemory.delete(key);
    if (keys.length > 0) await transact((store) => keys.forEach((key) => store.delete(key))).catch(() => undefined);
  },
};

/** Deletes a person's files from this browser, in all tabs. */
export const deleteFiles = (person: string): Promise<void> => deleteWhere((file) => file.person === person);

/**
 * Deletes what a page has left behind that ended between two writes.
 * @param named keys of all files that drafts and unsent messages of this person name, in all tabs
 */
export const deleteUnnamedFiles = (person: string, named: ReadonlySet<string>): Promise<void> =>
  deleteWhere(
    ({ key, person: owner, keptAt }) => owner === person && !named.has(key) && keptAt + UNNAMED_MS < Date.now(),
  );
