/** Tables as the benchmarks print them: a name to the left, figures to the right of their columns. */

/** @param names width of the first column, in characters */
export function createTable(names: number): (name: string, cells: readonly string[]) => string {
  return (name, cells) => name.padEnd(names) + cells.map((cell) => ` ${cell.padStart(CELL)}`).join('');
}

/** Width of the other columns: that of "gateway events". */
const CELL = 14;

/** With one digit after the point; `-` where nothing was measured. */
export function digits(number: number | undefined): string {
  return number?.toFixed(1) ?? '-';
}
