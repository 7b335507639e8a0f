/** The keys of a menu, as people know them from other menus. */
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Menu, MenuItem } from '#web/src/parts/menu.tsx';

const ITEMS = ['Reply', 'Forward…', 'Copy text', 'Copy link', 'Delete…'];

describe('a menu', () => {
  const show = () => {
    const onSelect = vi.fn<(item: string) => void>();
    render(
      <Menu label="Actions" icon="…">
        {ITEMS.map((item) => (
          <MenuItem key={item} icon={null} onSelect={() => onSelect(item)}>
            {item}
          </MenuItem>
        ))}
      </Menu>,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Actions' }));
    return onSelect;
  };
  const focused = (): string | null | undefined => document.activeElement?.textContent;
  /** Presses a key, with others held. */
  const press = (key: string, held: object = {}): boolean =>
    fireEvent.keyDown(document.activeElement as Element, { key, ...held });

  it('moves by the arrow keys around its ends, and to an end by Home and End', () => {
    show();
    expect(focused()).toBe('Reply');

    const places = ['ArrowUp', 'ArrowDown', 'ArrowDown', 'End', 'Home'].map((key) => (press(key), focused()));

    expect(places).toEqual(['Delete…', 'Reply', 'Forward…', 'Delete…', 'Reply']);
  });

  it('goes to the next item that begins with a letter', () => {
    show();

    const places = ['c', 'C', 'c', 'd', 'x'].map((key) => (press(key), focused()));

    expect(places).toEqual(['Copy text', 'Copy link', 'Copy text', 'Delete…', 'Delete…']);
  });

  it('leaves all other keys to the browser', () => {
    const onSelect = show();

    const areUnused = [press('c', { ctrlKey: true }), press(' '), press('Enter'), press('Tab'), press('F5')];

    expect(areUnused).toEqual([true, true, true, true, true]);
    expect(focused()).toBe('Reply');
    expect(onSelect).not.toHaveBeenCalled();
  });
});
