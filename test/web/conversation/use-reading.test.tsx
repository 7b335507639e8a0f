/** What of a conversation was read by whom it did not hold until its end. */
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useReading } from '#web/src/conversation/use-reading.ts';
import { view } from '../conversation-with-bob.tsx';
import { type FakeMailbox, fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const HEIGHT_PX = 100;
const READ = 10;

/** A message, or a line between messages, with a place, which no layout gives it here. */
function placed(seq: number | 'line' | 'pending', index: number): HTMLElement {
  const element = document.createElement('li');
  if (seq !== 'line') element.dataset['key'] = `k${index}`;
  if (typeof seq === 'number') element.dataset['seq'] = String(seq);
  for (const [name, value] of Object.entries({ offsetTop: index * HEIGHT_PX, offsetHeight: HEIGHT_PX }))
    Object.defineProperty(element, name, { value });
  return element;
}

/** Opens a list of these messages in a window that has room for three. */
function open(
  seqs: readonly (number | 'line' | 'pending')[],
  { hasOlder = false, unread = 90, markedUnread = false } = {},
) {
  const list = document.createElement('ol');
  list.append(...seqs.map(placed));
  const scroller = document.createElement('div');
  Object.defineProperty(scroller, 'clientHeight', { value: 3 * HEIGHT_PX });
  const shown = { ...view, hasOlder };
  const row = { peer: 'bob', written: '', muted: false, pinned: false, blocked: false };
  const mailbox: FakeMailbox = fakeMailbox({
    inbox: [{ ...row, lastSeq: 100, unread, readSeq: READ, ...(markedUnread && { markedUnread }) }],
    conversations: { bob: shown },
  });
  const { unmount } = renderHook(() => useReading(shown, { current: scroller }, { current: list }), {
    wrapper: inMailbox(mailbox),
  });
  const scrollTo = (top: number): void => {
    scroller.scrollTop = top;
    scroller.dispatchEvent(new Event('scroll'));
  };
  const marked = () => mailbox.calls.filter(([name]) => name === 'markRead').map(([, , seq]) => seq);
  return { scrollTo, unmount, marked };
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

let focused = true;
const setFocus = (has: boolean): void =>
  act(() => {
    focused = has;
    window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
  });

describe('who leaves a conversation before its end', () => {
  beforeEach(() => {
    focused = true;
    vi.spyOn(document, 'hasFocus').mockImplementation(() => focused);
  });
  afterEach(() => void vi.restoreAllMocks());

  it('has read what was in sight as a whole on the way down, and not before they leave', () => {
    const { scrollTo, unmount, marked } = open(numbers(9, 100));
    for (const top of [50, 200, 450]) scrollTo(top);
    expect(marked()).toEqual([]);

    unmount();

    // From 450 to 750 there are five messages, of which two are cut.
    expect(marked()).toEqual([15]);
  });

  it('has read what the first screen showed', () => {
    const { unmount, marked } = open([9, 'line', 11, 12, 13]);
    unmount();
    expect(marked()).toEqual([11]);
  });

  it('has not read what was jumped over', () => {
    const { scrollTo, unmount, marked } = open(numbers(9, 100));
    scrollTo(4_000);
    unmount();
    expect(marked()).toEqual([11]);
  });

  it('has read on where they come back from a jump', () => {
    const { scrollTo, unmount, marked } = open(numbers(9, 100));
    for (const top of [4_000, 100, 300]) scrollTo(top);
    unmount();
    expect(marked()).toEqual([14]);
  });

  it('has read nothing where what is before the list was not in sight', () => {
    const { unmount, marked } = open(numbers(50, 60), { hasOlder: true });
    unmount();
    expect(marked()).toEqual([]);
  });

  it('passes entries that are no messages, and messages that are not sent', () => {
    const { scrollTo, unmount, marked } = open([9, 12, 20, 21, 'pending']);
    scrollTo(200);
    unmount();
    expect(marked()).toEqual([20]);
  });

  it('has read where they turn to another window, and does not read on there', () => {
    const { scrollTo, unmount, marked } = open(numbers(9, 100));
    setFocus(false);
    expect(marked()).toEqual([11]);

    scrollTo(200);
    unmount();
    expect(marked()).toEqual([11]);
  });

  it('has read where the page is hidden, which may be its end', () => {
    const { marked } = open(numbers(9, 100));
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect(marked()[0]).toBe(11);
  });

  it('tells the server nothing where nothing is unread', () => {
    const { unmount, marked } = open(numbers(9, 100), { unread: 0 });
    unmount();
    expect(marked()).toEqual([]);
  });

  it('leaves a conversation unread that was marked so', () => {
    const { unmount, marked } = open(numbers(9, 100), { markedUnread: true });
    unmount();
    expect(marked()).toEqual([]);
  });
});
