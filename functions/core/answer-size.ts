/** A function's answer is limited to 6 MB, and its body is JSON within JSON: a quotation mark of a text takes four bytes. */

/** Bytes that the items of one answer may come to; what is left is for headers and whatever else the body says. */
const ITEMS_MAX = 5_000_000;

const sizeOf = (item: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(item)));

/** As many of these, from the first on, as one answer can hold; one at least. */
export function fitting<T>(items: readonly T[]): T[] {
  let size = 0;
  const tooMany = items.findIndex((item) => (size += sizeOf(item)) > ITEMS_MAX);
  return items.slice(0, tooMany < 0 ? items.length : Math.max(1, tooMany));
}
