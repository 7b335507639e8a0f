/** A record of a table's stream: one write, stored until every reader has processed it. */
import { rules, type AttributeValue, type Item, type KeyElement } from './dynalite.ts';

export type ViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface StreamRecord {
  /** 21 digits, ascending; the first 13 are the epoch millisecond of the write. */
  readonly sequenceNumber: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  /** Size of the keys and images in bytes, as DynamoDB counts them. */
  readonly size: number;
  /** The item was deleted because its time to live had passed. */
  readonly expired?: true;
}

export type Change = Omit<StreamRecord, 'sequenceNumber'>;

/** Returns the time of a record's write, in epoch milliseconds. */
export const writtenAt = (record: StreamRecord): number => Number(record.sequenceNumber.slice(0, 13));

/** Returns the change between two states of an item, or undefined if nothing changed. */
export function changeOf(
  before: Item | undefined,
  after: Item | undefined,
  schema: readonly KeyElement[],
  viewType: ViewType,
): Change | undefined {
  const present = after ?? before;
  if (!present || (before && after && sameItem(before, after))) return undefined;
  const newImage = viewType.startsWith('NEW') ? after : undefined;
  const oldImage = viewType.includes('OLD_') ? before : undefined;
  const keys = Object.fromEntries(
    schema.flatMap(({ AttributeName: name }) => (present[name] ? [[name, present[name]]] : [])),
  );
  return {
    eventName: !before ? 'INSERT' : !after ? 'REMOVE' : 'MODIFY',
    keys,
    ...(newImage && { newImage }),
    ...(oldImage && { oldImage }),
    size: rules.itemSize(keys) + (newImage ? rules.itemSize(newImage) : 0) + (oldImage ? rules.itemSize(oldImage) : 0),
  };
}

/** True if two items are equal. The order of attributes and of a set's members does not matter. */
export function sameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const left = one[name];
      const right = other[name];
      return left !== undefined && right !== undefined && sameValue(left, right);
    })
  );
}

function sameValue(one: AttributeValue, other: AttributeValue): boolean {
  if (one.M && other.M) return sameItem(one.M, other.M);
  if (one.L && other.L)
    return one.L.length === other.L.length && one.L.every((value, at) => sameValue(value, other.L?.[at] ?? {}));
  const left = one.SS ?? one.NS ?? one.BS;
  const right = other.SS ?? other.NS ?? other.BS;
  if (left && right)
    return JSON.stringify([typeOf(one), left.toSorted()]) === JSON.stringify([typeOf(other), right.toSorted()]);
  return JSON.stringify(one) === JSON.stringify(other);
}

const typeOf = (value: AttributeValue): string | undefined => Object.keys(value)[0];
