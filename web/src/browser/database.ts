/** The browser's database (IndexedDB), as far as the browser grants it. */

/** A database that does not open or answer in this time counts as missing. */
const TIMEOUT_MS = 3_000;

/**
 * Opens a database.
 * @param upgrade makes its stores, where it is new or of an earlier version
 * @returns a promise that rejects where the browser grants none, or does not open it in time
 */
export function openDatabase(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('The browser’s database did not open in time.')), TIMEOUT_MS);
    const request = indexedDB.open(name, version);
    request.addEventListener('upgradeneeded', () => upgrade(request.result));
    request.addEventListener('success', () => {
      // Another tab has loaded a newer page, which needs a newer version of the database.
      request.result.addEventListener('versionchange', () => request.result.close());
      resolve(request.result);
    });
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('The browser’s database could not be opened.')),
    );
  });
}

/** Resolves when a transaction is complete. Rejects where it was aborted, or does not end in time. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('The browser’s database did not answer in time.')), TIMEOUT_MS);
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? new Error('The browser’s database aborted the transaction.')),
    );
  });
}

/** Resolves with the result of a request. Rejects where it fails, or is not answered in time. */
export function resultOf<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('The browser’s database did not answer in time.')), TIMEOUT_MS);
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('The browser’s database failed.')));
  });
}
