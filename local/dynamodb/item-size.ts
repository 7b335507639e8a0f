/**
 * The size of an item, from which capacity units are computed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
import type { AttributeValue, Item } from './dynalite.ts';

/** The overhead of a list or map. Each of its elements adds ELEMENT_BYTES. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Returns the bytes of all names and values. Unlike dynalite's own measure, text counts as UTF-8. */
export function itemSizeBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value) bytes += Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

function valueBytes({ S, N, B, SS, NS, BS, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return numberBytes(N);
  if (B !== undefined) return Buffer.byteLength(B, 'base64');
  if (SS) return sum(SS, (text) => Buffer.byteLength(text));
  if (NS) return sum(NS, numberBytes);
  if (BS) return sum(BS, (base64) => Buffer.byteLength(base64, 'base64'));
  if (L) return CONTAINER_BYTES + sum(L, (value) => ELEMENT_BYTES + valueBytes(value));
  if (M) return CONTAINER_BYTES + ELEMENT_BYTES * Object.keys(M).length + itemSizeBytes(M);
  return 1; // BOOL, NULL
}

/** A number takes one byte for every two significant digits, and one more. */
function numberBytes(decimal: string): number {
  const digits = decimal
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1;
}

const sum = <T>(values: readonly T[], bytesOf: (value: T) => number): number =>
  values.reduce((bytes, value) => bytes + bytesOf(value), 0);
