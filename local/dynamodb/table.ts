/** The tables that the template declares, checked against the tables on the disk from earlier starts. */
import { OptionError } from '../option-error.ts';
import type { Resource, Stack } from '../template/resource.ts';
import type { Database } from './database.ts';
import type { IndexDescription, KeyElement, TableDescription } from './dynalite.ts';
import { forgetHistory, openHistory, type History } from './history.ts';
import { ItemLocks } from './item-locks.ts';
import { SequenceNumbers } from './sequence-numbers.ts';
import type { ViewType } from './stream-record.ts';
import { openTableStream, type TableStream } from './table-stream.ts';

interface GlobalTable {
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: TableDescription['AttributeDefinitions'];
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[];
  readonly LocalSecondaryIndexes?: readonly IndexDescription[];
  readonly StreamSpecification?: { readonly StreamViewType: ViewType };
  readonly Replicas?: readonly {
    readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled?: boolean };
  }[];
  readonly TimeToLiveSpecification?: { readonly Enabled: boolean; readonly AttributeName?: string };
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly description: TableDescription;
  readonly locks: ItemLocks;
  readonly stream: TableStream | undefined;
  readonly viewType: ViewType;
  /** Name of the attribute with the epoch second after which an item may be deleted. */
  readonly timeToLive: string | undefined;
  /** Undefined: the table cannot be restored. */
  readonly history: History | undefined;
}

export const itemPrefix = (table: string) => `item~${table}~` as const;
export const indexPrefix = (table: string, index: string) => `index~${table}~${index}~` as const;

/** @param keepsHistory whether tables that have point-in-time recovery in the template can be restored */
export async function openTables(
  stack: Stack,
  database: Database,
  folder: string,
  keepsHistory: boolean,
): Promise<Map<string, Table>> {
  const numbers = new SequenceNumbers();
  const tables = new Map<string, Table>();
  for (const resource of stack.ofType<GlobalTable>('AWS::DynamoDB::GlobalTable')) {
    const table = await openTable(resource, database, numbers, keepsHistory);
    await checkKeys(table.description, database, folder);
    tables.set(table.name, table);
  }
  return tables;
}

async function openTable(
  { ref, arn, properties }: Resource<GlobalTable>,
  database: Database,
  numbers: SequenceNumbers,
  keepsHistory: boolean,
): Promise<Table> {
  const { Replicas = [], StreamSpecification: stream, TimeToLiveSpecification: timeToLive } = properties;
  const partitionKey = properties.KeySchema[0]?.AttributeName;
  if (partitionKey === undefined)
    throw new Error(`The table ${ref} has no key. Declare its KeySchema in the template.`);
  const isRecoverable = Replicas[0]?.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true;
  const hasHistory = keepsHistory && isRecoverable;
  if (!hasHistory) await forgetHistory(ref, database);
  return {
    name: ref,
    arn,
    description: {
      TableName: ref,
      TableStatus: 'ACTIVE',
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
      ...(properties.LocalSecondaryIndexes && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
      ...describedOnly(arn),
    },
    locks: new ItemLocks(),
    stream: stream && (await openTableStream({ name: ref, partitionKey }, database, numbers)),
    viewType: stream?.StreamViewType ?? 'KEYS_ONLY',
    timeToLive: timeToLive?.Enabled ? timeToLive.AttributeName : undefined,
    history: hasHistory ? await openHistory(ref, database, numbers) : undefined,
  };
}

/** Returns a table with the keys of another one, and nothing else of it. */
export function restoredTable(source: Table, name: string): Table {
  const arn = source.arn.slice(0, -source.name.length) + name;
  const { GlobalSecondaryIndexes: _global, LocalSecondaryIndexes: _local, ...description } = source.description;
  return {
    name,
    arn,
    description: { ...description, TableName: name, ...describedOnly(arn) },
    locks: new ItemLocks(),
    stream: undefined,
    viewType: 'KEYS_ONLY',
    timeToLive: undefined,
    history: undefined,
  };
}

/** Fields that DescribeTable returns and the engine itself does not read. */
const describedOnly = (arn: string): object => ({
  TableArn: arn,
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
});

/**
 * Stores the keys of a table at its first start, and compares them at every later start.
 * @throws {OptionError} when the template has changed them: items are stored by their keys, and nothing moves them
 */
async function checkKeys(description: TableDescription, database: Database, folder: string): Promise<void> {
  const name = description.TableName;
  const key = `table~${name}`;
  const declared = JSON.stringify(keysOf(description));
  const kept = database.get(key) as string | undefined;
  if (kept === undefined) return database.write([{ type: 'put', key, value: declared }], { sync: false });
  if (kept !== declared) {
    throw new OptionError(
      'dataDir',
      `The table ${name} in ${folder} was created with other keys or indexes (${kept}) than the template declares ` +
        `(${declared}). Undo the change, or start with another folder.`,
    );
  }
}

function keysOf(description: TableDescription): object {
  const types = new Map(
    description.AttributeDefinitions.map((attribute) => [attribute.AttributeName, attribute.AttributeType]),
  );
  const keys = (schema: readonly KeyElement[]) =>
    schema.map(({ AttributeName: name }) => `${name} ${types.get(name) ?? 'undeclared'}`);
  const indexes = [...(description.GlobalSecondaryIndexes ?? []), ...(description.LocalSecondaryIndexes ?? [])];
  return {
    keys: keys(description.KeySchema),
    ...(indexes.length > 0 && {
      indexes: indexes.map((index) => [index.IndexName, ...keys(index.KeySchema), index.Projection]),
    }),
  };
}
