/**
 * What waits to be sent, in the browser's database (IndexedDB), so that it outlives the page. All tabs share the
 * database, but each item belongs to one tab, which alone shows and sends it. When that tab is closed, another one
 * takes it over. If it cannot be known which tabs are open, several may send the same item: that costs requests, but
 * the server knows the item by its client id and stores it once.
 */
import type { OutboxStorage } from '#client/outbox-storage.ts';
import type { RecordOf, UnsentPost, UnsentRecord } from '#client/unsent.ts';
import { completed, openDatabase } from '../browser/database.ts';
import { draftFileKeys } from './drafts.ts';
import { deleteFiles, deleteUnnamedFiles } from './file-storage.ts';
import { takeOverFromClosedTabs, tabName } from './tabs.ts';

const STORE = 'unsent';

type Stored<R> = R & {
  readonly person: string;
  readonly tab: string;
};

interface Connection {
  readonly database: IDBDatabase;
  readonly tab: string;
}

/** What waits in an outbox. */
type Waiting = Pick<UnsentRecord, 'clientId' | 'attachments'>;

interface BrowserOutbox<R extends Waiting> extends OutboxStorage<R> {
  /** Counts what a person has in this browser, in all tabs. */
  count(person: string): Promise<number>;
  /** Deletes what a person has in this browser, in all tabs. */
  deleteAll(person: string): Promise<void>;
  /** Returns the keys of the files that wait with what a person has in this browser, in all tabs. */
  fileKeys(person: string): Promise<readonly string[]>;
}

/** @param name of a database of its own: a page of another version finds nothing in it that it does not know */
function createBrowserOutbox<R extends Waiting>(name: string): BrowserOutbox<R> {
  let connection: Promise<Connection> | undefined;

  /** All transactions wait for the same promise, so they run in the order in which they were asked for. */
  function connect(): Promise<Connection> {
    connection ??= Promise.all([openUnsent(name), tabName()]).then(([database, tab]) => ({ database, tab }));
    return connection;
  }

  /**
   * Runs `work` in one transaction, and resolves when it is complete. One that `work` commits is completed even where
   * the page goes away at once.
   */
  async function transact(work: (store: IDBObjectStore, tab: string) => void): Promise<void> {
    const { database, tab } = await connect();
    const transaction = database.transaction(STORE, 'readwrite');
    work(transaction.objectStore(STORE), tab);
    await completed(transaction);
  }

  /** Calls `visit` with all records of a person, in one transaction. */
  const forEachRecord = (
    person: string,
    visit: (record: Stored<R>, store: IDBObjectStore, tab: string) => void,
  ): Promise<void> =>
    transact((store, tab) => {
      const all = store.getAll() as IDBRequest<Stored<R>[]>;
      all.addEventListener('success', () => {
        for (const record of all.result) if (record.person === person) visit(record, store, tab);
      });
    });

  /** Makes the records of certain tabs this tab's own, and returns them. */
  async function claim(person: string, isClaimable: (tab: string) => boolean): Promise<R[]> {
    const claimed: R[] = [];
    await forEachRecord(person, (record, store, tab) => {
      if (!isClaimable(record.tab)) return;
      const { person: _person, tab: _tab, ...item } = record;
      store.put({ ...item, person, tab });
      claimed.push(item as unknown as R);
    });
    return claimed;
  }

  return {
    async load(person, adopt, signal) {
      // A database may take seconds to open, in which no other could look around.
      await connect();
      return takeOverFromClosedTabs(
        (isOpen) => claim(person, (tab) => !isOpen(tab)),
        async (closed) => adopt(await claim(person, (tab) => tab === closed)),
        signal,
      );
    },
    put: (person, item) =>
      transact((store, tab) => {
        store.put({ ...item, person, tab } satisfies Stored<R>);
        store.transaction.commit();
      }),
    update: (person, item) =>
      transact((store, tab) => {
        const found = store.getKey(item.clientId);
        found.addEventListener('success', () => {
          if (found.result !== undefined) store.put({ ...item, person, tab } satisfies Stored<R>);
        });
      }),
    remove: (clientId) =>
      transact((store) => {
        store.delete(clientId);
        store.transaction.commit();
      }),
    async count(person) {
      let count = 0;
      await forEachRecord(person, () => count++);
      return count;
    },
    deleteAll: (person) => forEachRecord(person, ({ clientId }, store) => store.delete(clientId)),
    async fileKeys(person) {
      const keys: string[] = [];
      await forEachRecord(person, ({ attachments = [] }) => keys.push(...attachments.map(({ key }) => key)));
      return keys;
    },
  };
}

/**
 * Keeps what has attachments apart: a page of an earlier version, which knows none, would send the texts alone.
 * @param plain where all else is kept
 * @param withFiles where that is kept
 */
function apart<R extends Waiting>(plain: BrowserOutbox<R>, withFiles: BrowserOutbox<R>): BrowserOutbox<R> {
  const both = [plain, withFiles];
  const homeOf = ({ attachments }: R): BrowserOutbox<R> => (attachments ? withFiles : plain);
  return {
    async load(...asked) {
      const loaded = await Promise.allSettled(both.map((one) => one.load(...asked)));
      return loaded.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    },
    put: (person, item) => homeOf(item).put(person, item),
    update: (person, item) => homeOf(item).update(person, item),
    remove: (clientId) => Promise.all(both.map((one) => one.remove(clientId))).then(() => undefined),
    count: async (person) => {
      const [one = 0, other = 0] = await Promise.all(both.map(({ count }) => count(person)));
      return one + other;
    },
    deleteAll: (person) => Promise.all(both.map(({ deleteAll }) => deleteAll(person))).then(() => undefined),
    fileKeys: (person) => withFiles.fileKeys(person),
  };
}

const openUnsent = (name: string): Promise<IDBDatabase> =>
  openDatabase(name, 1, (made) => made.createObjectStore(STORE, { keyPath: 'clientId' }));

export const messageStorage = apart(
  createBrowserOutbox<UnsentRecord>('message-center'),
  createBrowserOutbox<UnsentRecord>('message-center-with-files'),
);
export const postStorage = apart(
  createBrowserOutbox<RecordOf<UnsentPost>>('message-center-posts'),
  createBrowserOutbox<RecordOf<UnsentPost>>('message-center-posts-with-pictures'),
);

/** Deletes what a person has not sent from this browser, in all tabs. If a database fails, it has kept nothing. */
export async function deleteUnsent(person: string): Promise<void> {
  await Promise.allSettled([messageStorage.deleteAll(person), postStorage.deleteAll(person), deleteFiles(person)]);
}

/** Deletes the files that were picked or sent by pages that ended before they could delete them. */
export async function deleteForgottenFiles(person: string): Promise<void> {
  const [messages, posts] = await Promise.all([messageStorage.fileKeys(person), postStorage.fileKeys(person)]);
  await deleteUnnamedFiles(person, new Set([...messages, ...posts, ...draftFileKeys(person)]));
}
