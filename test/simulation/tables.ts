/** DynamoDB in memory: every command takes effect at one moment, and every item keeps its recent versions. */

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type PutCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { KeySchema } from '#functions/aws/tables.ts';
import { holds, updated, type Item, type Placeholders } from './expressions.ts';

/** How long an item keeps old versions: an eventually consistent read is never staler. */
const MEMORY_MS = 60_000;

type Key = string | number;

interface Version {
  /** When it was written, in epoch milliseconds. */
  readonly at: number;
  readonly item: Item | undefined;
}

interface Partition {
  /** In ascending order. */
  readonly keys: Key[];
  /** By key; oldest first. */
  readonly versions: Map<Key, Version[]>;
}

export interface Change {
  readonly table: string;
  readonly item: Item;
  readonly before: Item | undefined;
}

export class Tables {
  readonly #now: () => number;
  readonly #schemas: Readonly<Record<string, KeySchema>>;
  readonly #changed: (change: Change) => void;
  readonly #tables = new Map<string, Map<Key, Partition>>();

  /** @param changed called for every item that is written */
  constructor(schemas: Readonly<Record<string, KeySchema>>, now: () => number, changed: (change: Change) => void) {
    this.#schemas = schemas;
    this.#now = now;
    this.#changed = changed;
  }

  /** @param asOf the moment that an eventually consistent read sees; a strong one sees the present */
  run(command: object, asOf: number): unknown {
    if (command instanceof PutCommand)
      return this.#write(
        command.input.TableName,
        command.input.Item ?? {},
        command.input,
        () => frozen(command.input.Item ?? {}),
        command.input.ReturnValues,
      );
    if (command instanceof UpdateCommand) {
      const { TableName, Key: key = {}, UpdateExpression = '', ...rest } = command.input;
      return this.#write(
        TableName,
        key,
        rest,
        (before) => frozen(updated(UpdateExpression, before ?? key, rest)),
        rest.ReturnValues,
      );
    }
    if (command instanceof DeleteCommand)
      return this.#write(command.input.TableName, command.input.Key ?? {}, command.input, () => undefined);
    if (command instanceof GetCommand) {
      const { TableName, Key: key = {}, ConsistentRead } = command.input;
      return { Item: this.#read(TableName, key, ConsistentRead ? Infinity : asOf) };
    }
    if (command instanceof BatchGetCommand) {
      const requests = Object.entries(command.input.RequestItems ?? {});
      const read = requests.map(([table, { Keys = [], ConsistentRead }]) => {
        const items = Keys.flatMap((key) => this.#read(table, key, ConsistentRead ? Infinity : asOf) ?? []);
        return [table, items] as const;
      });
      return { Responses: Object.fromEntries(read) };
    }
    if (command instanceof BatchWriteCommand) {
      for (const [table, requests = []] of Object.entries(command.input.RequestItems ?? {}))
        for (const { DeleteRequest } of requests) {
          if (!DeleteRequest) throw new Error('The simulation only deletes in batches.');
          this.#write(table, DeleteRequest.Key ?? {}, {}, () => undefined);
        }
      return {};
    }
    if (command instanceof QueryCommand)
      return this.#query(command.input, command.input.ConsistentRead ? Infinity : asOf);
    throw new Error(`The simulation does not know ${command.constructor.name}.`);
  }

  /** Returns all items of a table. */
  all(table: string): readonly Item[] {
    return [...this.#table(table).values()].flatMap((partition) =>
      partition.keys.flatMap((key): readonly Item[] => {
        const item = stateAt(partition, key, Infinity);
        return item ? [item] : [];
      }),
    );
  }

  #write(
    table: string | undefined,
    key: Item,
    condition: Placeholders & Pick<PutCommandInput, 'ConditionExpression' | 'ReturnValuesOnConditionCheckFailure'>,
    next: (before: Item | undefined) => Item | undefined,
    returned?: string,
  ): unknown {
    const [partitionKey, sortKey] = this.#keyOf(table, key);
    const partition = this.#partition(table, partitionKey);
    const before = stateAt(partition, sortKey, Infinity);
    if (!holds(condition.ConditionExpression, before ?? {}, condition)) {
      const shown = condition.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before : undefined;
      throw new ConditionalCheckFailedException({
        message: 'The conditional request failed',
        $metadata: {},
        Item: shown && marshall(shown),
      });
    }
    const item = next(before);
    const versions = partition.versions.get(sortKey) ?? [];
    if (versions.length === 0) insert(partition.keys, sortKey);
    const now = this.#now();
    while (versions[1] && versions[1].at < now - MEMORY_MS) versions.shift();
    versions.push({ at: now, item });
    partition.versions.set(sortKey, versions);
    if (item) this.#changed({ table: table ?? '', item, before });
    return { ...(returned !== undefined && { Attributes: returnedOf(returned, before, item) }) };
  }

  #read(table: string | undefined, key: Item, at: number): Item | undefined {
    const [partitionKey, sortKey] = this.#keyOf(table, key);
    return stateAt(this.#partition(table, partitionKey), sortKey, at);
  }

  #query(query: QueryCommand['input'], at: number): unknown {
    const {
      TableName,
      KeyConditionExpression = '',
      FilterExpression,
      ScanIndexForward = true,
      Limit = Infinity,
      ExclusiveStartKey,
    } = query;
    const [, value = ''] =
      new RegExp(`\\b${this.#schema(TableName).partitionKey.name} = (:\\w+)`).exec(KeyConditionExpression) ?? [];
    const partition = this.#partition(TableName, query.ExpressionAttributeValues?.[value] as Key);
    const start = ExclusiveStartKey && this.#keyOf(TableName, ExclusiveStartKey)[1];
    const { keys } = partition;
    const step = ScanIndexForward ? 1 : -1;
    const items: Item[] = [];
    for (let place = placeAfter(keys, start, step); place in keys && items.length < Limit; place += step) {
      const item = stateAt(partition, keys[place] as Key, at);
      if (!item) continue;
      if (holds(KeyConditionExpression, item, query)) items.push(item);
      // What it selects lies together.
      else if (items.length > 0) break;
    }
    const last = items.length >= Limit ? items.at(-1) : undefined;
    return {
      Items: items.filter((item) => holds(FilterExpression, item, query)),
      ScannedCount: items.length,
      ...(last && { LastEvaluatedKey: last }),
    };
  }

  #schema(table: string | undefined): KeySchema {
    const schema = this.#schemas[table ?? ''];
    if (!schema) throw new Error(`The simulation has no table ${table}.`);
    return schema;
  }

  #keyOf(table: string | undefined, item: Item): readonly [Key, Key] {
    const { partitionKey, sortKey } = this.#schema(table);
    const keys = [item[partitionKey.name], sortKey ? item[sortKey.name] : 0] as const;
    if (keys.some((key) => key === undefined))
      throw Object.assign(new Error('The key is missing.'), { name: 'ValidationException' });
    return keys as readonly [Key, Key];
  }

  #table(table: string | undefined): Map<Key, Partition> {
    const partitions = this.#tables.get(table ?? '') ?? new Map<Key, Partition>();
    this.#tables.set(table ?? '', partitions);
    return partitions;
  }

  #partition(table: string | undefined, key: Key): Partition {
    const partitions = this.#table(table);
    const partition = partitions.get(key) ?? { keys: [], versions: new Map<Key, Version[]>() };
    partitions.set(key, partition);
    return partition;
  }
}

/** Freezes an item: a reader cannot change what the table holds. */
const frozen = (item: Item): Item =>
  Object.freeze(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));

function stateAt({ versions }: Partition, key: Key, at: number): Item | undefined {
  const known = versions.get(key);
  return at === Infinity ? known?.at(-1)?.item : known?.findLast((version) => version.at <= at)?.item;
}

function insert(keys: Key[], key: Key): void {
  keys.splice(placeOf(keys, key), 0, key);
}

/** Returns where a key is, or belongs. */
function placeOf(keys: readonly Key[], key: Key): number {
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((keys[middle] as Key) < key) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Returns where a query begins that goes on from a key, or has none to go on from. */
function placeAfter(keys: readonly Key[], start: Key | undefined, step: 1 | -1): number {
  if (start === undefined) return step === 1 ? 0 : keys.length - 1;
  const place = placeOf(keys, start);
  return step === -1 || keys[place] !== start ? place + Math.min(step, 0) : place + 1;
}

/** Returns what a write answers with (`ReturnValues`). */
function returnedOf(returned: string, before: Item | undefined, item: Item | undefined): Item | undefined {
  if (returned === 'ALL_NEW') return item;
  if (returned === 'ALL_OLD') return before;
  const [shown, other] = returned === 'UPDATED_NEW' ? [item, before] : [before, item];
  return Object.fromEntries(Object.entries(shown ?? {}).filter(([name, value]) => other?.[name] !== value));
}
