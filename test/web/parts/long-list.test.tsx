/** A long list: what of it is in the page, and how the keyboard reaches the rest. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useRovingFocus } from '#web/src/hooks/use-roving-focus.ts';
import { LongList, type RowElement } from '#web/src/parts/long-list.tsx';
import { useLayout } from '../layout.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `person ${index}`);

function List({ keys, hasMore = false }: { keys: readonly string[]; hasMore?: boolean }) {
  const roving = useRovingFocus(keys, undefined, (index) => keys[index] ?? '');
  const draw = (name: string, Item: RowElement) => (
    <Item key={name}>
      <a href="/" {...roving.item(name)}>
        {name}
      </a>
    </Item>
  );
  return (
    <>
      <button>elsewhere</button>
      <LongList items={keys} keys={keys} roving={roving} loading={false} hasMore={hasMore} draw={draw} />
    </>
  );
}

const rows = () => screen.getAllByRole('listitem');
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focused = () => document.activeElement?.textContent;

/** Shows a list of which a part is in the page, with the focus on its first row. */
async function given(keys: readonly string[], hasMore = false) {
  const { rerender } = render(<List keys={keys} hasMore={hasMore} />);
  await waitFor(() => expect(rows()[0]?.getAttribute('aria-posinset')).toBe('1'));
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  act(() => screen.getByText(keys[0] ?? '').focus());
  return { rerender };
}

describe('a list', () => {
  useLayout(8);

  // Before all others: they load the code for long lists.
  it('keeps the focus on its row when it becomes long', async () => {
    const { rerender } = render(<List keys={names(40)} />);
    act(() => screen.getByText('person 30').focus());

    rerender(<List keys={names(41)} />);

    await waitFor(() => expect(rows()[0]?.getAttribute('aria-posinset')).not.toBeNull());
    await waitFor(() => expect(focused()).toBe('person 30'));
  });

  it('is in the page as a whole while it is short', () => {
    render(<List keys={names(40)} />);

    expect(rows()).toHaveLength(40);
  });

  it('has a bounded number of rows in the page, each with its place', async () => {
    await given(names(500));

    expect(rows().length).toBeLessThan(30);
    expect(rows()[3]?.getAttribute('aria-posinset')).toBe('4');
    expect(rows()[3]?.getAttribute('aria-setsize')).toBe('500');
  });

  it('does not say how many rows there are while nobody knows', async () => {
    await given(names(50), true);

    expect(rows()[0]?.getAttribute('aria-setsize')).toBe('-1');
  });

  it('is walked to its end and back, over rows that are not in the page', async () => {
    await given(names(500));

    press('End');
    await waitFor(() => expect(focused()).toBe('person 499'));
    expect(rows().length).toBeLessThan(30);
    press('ArrowUp');
    await waitFor(() => expect(focused()).toBe('person 498'));
    press('Home');

    await waitFor(() => expect(focused()).toBe('person 0'));
    expect(screen.getAllByRole('link').filter((link) => link.tabIndex === 0)).toHaveLength(1);
  });

  it('loses no key that is pressed before the row of the last one is in the page', async () => {
    await given(names(500));

    press('End');
    press('ArrowUp');
    press('ArrowUp');

    await waitFor(() => expect(focused()).toBe('person 497'));
  });

  it('goes by a letter to the next row whose name begins with it, and from the last to the first', async () => {
    const keys = names(300).with(120, 'Zoë').with(250, 'zed');
    await given(keys);

    for (const expected of ['Zoë', 'zed', 'Zoë']) {
      press('z');
      await waitFor(() => expect(focused()).toBe(expected));
    }
    press('q');
    expect(focused()).toBe('Zoë');
  });

  it('keeps the row with the focus in the page when it is scrolled out of sight', async () => {
    await given(names(500));

    const scroller = rows()[0]?.parentElement?.parentElement;
    act(() => scroller?.scrollTo({ top: 12_000 }));
    await waitFor(() => expect(screen.queryByText('person 200')).not.toBeNull());

    expect(focused()).toBe('person 0');
    expect(screen.queryByText('person 30')).toBeNull();
  });

  it('leaves the focus elsewhere when it was short in between', async () => {
    const { rerender } = await given(names(500));
    press('End');
    await waitFor(() => expect(focused()).toBe('person 499'));
    press('End');
    act(() => screen.getByText('elsewhere').focus());

    rerender(<List keys={names(10)} />);
    rerender(<List keys={names(500)} />);
    await waitFor(() => expect(rows()[0]?.getAttribute('aria-posinset')).not.toBeNull());
    await act(async () => new Promise((resolve) => setTimeout(resolve, 100)));

    expect(focused()).toBe('elsewhere');
  });

  it('keeps what is read in its place when a row comes above it', async () => {
    const keys = names(500);
    const { rerender } = await given(keys);
    const scroller = rows()[0]?.parentElement?.parentElement;
    act(() => scroller?.scrollTo({ top: 12_000 }));
    await waitFor(() => expect(screen.queryByText('person 200')).not.toBeNull());

    rerender(<List keys={['somebody new', ...keys]} />);
    await waitFor(() => expect(scroller?.scrollTop).toBe(12_060));

    // A row that moves within what is above moves nothing, and at the top the newest row is seen.
    rerender(<List keys={['person 100', 'somebody new', ...keys.toSpliced(100, 1)]} />);
    expect(scroller?.scrollTop).toBe(12_060);
    act(() => scroller?.scrollTo({ top: 0 }));
    rerender(<List keys={['another', 'person 100', 'somebody new', ...keys.toSpliced(100, 1)]} />);
    await waitFor(() => expect(screen.queryByText('another')).not.toBeNull());
    expect(scroller?.scrollTop).toBe(0);
  });
});
