/**
 * dynalite used as a library: its validation of requests and its implementation of each operation, without its HTTP
 * server and its store. (The store never syncs, so a power cut loses writes.) dynalite is CommonJS without types; the
 * parts that the engine uses are declared here, for exactly the version in package.json.
 */
import { createRequire } from 'node:module';

export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

export type Item = Readonly<Record<string, AttributeValue>>;

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface IndexDescription {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

/** The output of DescribeTable, as far as dynalite reads it. */
export interface TableDescription {
  readonly TableName: string;
  readonly TableStatus: 'ACTIVE' | 'DELETING';
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[];
  readonly LocalSecondaryIndexes?: readonly IndexDescription[];
}

export type Callback<T = unknown> = (error: unknown, result?: T) => void;

/** A range of keys or values. A `limit` of -1 means no limit. */
export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** The items of one table or one index, as an operation uses them. */
export interface ItemDb {
  lock(key: string, run: (release: (done: Callback) => Callback) => void): void;
  get(key: string, done: Callback<Item>): void;
  put(key: string, item: Item, done: Callback): void;
  del(key: string, done: Callback): void;
  createValueStream(range: Range): NodeJS.EventEmitter;
}

export interface Store {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, done: Callback<TableDescription>): void;
  getTable(name: string, checkStatus: boolean, done: Callback<TableDescription>): void;
  getItemDb(table: string): ItemDb;
  getIndexDb(kind: string, table: string, index: string): Pick<ItemDb, 'put' | 'del' | 'createValueStream'>;
}

/** An error that dynalite means as a response. */
export interface AnsweredError {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

export type Input = Readonly<Record<string, unknown>>;
export type Action = (store: Store, input: Input, done: Callback<Input>) => void;

interface Validation {
  readonly types: unknown;
  readonly custom?: unknown;
}

interface Validations {
  /** Drops unknown fields. @throws {AnsweredError} for wrong types */
  checkTypes(input: unknown, types: unknown): Input;
  /** Parses expressions into `_condition`, `_updates` … of the input. @throws {AnsweredError} */
  checkValidations(input: Input, types: unknown, custom: unknown, store: Pick<Store, 'options'>): void;
}

interface Rules {
  /** Returns an item's key within its table. Keys sort in the order of a Query. */
  createKey(item: Item, table: TableDescription): string;
  /** Returns an item's size in bytes, as DynamoDB counts them. */
  itemSize(item: Item): number;
}

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

/** The LevelDB binding that comes with dynalite. */
export interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  getSync(key: string): unknown;
  batch(operations: readonly Operation[], options: { readonly sync: boolean }): Promise<void>;
  values(range: Range & { readonly highWaterMarkBytes?: number }): {
    nextv(size: number): Promise<unknown[]>;
    close(): Promise<void>;
  };
  keys(range: Range): {
    nextv(size: number): Promise<string[]>;
    close(): Promise<void>;
  };
  iterator(range: Range): AsyncIterable<[string, unknown]>;
}

const require = createRequire(import.meta.url);
const requireBesideDynalite = createRequire(require.resolve('dynalite'));

const load = (path: string): unknown => require(`dynalite/${path}`);
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export const rules = load('db') as Rules;
export const validations = load('validations') as Validations;
export const loadValidation = (operation: string) => load(`validations/${lowerFirst(operation)}`) as Validation;
export const loadAction = (operation: string) => load(`actions/${lowerFirst(operation)}`) as Action;

export const { Level } = requireBesideDynalite('level') as {
  Level: new (folder: string, options: { readonly valueEncoding: 'json' }) => Level;
};

export const isAnswered = (error: unknown): error is AnsweredError =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
