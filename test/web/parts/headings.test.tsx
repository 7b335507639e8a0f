/** A page has one first heading, whatever is open. */
import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { PanesContext } from '#web/src/hooks/use-panes.ts';
import { ListHeader } from '#web/src/parts/list-header.tsx';
import { Pane } from '#web/src/parts/pane.tsx';

const panes = (isOpen: boolean) => ({ lists: {}, isOpen, setList: () => {}, search: () => {}, setTitle: () => {} });
const inPanes =
  (isOpen: boolean) =>
  ({ children }: { children: ReactNode }) => <PanesContext value={panes(isOpen)}>{children}</PanesContext>;

it.each([
  ['the title of the list, where nothing was selected', false, 'Settings'],
  ['the title of what is open', true, 'Profile'],
])('is %s', (_, isOpen, title) => {
  render(
    <>
      <ListHeader title="Settings" />
      <Pane title="Profile" area="settings">
        Who you are
      </Pane>
    </>,
    { wrapper: inPanes(isOpen) },
  );

  expect(screen.getAllByRole('heading', { level: 1 }).map(({ textContent }) => textContent)).toEqual([title]);
  expect(screen.getAllByRole('heading')).toHaveLength(2);
});
