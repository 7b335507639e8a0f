/**
 * Keeping a list within the size of one answer: a function may answer 6 MB, and the body is JSON within JSON,
 * so a quotation mark in a text takes four bytes.
 */

/** Bytes the items of one answer may take. What is left is for the headers and the rest of the body. */
const ITEMS_MAX_BYTES = 5_000_000;

const sizeOf = (item: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(item)));

/** Returns as many items, from the first on, as one answer can hold; at least one. */
export function itemsThatFit<T>(items: readonly T[]): T[] {
  let size = 0;
  const tooMany = items.findIndex((item) => (size += sizeOf(item)) > ITEMS_MAX_BYTES);
  return items.slice(0, tooMany < 0 ? items.length : Math.max(1, tooMany));
}
