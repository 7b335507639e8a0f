/** The note that says what was done, and undoes it. */
import { type RenderResult, act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useShortcuts } from '#web/src/hooks/use-shortcuts.ts';
import { Toasts } from '#web/src/parts/toasts.tsx';
import { offerUndo } from '#web/src/state/toast.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';
import { refusal } from '../fake-session.ts';

/** Longer than a note that nobody uses is shown. */
const LONG_MS = 60_000;

function Page() {
  useShortcuts({ selected: undefined, list: '/conversations', navigate: () => {}, onSwitch, onListKeys });
  return (
    <>
      <button type="button">Archive</button>
      <textarea aria-label="Message" />
      <a href="#a" data-roving="zoe" tabIndex={0}>
        Zoë
      </a>
      <Toasts />
    </>
  );
}
const onSwitch = (): void => {};
const onListKeys = (): void => {};

const pass = (milliseconds: number): Promise<void> =>
  act(async () => void (await vi.advanceTimersByTimeAsync(milliseconds)));
const offer = (text: string, undo = vi.fn<() => void | Promise<void>>()) => {
  act(() => offerUndo(text, undo));
  return undo;
};
const undoButton = () => screen.queryByRole('button', { name: 'Undo' });

let page: RenderResult;
beforeEach(() => {
  vi.useFakeTimers();
  page = render(<Page />, { wrapper: inMailbox(fakeMailbox()) });
});
afterEach(() => void vi.useRealTimers());

describe('a note', () => {
  it('is said in a region that was there before it', () => {
    const region = screen.getByRole('status');
    expect(region.textContent).toBe('');

    offer('Zoë is muted.');

    expect(screen.getByRole('status')).toBe(region);
    expect(region.textContent).toContain('Zoë is muted.');
  });

  it('takes the place of the one before', async () => {
    const first = offer('Zoë is muted.');
    const second = offer('Bob is muted.');

    expect(screen.queryByText('Zoë is muted.')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await pass(0);

    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
    expect(undoButton()).toBeNull();
  });

  it('goes by itself, but not while the pointer or the focus is on it', async () => {
    offer('Zoë is muted.');
    const note = screen.getByText('Zoë is muted.').parentElement as HTMLElement;
    fireEvent.pointerEnter(note);
    await pass(LONG_MS);
    expect(undoButton()).not.toBeNull();

    act(() => undoButton()?.focus());
    fireEvent.pointerLeave(note);
    await pass(LONG_MS);
    expect(undoButton()).not.toBeNull();

    act(() => undoButton()?.blur());
    await pass(LONG_MS);
    expect(undoButton()).toBeNull();
  });

  it('goes with the person it is about', () => {
    offer('Zoë is muted.');

    page.unmount();
    render(<Page />, { wrapper: inMailbox(fakeMailbox()) });

    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('says why it could not undo', async () => {
    offer(
      'Zoë is muted.',
      vi.fn<() => Promise<void>>(() => Promise.reject(refusal(429, 'too-many-requests'))),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await pass(0);

    expect(screen.getByText('The server says no.')).toBeDefined();
    expect(undoButton()).toBeNull();
  });
});

describe('the keyboard', () => {
  it('undoes by Ctrl+Z, but leaves a text its own undoing', async () => {
    const undo = offer('Zoë is muted.');
    expect(fireEvent.keyDown(screen.getByRole('textbox'), { key: 'z', ctrlKey: true })).toBe(true);
    await pass(0);
    expect(undo).not.toHaveBeenCalled();

    expect(fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })).toBe(false);
    await pass(0);
    expect(undo).toHaveBeenCalledOnce();
    expect(fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })).toBe(true);
  });

  it('closes it by Esc, and goes on where it came from', () => {
    const opener = screen.getByRole('button', { name: 'Archive' });
    act(() => opener.focus());
    offer('Zoë is muted.');
    act(() => undoButton()?.focus());

    expect(fireEvent.keyDown(undoButton() as HTMLElement, { key: 'Escape' })).toBe(false);

    expect(undoButton()).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('goes on in the list where what it came from is gone', async () => {
    const opener = screen.getByRole('button', { name: 'Archive' });
    act(() => opener.focus());
    offer('Zoë is archived.');
    act(() => undoButton()?.focus());
    opener.hidden = true;
    opener.checkVisibility = () => false;

    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await pass(0);

    expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Zoë' }));
  });
});
