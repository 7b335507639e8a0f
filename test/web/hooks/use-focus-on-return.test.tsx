/** Where the focus goes when what was opened from a list is closed. */
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useFocusOnReturn } from '#web/src/hooks/use-focus-on-return.ts';

function List({ rows, selected }: { readonly rows: readonly string[]; readonly selected: string | undefined }) {
  useFocusOnReturn(selected);
  return rows.map((row, index) => (
    <a key={row} href={`/needs/${row}`} data-roving={row} tabIndex={index === 0 ? 0 : -1}>
      {row}
    </a>
  ));
}

it.each([
  ['to its row', ['ladder', 'soup'], 'soup'],
  ['to the row that Tab reaches, where its own was hidden', ['ladder'], 'ladder'],
])('goes %s', (_, rows, focused) => {
  const { rerender } = render(<List rows={['ladder', 'soup']} selected="soup" />);

  rerender(<List rows={rows} selected={undefined} />);

  expect(document.activeElement).toBe(screen.getByRole('link', { name: focused }));
});
