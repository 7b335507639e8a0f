/**
 * The store that a dynalite operation works on, created for each request. An operation locks its item, reads it and
 * writes it. The item it read is the old image, so the item, its index items and its stream record go to the disk in
 * one batch.
 */
import { type Place, Touched } from './capacity.ts';
import type { Database } from './database.ts';
import type { Callback, Item, ItemDb, Operation, Range, Store, TableDescription } from './dynalite.ts';
import { changeOf } from './stream-record.ts';
import { indexPrefix, itemPrefix, type Table } from './table.ts';
import { valueStream } from './value-stream.ts';

export const options = { maxItemSize: 400 * 1024 };

interface WriteOptions {
  /** The writes delete items whose time to live has passed. */
  readonly expired?: true;
  /** False: the writes need not wait for the disk. */
  readonly sync?: boolean;
}

export class RequestStore implements Store {
  readonly options = options;
  /** The item read last: the one that a failed condition was evaluated against. */
  lastRead: Item | undefined;
  /** From which the capacity units are computed. */
  readonly touched = new Touched();
  readonly #database: Database;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #fail: (error: unknown) => void;
  readonly #writeOptions: WriteOptions;
  /** The opening of the database at which items were read. */
  readonly #opening: number;
  /** Index writes of the item about to be written. dynalite hands them over just before the item. */
  #indexOperations: Operation[] = [];

  /** @param fail called with errors that dynalite cannot pass on */
  constructor(
    database: Database,
    tables: ReadonlyMap<string, Table>,
    fail: (error: unknown) => void,
    writeOptions: WriteOptions = {},
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#fail = fail;
    this.#writeOptions = writeOptions;
    this.#opening = database.opening;
  }

  getTable(name: string, ...rest: [Callback<TableDescription>] | [boolean, Callback<TableDescription>]): void {
    const done = rest.length === 1 ? rest[0] : rest[1];
    const table = this.#tables.get(name);
    if (table) done(null, table.description);
    else done(noTable(name));
  }

  getItemDb(name: string): ItemDb {
    const table = this.#tables.get(name);
    if (!table) throw noTable(name);
    const database = this.#database;
    const prefix = itemPrefix(name);
    let before: Item | undefined;
    return {
      lock: (key, run) => table.locks.acquire(key, (release) => this.#guarded(release, run)),
      get: (key, done) => {
        before = database.get(prefix + key) as Item | undefined;
        this.lastRead = before;
        this.touched.got.push({ table: name, item: before });
        done(null, before);
      },
      put: (key, item, done) => this.#write(table, { type: 'put', key: prefix + key, value: item }, before, item, done),
      del: (key, done) => this.#write(table, { type: 'del', key: prefix + key }, before, undefined, done),
      createValueStream: (range: Range) => this.#scan({ table: name }, prefix, range),
    };
  }

  getIndexDb(kind: string, table: string, index: string): ReturnType<Store['getIndexDb']> {
    const prefix = indexPrefix(table, index);
    const place: Place = { table, index: { name: index, kind: kind.toLowerCase() === 'local' ? 'local' : 'global' } };
    const add = (operation: Operation, after: Item | undefined, done: Callback) => {
      this.#indexOperations.push(operation);
      this.touched.wrote(place, this.#database.get(operation.key) as Item | undefined, after);
      done(null);
    };
    return {
      put: (key, value, done) => add({ type: 'put', key: prefix + key, value }, value, done),
      del: (key, done) => add({ type: 'del', key: prefix + key }, undefined, done),
      createValueStream: (range: Range) => this.#scan(place, prefix, range),
    };
  }

  #scan(place: Place, prefix: string, range: Range): NodeJS.EventEmitter {
    const items = this.touched.scanning(place);
    return valueStream(this.#database, prefix, range, this.#fail).on('data', (item: Item) => items.push(item));
  }

  #write(table: Table, operation: Operation, before: Item | undefined, after: Item | undefined, done: Callback): void {
    const operations = [...this.#indexOperations, operation];
    this.#indexOperations = [];
    this.touched.wrote({ table: table.name }, before, after);
    const change = table.stream && changeOf(before, after, table.description.KeySchema, table.viewType);
    const { expired, sync } = this.#writeOptions;
    const record = change && table.stream?.append(expired ? { ...change, expired } : change);
    if (record) operations.push(record.operation);
    if (table.history)
      operations.push(table.history.record(operation.key.slice(itemPrefix(table.name).length), before));
    const written = (error: unknown): void => {
      try {
        if (!error) record?.publish();
        done(error);
      } catch (thrown) {
        this.#fail(thrown);
      }
    };
    this.#database.commit(operations, written, { sync, since: this.#opening });
  }

  /** Runs the holder of a lock. An exception fails this request only, and releases the lock. */
  #guarded(release: () => void, run: (release: (done: Callback) => Callback) => void): void {
    try {
      run((done) => (...result) => {
        release();
        done(...result);
      });
    } catch (error) {
      release();
      this.#fail(error);
    }
  }
}

const noTable = (name: string) => ({
  statusCode: 400,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: `Requested resource not found: Table: ${name} not found`,
  },
});
