/**
 * The capacity units that an operation consumes, and their form as ConsumedCapacity. The engine has no transactions.
 * Lambda's reads of streams, and deletions of items whose time to live has passed, are free.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations
 */
import type { Input, Item } from './dynalite.ts';
import { itemSizeBytes } from './item-size.ts';
import { sameItem } from './stream-record.ts';

const READ_UNIT_BYTES = 4 * 1024;
const WRITE_UNIT_BYTES = 1024;

type IndexKind = 'local' | 'global';

export interface Place {
  readonly table: string;
  readonly index?: { readonly name: string; readonly kind: IndexKind };
}

interface Written extends Place {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** The items that an operation reads and writes, recorded by its store. */
export class Touched {
  /** Items that were read by key, including those read for the condition of a write. */
  readonly got: { readonly table: string; readonly item: Item | undefined }[] = [];
  /** Items that a Query or Scan was given, which may be one more than it looks at. */
  scanned: { readonly place: Place; readonly items: readonly Item[] } | undefined;
  readonly written: Written[] = [];

  /** Starts recording a Query or Scan. @returns the list to add its items to */
  scanning(place: Place): Item[] {
    const items: Item[] = [];
    this.scanned = { place, items };
    return items;
  }

  wrote(place: Place, before: Item | undefined, after: Item | undefined): void {
    // dynalite rewrites an index item with every write of its item. DynamoDB does so only if the index item changed.
    if (place.index && before && after && sameItem(before, after)) return;
    this.written.push({ ...place, before, after });
  }
}

export interface Consumed extends Place {
  readonly units: number;
}

/** @param scannedCount the number of items that the Query or Scan looked at */
export function consumedByRead({ got, scanned }: Touched, input: Input, scannedCount: number): Consumed[] {
  const whole = scanned && {
    ...scanned.place,
    units: readUnits(
      scanned.items.slice(0, scannedCount).reduce((bytes, item) => bytes + itemSizeBytes(item), 0),
      isConsistent(input),
    ),
  };
  // Each item of a batch is a read of its own, and so is each item that an index fetches from its table.
  const each = got.map(({ table, item }) => ({
    table,
    units: readUnits(item ? itemSizeBytes(item) : 0, isConsistent(input, table)),
  }));
  return whole ? [whole, ...each] : each;
}

/** A write consumes units for the larger of the old and the new item. An index is written twice if its key changed. */
export const consumedByWrite = ({ written }: Touched): Consumed[] =>
  written.map(({ before, after, ...place }) => ({ ...place, units: writeUnits(before, after) }));

/** A write whose condition fails consumes units for the larger of the existing and the given item. */
export function consumedByRefusal({ got }: Touched, input: Input): Consumed[] {
  const existing = got.at(-1);
  return existing ? [{ table: existing.table, units: writeUnits(existing.item, input.Item as Item | undefined) }] : [];
}

/** A missing item, and a Query that finds nothing, consume the minimum. */
const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);

const writeUnits = (...items: readonly (Item | undefined)[]): number =>
  Math.max(1, ...items.map((item) => (item ? Math.ceil(itemSizeBytes(item) / WRITE_UNIT_BYTES) : 0)));

function isConsistent({ RequestItems: batch, ConsistentRead }: Input, table = ''): boolean {
  const request = (batch as Readonly<Record<string, Input>> | undefined)?.[table];
  return (request ? request['ConsistentRead'] : ConsistentRead) === true;
}

/**
 * Returns the ConsumedCapacity of a response, one for each table.
 * @param detail the request's ReturnConsumedCapacity, `TOTAL` or `INDEXES`
 */
export const consumedCapacity = (consumed: readonly Consumed[], detail: unknown): object[] =>
  unique(consumed.map(({ table }) => table)).map((table) => {
    const parts = consumed.filter((one) => one.table === table);
    return {
      TableName: table,
      CapacityUnits: unitsOf(parts),
      ...(detail === 'INDEXES' && {
        Table: { CapacityUnits: unitsOf(parts.filter(({ index }) => !index)) },
        LocalSecondaryIndexes: indexUnits(parts, 'local'),
        GlobalSecondaryIndexes: indexUnits(parts, 'global'),
      }),
    };
  });

function indexUnits(parts: readonly Consumed[], kind: IndexKind): object | undefined {
  const names = unique(parts.flatMap(({ index }) => (index?.kind === kind ? [index.name] : [])));
  if (names.length === 0) return undefined;
  const unitsOfIndex = (name: string): number => unitsOf(parts.filter(({ index }) => index?.name === name));
  return Object.fromEntries(names.map((name) => [name, { CapacityUnits: unitsOfIndex(name) }]));
}

export const unitsOf = (consumed: readonly Consumed[]): number => consumed.reduce((sum, { units }) => sum + units, 0);

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
