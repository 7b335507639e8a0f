/** Tables in Markdown, as the docs have them. */

/** @param alignments of the columns: `-` left, `>` right */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Returns `1,234,567`, with two digits behind the point where it is below 100. */
export const figure = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });

/** Returns `$12.34`, without cents from $1,000 on. */
export const dollars = (value: number): string =>
  `$${value.toLocaleString('en-US', fractionDigits(value < 1_000 ? 2 : 0))}`;

const fractionDigits = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
