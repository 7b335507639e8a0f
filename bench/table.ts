/** Tables of the benchmarks: a name aligned left, and figures aligned right. */

/** @param names the width of the first column, in characters */
export function createTable(names: number): (name: string, cells: readonly string[]) => string {
  return (name, cells) => name.padEnd(names) + cells.map((cell) => ` ${cell.padStart(CELL)}`).join('');
}

/** The width of the other columns, which fits "gateway events". */
const CELL = 14;

/** Returns the number with one decimal, or `-` if nothing was measured. */
export function digits(number: number | undefined): string {
  return number?.toFixed(1) ?? '-';
}
