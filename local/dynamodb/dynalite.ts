/**
 * dynalite used as a library: its checks of requests and its rules of every operation, without its HTTP server and
 * its store, which keeps nothing across a power cut (it never syncs). It is CommonJS without types; what the engine
 * uses of it is declared here, for exactly the version in package.json.
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

/** What DescribeTable answers, as far as dynalite reads it. */
export interface TableDescription {
  readonly TableName: string;
  readonly TableStatus: 'ACTIVE';
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[];
  readonly LocalSecondaryIndexes?: readonly IndexDescription[];
}

export type Callback<T = unknown> = (error: unknown, result?: T) => void;

/** A range of keys or values; `limit` -1 is none. */
export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** The items of one table, or the entries of one index, as an operation uses them. */
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

/** An error that dynalite means as an answer. */
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
  /** Key of an item within its table, in the order of a Query. */
  createKey(item: Item, table: TableDescription): string;
  /** Bytes, as DynamoDB counts them. */
  itemSize(item: Item): number;
}

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

/** The LevelDB binding that dynalite brings. */
export interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  getSync(key: string): unknown;
  batch(operations: readonly Operation[], options: { readonly sync: boolean }): Promise<void>;
  values(range: Range & { readonly highWaterMarkBytes?: number }): {
    nextv(size: number): Promise<unknown[]>;
    close(): Promise<void>;
  };
  iterator(range: Range): AsyncIterable<[string, unknown]>;
  clear(range: Range): Promise<void>;
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
