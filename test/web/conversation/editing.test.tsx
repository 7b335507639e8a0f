/** Which message is being edited, in the list of messages. */
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const sent = (seq: number, sender: string, body: string): MessageRow => {
  const id = `alice~bob.${seq}`;
  return { key: id, id, seq, sender, body, timestamp: '2026-03-01T12:00:00Z', state: 'sent' };
};
const rows = [sent(1, 'alice', 'On my desk'), sent(2, 'bob', 'Which desk?'), sent(3, 'bob', 'Are you there?')];

beforeEach(() => localStorage.clear());

function given() {
  const inbox = [{ peer: 'bob', written: rows[2]?.timestamp, lastSeq: 3, unread: 0, readSeq: 3 }] as InboxRow[];
  const part = { unknown: [], loaded: true, through: 3, hasOlder: false, hasNewer: false, readByPeer: 0 };
  const view = { peer: 'bob', rows, typing: false, loading: false, ...part };
  const mailbox = fakeMailbox({ inbox, conversations: { bob: view } });
  render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });
  return mailbox;
}

const box = (name: string) => screen.getByRole('textbox', { name });

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
  const edit = vi.spyOn(mailbox, 'editMessage').mockReturnValue(new Promise((resolve) => (store = resolve)));
  fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
  fireEvent.change(box('Edit message'), { target: { value: 'On his desk' } });
  fireEvent.keyDown(box('Edit message'), { key: 'Enter' });

  fireEvent.keyDown(box('Edit message'), { key: 'Escape' });
  fireEvent.doubleClick(document.querySelector('[data-seq="3"]') as HTMLElement);
  await act(async () => store());

  expect(edit).toHaveBeenCalledOnce();
  expect(screen.getByRole('group', { name: 'Replying' })).toBeDefined();
});
