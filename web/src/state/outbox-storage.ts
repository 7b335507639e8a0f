/**
 * Unsent messages, in the browser's database (IndexedDB), so that they outlive the page. All tabs share the
 * database, but each message belongs to one tab, which alone shows and sends it. When that tab is closed, another
 * one takes it over. If it cannot be known which tabs are open, several may send the same message: that costs
 * requests, but the server knows the message by its client id and stores it once.
 */
import type { OutboxStorage } from '#client/outbox-storage.ts';
import type { UnsentRecord } from '#client/unsent.ts';
import { completed, openDatabase } from '../browser/database.ts';
import { takeOverFromClosedTabs, tabName } from './tabs.ts';

const DATABASE = 'message-center';
const STORE = 'unsent';

interface StoredRecord extends UnsentRecord {
  readonly person: string;
  readonly tab: string;
}

interface Connection {
  readonly database: IDBDatabase;
  readonly tab: string;
}

let connection: Promise<Connection> | undefined;

/** All transactions wait for the same promise, so they run in the order in which they were asked for. */
function connect(): Promise<Connection> {
  connection ??= Promise.all([openUnsent(), tabName()]).then(([database, tab]) => ({ database, tab }));
  return connection;
}

const openUnsent = (): Promise<IDBDatabase> =>
  openDatabase(DATABASE, 1, (made) => made.createObjectStore(STORE, { keyPath: 'clientId' }));

/** Runs `work` in one transaction, and resolves when it is complete. */
async function transact(work: (store: IDBObjectStore, tab: string) => void): Promise<void> {
  const { database, tab } = await connect();
  const transaction = database.transaction(STORE, 'readwrite');
  work(transaction.objectStore(STORE), tab);
  await completed(transaction);
}

/** Calls `visit` with all records of a person, in one transaction. */
const forEachRecord = (
  person: string,
  visit: (record: StoredRecord, store: IDBObjectStore, tab: string) => void,
): Promise<void> =>
  transact((store, tab) => {
    const all = store.getAll() as IDBRequest<StoredRecord[]>;
    all.addEventListener('success', () => {
      for (const record of all.result) if (record.person === person) visit(record, store, tab);
    });
  });

/** Makes the records of certain tabs this tab's own, and returns them. */
async function claim(person: string, isClaimable: (tab: string) => boolean): Promise<UnsentRecord[]> {
  const claimed: UnsentRecord[] = [];
  await forEachRecord(person, (record, store, tab) => {
    if (!isClaimable(record.tab)) return;
    const { person: _person, tab: _tab, ...item } = record;
    store.put({ ...item, person, tab } satisfies StoredRecord);
    claimed.push(item);
  });
  return claimed;
}

export const outboxStorage: OutboxStorage = {
  load: (person, adopt, signal) =>
    takeOverFromClosedTabs(
      (isOpen) => claim(person, (tab) => !isOpen(tab)),
      async (closed) => adopt(await claim(person, (tab) => tab === closed)),
      signal,
    ),
  put: (person, item) => transact((store, tab) => store.put({ ...item, person, tab } satisfies StoredRecord)),
  update: (person, item) =>
    transact((store, tab) => {
      const found = store.getKey(item.clientId);
      found.addEventListener('success', () => {
        if (found.result !== undefined) store.put({ ...item, person, tab } satisfies StoredRecord);
      });
    }),
  remove: (clientId) => transact((store) => store.delete(clientId)),
};

/** Counts a person's unsent messages in this browser, in all tabs. */
export async function countUnsent(person: string): Promise<number> {
  let count = 0;
  await forEachRecord(person, () => count++);
  return count;
}

/** Deletes a person's unsent messages from this browser, in all tabs. */
export const deleteUnsent = (person: string): Promise<void> =>
  forEachRecord(person, ({ clientId }, store) => store.delete(clientId));
