/** Editing a message, from its beginning to its end, and over whatever comes between. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { Toasts } from '#web/src/parts/toasts.tsx';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';

const sent = (seq: number, sender: string, body: string): MessageRow => {
  const id = `alice~bob.${seq}`;
  return { key: id, id, seq, sender, body, timestamp: '2026-03-01T12:00:00Z', state: 'sent' };
};
const rows = [sent(1, 'alice', 'On my desk'), sent(2, 'bob', 'Which desk?'), sent(3, 'bob', 'Are you there?')];

beforeEach(() => localStorage.clear());

/** Loads the page. */
function given(shown: readonly MessageRow[] = rows) {
  const inbox = [{ peer: 'bob', written: rows[2]?.timestamp, lastSeq: 3, unread: 0, readSeq: 3 }] as InboxRow[];
  const mailbox = fakeMailbox({ inbox, conversations: { bob: viewOf(shown) } });
  const page = (
    <>
      <Conversation peer="bob" />
      <Toasts />
    </>
  );
  render(page, { wrapper: inMessenger(fakeSession({}), mailbox) });
  return mailbox;
}

const viewOf = (shown: readonly MessageRow[]) => ({
  ...{ peer: 'bob', rows: shown, unknown: [], loaded: true, through: 3 },
  ...{ hasOlder: false, hasNewer: false, readByPeer: 0, typing: false, loading: false },
});

/** The rows with a change of the message that is edited. */
const withMine = (change: Partial<MessageRow>): readonly MessageRow[] =>
  rows.map((row) => (row.seq === 1 ? { ...row, ...change } : row));

/** Begins to edit the message, and writes. */
function edit(text: string): void {
  fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
  fireEvent.change(box('Edit message'), { target: { value: text } });
}

const box = (name: string) => screen.getByRole<HTMLTextAreaElement>('textbox', { name });
const write = (text: string): void => void fireEvent.change(box('Message to bob'), { target: { value: text } });
/** What stands in the composer for a new message. */
const draft = (): string => box('Message to bob').value;

it('the message that is edited comes into sight, and is marked until that ends', () => {
  given();
  const marked = () =>
    [...document.querySelectorAll<HTMLElement>('[data-editing]')].map(({ dataset }) => dataset['seq']);
  const shown = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => {});

  fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });

  expect(marked()).toEqual(['1']);
  expect(shown.mock.contexts).toEqual([document.querySelector('[data-seq="1"]')]);
  fireEvent.keyDown(box('Edit message'), { key: 'Escape' });
  expect(marked()).toEqual([]);
  shown.mockRestore();
});

it('a reply that is begun while an edit is stored stays', async () => {
  const mailbox = given();
  let store = (): void => undefined;
  const stored = vi.spyOn(mailbox, 'editMessage').mockReturnValue(new Promise((resolve) => (store = resolve)));
  edit('On his desk');
  fireEvent.keyDown(box('Edit message'), { key: 'Enter' });

  fireEvent.keyDown(box('Edit message'), { key: 'Escape' });
  fireEvent.doubleClick(document.querySelector('[data-seq="3"]') as HTMLElement);
  await act(async () => store());

  expect(stored).toHaveBeenCalledOnce();
  expect(screen.getByRole('group', { name: 'Replying' })).toBeDefined();
});

it('an edit outlives Escape, by Undo, and a reload, beside the draft', async () => {
  given();
  edit('On his desk, I think');
  fireEvent.keyDown(box('Edit message'), { key: 'Escape' });
  write('By the way');
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Undo' })));

  cleanup();
  given();

  expect(box('Edit message').value).toBe('On his desk, I think');
  await act(async () => void fireEvent.keyDown(box('Edit message'), { key: 'Enter' }));
  expect(draft()).toBe('By the way');
});

it('a reply outlives a reload', () => {
  given();
  fireEvent.doubleClick(document.querySelector('[data-seq="3"]') as HTMLElement);

  cleanup();
  given();

  expect(screen.getByRole('group', { name: 'Replying' }).textContent).toContain('Are you there?');
});

it('an edit that was stored when the page was closed has ended', () => {
  given();
  edit('On his desk ');

  cleanup();
  given(withMine({ body: 'On his desk' }));

  expect(draft()).toBe('');
});

it('what was typed while an edit is stored stays', async () => {
  const mailbox = given();
  let store = (): void => undefined;
  vi.spyOn(mailbox, 'editMessage').mockReturnValue(new Promise((resolve) => (store = resolve)));
  edit('On his desk');
  fireEvent.keyDown(box('Edit message'), { key: 'Enter' });
  fireEvent.change(box('Edit message'), { target: { value: 'On his desk, I think' } });

  await act(async () => store());

  expect(box('Edit message').value).toBe('On his desk, I think');
});

it.each([
  ['meanwhile', async () => void given(withMine({ body: '', deleted: 'sender' }))],
  [
    'before its eyes',
    async () => {
      const mailbox = given();
      act(() => mailbox.change({ conversations: { bob: viewOf(withMine({ body: '', deleted: 'sender' })) } }));
    },
  ],
  [
    'without its notice',
    async () => {
      const mailbox = given();
      vi.spyOn(mailbox, 'editMessage').mockRejectedValue(refusal(409, 'deleted'));
      await act(async () => void fireEvent.keyDown(box('Edit message'), { key: 'Enter' }));
    },
  ],
])('the text of an edit becomes a draft where its message is deleted %s', async (_, deleted) => {
  given();
  edit('On his desk');
  cleanup();

  await deleted();

  expect(draft()).toBe('On his desk');
  expect(screen.getByText(/is deleted\. Your text is kept as a draft/)).toBeDefined();
});

it('nothing is said of a deleted message for which nothing was written', () => {
  const mailbox = given();
  fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });

  act(() => mailbox.change({ conversations: { bob: viewOf(withMine({ body: '', deleted: 'sender' })) } }));

  expect(draft()).toBe('');
  expect(screen.queryByText(/is deleted/)).toBeNull();
});
