/** The keys that work everywhere in the messenger. */
import { fireEvent, render, renderHook, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { useShortcuts } from '#web/src/hooks/use-shortcuts.ts';
import { useShownPeers } from '#web/src/state/shown-inbox.ts';
import { takeTyped } from '#web/src/state/typed-ahead.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

/** In order. What is archived or a request has its own list. */
const inbox = [
  { peer: 'yan', unread: 1, pinned: true },
  { peer: 'anna', unread: 0 },
  { peer: 'bob', unread: 1 },
  { peer: 'ugur', unread: 1, archived: true },
  { peer: 'vera', unread: 1, request: true },
  { peer: 'cem', unread: 0 },
  { peer: 'dora', unread: 0, markedUnread: true },
] as Partial<InboxRow>[] as InboxRow[];
const ALT_DOWN = { key: 'ArrowDown', altKey: true };
const ALT_UP = { key: 'ArrowUp', altKey: true };

describe('the shortcuts of the messenger', () => {
  const navigate = vi.fn<(to: string) => void>();
  const onSwitch = vi.fn<(open: boolean) => void>();
  const onListKeys = vi.fn<() => void>();
  beforeEach(() => {
    navigate.mockReset();
    onSwitch.mockReset();
    onListKeys.mockReset();
    renderHook(() => useShortcuts({ selected: 'bob', list: '/conversations', navigate, onSwitch, onListKeys }), {
      wrapper: inMailbox(fakeMailbox({ inbox })),
    });
  });
  afterEach(() => void takeTyped());
  const went = (): string[] => navigate.mock.calls.map(([to]) => to);

  it.each([
    ['Ctrl+K', { key: 'k', code: 'KeyK', ctrlKey: true }],
    ['⌘K', { key: 'k', code: 'KeyK', metaKey: true }],
    ['Ctrl+K under capitals', { key: 'K', code: 'KeyK', ctrlKey: true }],
    ['Ctrl+К on a Russian keyboard', { key: 'л', code: 'KeyK', ctrlKey: true }],
    ['Ctrl+K on a Dvorak keyboard', { key: 'k', code: 'KeyV', ctrlKey: true }],
  ])('open the switcher by %s, and leave what is open', (_, press) => {
    fireEvent.keyDown(document.body, press);

    expect(onSwitch.mock.calls).toEqual([[true]]);
    expect(went()).toEqual([]);
  });

  it.each([
    ['Ctrl+K', { key: 'k', code: 'KeyK', ctrlKey: true }],
    ['Ctrl+/', { key: '/', code: 'Slash', ctrlKey: true }],
    ['Alt+↓', ALT_DOWN],
    ['Esc', { key: 'Escape' }],
  ])('rest behind a dialog: %s', (_, press) => {
    render(<dialog open>Report</dialog>);

    fireEvent.keyDown(screen.getByText('Report'), press);
    fireEvent.keyDown(document.body, press);
    fireEvent.keyDown(document.body, { key: 'x' });

    expect(onSwitch).not.toHaveBeenCalled();
    expect(onListKeys).not.toHaveBeenCalled();
    expect(went()).toEqual([]);
    expect(takeTyped().text).toBe('');
  });

  it.each([
    ['Ctrl+/', { key: '/', code: 'Slash', ctrlKey: true }],
    ['⌘/', { key: '/', code: 'Slash', metaKey: true }],
    ['Ctrl+. on a Russian keyboard', { key: '.', code: 'Slash', ctrlKey: true }],
    ['Ctrl+ظ on an Arabic keyboard', { key: 'ظ', code: 'Slash', ctrlKey: true }],
    ['Ctrl+/ on a German keyboard', { key: '/', code: 'Digit7', ctrlKey: true, shiftKey: true }],
  ])('list all keys by %s', (_, press) => {
    expect(fireEvent.keyDown(document.body, press)).toBe(false);

    expect(onListKeys).toHaveBeenCalledOnce();
    expect(went()).toEqual([]);
  });

  it.each([
    ['/', { key: '/', code: 'Slash' }],
    ['Ctrl+- on a German keyboard', { key: '-', code: 'Slash', ctrlKey: true }],
    ['AltGr+/', { key: '/', code: 'Slash', ctrlKey: true, altKey: true }],
    ['Ctrl+Shift+K', { key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }],
    ['AltGr+K', { key: 'k', code: 'KeyK', ctrlKey: true, altKey: true }],
    ['the T of a Dvorak keyboard', { key: 't', code: 'KeyK', ctrlKey: true }],
    ['Ctrl+Alt+↓', { ...ALT_DOWN, ctrlKey: true }],
    ['⌘⌥↑', { ...ALT_UP, metaKey: true }],
    ['Shift+Esc', { key: 'Escape', shiftKey: true }],
    ['↓', { key: 'ArrowDown' }],
  ])('leave %s to the browser', (_, press) => {
    const isUnused = fireEvent.keyDown(document.body, press);

    expect(isUnused).toBe(true);
    expect(onSwitch).not.toHaveBeenCalled();
    expect(went()).toEqual([]);
  });

  it('walk the inbox by Alt and an arrow, and close what is open by Esc', () => {
    fireEvent.keyDown(document.body, ALT_DOWN);
    fireEvent.keyDown(document.body, ALT_UP);
    fireEvent.keyDown(document.body, { key: 'Escape' });

    expect(went()).toEqual(['/conversations/cem', '/conversations/anna', '/conversations']);
  });

  it('walk what is unread by Alt, Shift and an arrow', () => {
    fireEvent.keyDown(document.body, { ...ALT_DOWN, shiftKey: true });
    fireEvent.keyDown(document.body, { ...ALT_UP, shiftKey: true });

    expect(went()).toEqual(['/conversations/dora', '/conversations/yan']);
  });

  it('leave Alt, Shift and an arrow to a text, which they select', () => {
    render(<textarea defaultValue="one" />);
    const box = screen.getByRole<HTMLTextAreaElement>('textbox');

    expect(fireEvent.keyDown(box, { ...ALT_DOWN, shiftKey: true })).toBe(true);
    expect(went()).toEqual([]);

    fireEvent.change(box, { target: { value: '' } });
    expect(fireEvent.keyDown(box, { ...ALT_DOWN, shiftKey: true })).toBe(false);
    expect(went()).toEqual(['/conversations/dora']);
  });

  it('walk what the list shows, in its order', () => {
    const { unmount } = renderHook(() => useShownPeers(['cem', 'bob', 'dora']));
    fireEvent.keyDown(document.body, ALT_DOWN);
    fireEvent.keyDown(document.body, ALT_UP);
    unmount();

    fireEvent.keyDown(document.body, ALT_DOWN);

    expect(went()).toEqual(['/conversations/dora', '/conversations/cem', '/conversations/cem']);
  });

  it('keep what is typed until the switcher is there, and not from the text that had the focus', () => {
    render(<textarea />);
    const type = (key: string, more: KeyboardEventInit = {}) =>
      fireEvent.keyDown(screen.getByRole('textbox'), { key, ...more });
    expect(type('x')).toBe(true);
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'k', code: 'KeyK', ctrlKey: true });

    for (const key of ['z', 'o', 'p', 'Backspace', 'ë', ' ', 'Shift', 'ArrowDown']) type(key);
    expect(type('@', { ctrlKey: true, altKey: true })).toBe(false);
    for (const key of ['Enter', 'h', 'i']) expect(type(key)).toBe(false);
    expect(type('r', { ctrlKey: true })).toBe(true);

    expect(takeTyped()).toEqual({ text: 'zoë @', isEntered: true });
    expect(type('x')).toBe(true);
    expect(takeTyped().text).toBe('');
  });

  it('close the switcher by Escape before it is there, and keep nothing more', () => {
    fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK', ctrlKey: true });
    fireEvent.keyDown(document.body, { key: 'z' });
    fireEvent.keyDown(document.body, { key: 'Escape' });
    fireEvent.keyDown(document.body, { key: 'o' });

    expect(onSwitch.mock.calls).toEqual([[true], [false]]);
    expect(takeTyped().text).toBe('');
    expect(went()).toEqual([]);
  });

  it('leave a text only at its first and last line, where the caret cannot go further', () => {
    render(<textarea defaultValue={'one\ntwo\nthree'} />);
    const box = screen.getByRole<HTMLTextAreaElement>('textbox');
    const press = (caret: readonly [number, number], key: typeof ALT_DOWN): string[] => {
      navigate.mockReset();
      box.setSelectionRange(...caret);
      fireEvent.keyDown(box, key);
      return went();
    };

    expect(press([5, 5], ALT_DOWN)).toEqual([]);
    expect(press([5, 5], ALT_UP)).toEqual([]);
    expect(press([0, 13], ALT_DOWN)).toEqual([]);
    expect(press([10, 10], ALT_DOWN)).toEqual(['/conversations/cem']);
    expect(press([2, 2], ALT_UP)).toEqual(['/conversations/anna']);
  });

  it('leave the arrows to a list of choices', () => {
    render(<select aria-label="Kind" />);

    fireEvent.keyDown(screen.getByRole('combobox'), ALT_DOWN);

    expect(went()).toEqual([]);
  });
});
