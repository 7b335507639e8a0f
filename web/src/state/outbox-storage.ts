/**
 * Unsent messages, in the browser's own database (IndexedDB), so that they outlive the page. All tabs share it, and each
 * message belongs to one of them, which alone shows and sends it; another one takes it over when that tab has gone. Where
 * nobody can tell, several send it: that costs requests, and no message twice, since the server knows it by its name.
 */
import type { OutboxStorage } from '#client/outbox-storage.ts';
import type { UnsentRecord } from '#client/unsent.ts';
import { succeed, tabName } from './tabs.ts';

const DATABASE = 'message-center';
const UNSENT = 'unsent';
/** Milliseconds after which a database that does not open, or does not answer, counts as none. */
const PATIENCE = 3_000;

interface Kept extends UnsentRecord {
  readonly person: string;
  readonly tab: string;
}

interface Ready {
  readonly database: IDBDatabase;
  readonly tab: string;
}

let ready: Promise<Ready> | undefined;

/** Everything waits for the same promise, and so goes on in the order in which it was asked for. */
function prepare(): Promise<Ready> {
  ready ??= Promise.all([openDatabase(), tabName()]).then(([database, tab]) => ({ database, tab }));
  return ready;
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('The browser’s database does not open.')), PATIENCE);
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(UNSENT, { keyPath: 'clientId' }));
    request.addEventListener('success', () => {
      // Another tab has loaded a later page, with another database.
      request.result.addEventListener('versionchange', () => request.result.close());
      resolve(request.result);
    });
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('The browser’s database can not be opened.')),
    );
  });
}

/** One transaction; done when it is. */
async function transact(act: (unsent: IDBObjectStore, tab: string) => void): Promise<void> {
  const { database, tab } = await prepare();
  const transaction = database.transaction(UNSENT, 'readwrite');
  act(transaction.objectStore(UNSENT), tab);
  await new Promise<void>((resolve, reject) => {
    setTimeout(() => reject(new Error('The browser’s database does not answer.')), PATIENCE);
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? new Error('The browser’s database has given up.')),
    );
  });
}

/** Goes through all that is kept of a person, in one transaction. */
const visit = (person: string, act: (kept: Kept, unsent: IDBObjectStore, tab: string) => void): Promise<void> =>
  transact((unsent, tab) => {
    const all = unsent.getAll() as IDBRequest<Kept[]>;
    all.addEventListener('success', () => {
      for (const kept of all.result) if (kept.person === person) act(kept, unsent, tab);
    });
  });

/** Makes what belongs to certain tabs this one's own. */
async function take(person: string, isFree: (tab: string) => boolean): Promise<UnsentRecord[]> {
  const taken: UnsentRecord[] = [];
  await visit(person, (kept, unsent, tab) => {
    if (!isFree(kept.tab)) return;
    const { person: _person, tab: _tab, ...item } = kept;
    unsent.put({ ...item, person, tab } satisfies Kept);
    taken.push(item);
  });
  return taken;
}

export const outboxStorage: OutboxStorage = {
  load: (person, adopt, signal) =>
    succeed(
      (lives) => take(person, (tab) => !lives(tab)),
      async (gone) => adopt(await take(person, (tab) => tab === gone)),
      signal,
    ),
  put: (person, item) => transact((unsent, tab) => unsent.put({ ...item, person, tab } satisfies Kept)),
  update: (person, item) =>
    transact((unsent, tab) => {
      const found = unsent.getKey(item.clientId);
      found.addEventListener(
        'success',
        () => found.result !== undefined && unsent.put({ ...item, person, tab } satisfies Kept),
      );
    }),
  remove: (clientId) => transact((unsent) => unsent.delete(clientId)),
};

/** How many messages of a person wait in this browser, in whatever tab. */
export async function countUnsent(person: string): Promise<number> {
  let count = 0;
  await visit(person, () => count++);
  return count;
}

/** Deletes them. */
export const deleteUnsent = (person: string): Promise<void> =>
  visit(person, ({ clientId }, unsent) => unsent.delete(clientId));
