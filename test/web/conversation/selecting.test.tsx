/** Selecting several messages of a conversation, to copy or delete them. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { fullDateOf } from '#web/src/text/dates.ts';
import { type FakeMailbox, fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const timestamp = '2026-03-01T12:00:00Z';
const sent = (seq: number, sender: string, body: string, more: Partial<MessageRow> = {}): MessageRow => {
  const id = `alice~bob.${seq}`;
  return { key: id, id, seq, sender, body, timestamp, state: 'sent', ...more };
};
const ROWS = [
  sent(1, 'bob', 'One'),
  sent(2, 'alice', 'Two\nlines'),
  sent(3, 'alice', '', { deleted: 'sender' }),
  sent(4, 'alice', 'Four'),
  sent(5, 'bob', 'Five'),
];

describe('selecting messages', () => {
  const load = (mailbox: FakeMailbox, rows: readonly MessageRow[]): void => {
    const view = { unknown: [], loaded: true, through: 5, hasOlder: false, hasNewer: false, readByPeer: 0 };
    mailbox.change({ conversations: { bob: { peer: 'bob', rows, ...view, typing: false, loading: false } } });
  };
  const start = async (mailbox: FakeMailbox = fakeMailbox()) => {
    load(mailbox, ROWS);
    render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    fireEvent.click(screen.getByRole('button', { name: 'Message actions: Two lines' }));
    fireEvent.click(screen.getByRole('button', { name: 'Select…' }));
    await screen.findByText('1 message selected');
    return mailbox;
  };
  const boxes = () => screen.getAllByRole<HTMLInputElement>('checkbox');
  const checked = () => boxes().map((box) => box.checked);
  const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
  const confirm = (): void => {
    press('Delete…');
    press('Delete');
  };

  it('begins in the menu of one, with a box beside each, and takes the place of the composer', async () => {
    await start();

    expect(checked()).toEqual([false, true, false, false]);
    expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Select: You, Two lines' }));
    expect(screen.queryByRole('textbox')).toBeNull();

    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.getByRole('textbox')).toBeDefined();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('goes on by a click anywhere on a message, and with Shift to it', async () => {
    await start();

    fireEvent.click(boxes()[0]?.closest('li') as HTMLElement);
    expect(checked()).toEqual([true, true, false, false]);
    fireEvent.click(boxes()[0] as HTMLElement);
    expect(checked()).toEqual([false, true, false, false]);
    fireEvent.click(boxes()[3]?.closest('li') as HTMLElement, { shiftKey: true });
    expect(checked()).toEqual([true, true, true, true]);
    expect(screen.getByText('4 messages selected')).toBeDefined();
  });

  it('goes on by the arrow keys, which select with Shift', async () => {
    await start();

    fireEvent.keyDown(boxes()[1] as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(boxes()[2]);
    expect(checked()).toEqual([false, true, false, false]);
    fireEvent.keyDown(boxes()[2] as HTMLElement, { key: 'ArrowDown', shiftKey: true });
    expect(checked()).toEqual([false, true, false, true]);
  });

  it('copies who said what and when, in the order of the conversation', async () => {
    await start();
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    fireEvent.click(boxes()[0] as HTMLElement);

    press('Copy');

    expect(await screen.findByText('2 messages copied.')).toBeDefined();
    const when = fullDateOf(new Date(timestamp));
    expect(writeText).toHaveBeenCalledWith(`${when}, bob: One\n${when}, You: Two\nlines`);
  });

  it('keeps what has left the window, and what was edited there as it is now', async () => {
    const mailbox = await start();
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    fireEvent.click(boxes()[3] as HTMLElement);
    act(() => load(mailbox, ROWS.with(1, sent(2, 'alice', 'Edited'))));

    act(() => load(mailbox, ROWS.slice(3)));

    expect(screen.getByText('2 messages selected')).toBeDefined();
    press('Copy');
    await screen.findByText('2 messages copied.');
    const when = fullDateOf(new Date(timestamp));
    expect(writeText).toHaveBeenCalledWith(`${when}, You: Edited\n${when}, bob: Five`);
    confirm();
    await waitFor(() => expect(mailbox.calls).toContainEqual(['deleteMessage', 'bob', 'alice~bob.2']));
  });

  it('leaves out what was deleted meanwhile', async () => {
    const mailbox = await start();
    fireEvent.click(boxes()[3] as HTMLElement);

    act(() => load(mailbox, ROWS.with(1, sent(2, 'alice', '', { deleted: 'sender' }))));

    expect(screen.getByText('1 message selected')).toBeDefined();
    expect(checked()).toEqual([false, false, true]);
  });

  it('asks once, and deletes those of mine', async () => {
    const mailbox = await start();
    fireEvent.click(boxes()[0] as HTMLElement);
    fireEvent.click(boxes()[2] as HTMLElement);

    press('Delete…');
    expect(screen.getByRole('dialog', { name: 'Delete 2 messages?' }).textContent).toContain('1 message by bob stays');
    press('Delete');

    await waitFor(() => expect(screen.queryByRole('checkbox')).toBeNull());
    expect(mailbox.calls.filter(([name]) => name === 'deleteMessage')).toEqual([
      ['deleteMessage', 'bob', 'alice~bob.2'],
      ['deleteMessage', 'bob', 'alice~bob.4'],
    ]);
  });

  it('keeps selected what could not be deleted, and says why', async () => {
    const mailbox = fakeMailbox();
    const problem = new ApiProblem({ status: 503, code: 'unavailable', title: 'x', detail: 'Try again later.' });
    mailbox.deleteMessage = (_, id) => (id === 'alice~bob.4' ? Promise.reject(problem) : Promise.resolve());
    await start(mailbox);
    fireEvent.click(boxes()[2] as HTMLElement);

    confirm();

    expect((await screen.findByRole('alert')).textContent).toMatch(/^1 of 2 messages couldn’t be deleted\. /);
    expect(checked()).toEqual([false, false, true, false]);
  });

  it('waits where the server asks for it', async () => {
    const mailbox = fakeMailbox();
    const refused = new ApiProblem(
      { status: 429, code: 'too-many-requests', title: 'x', detail: 'x' },
      { retryAfter: 0.01 },
    );
    mailbox.deleteMessage = vi.fn<() => Promise<void>>().mockRejectedValueOnce(refused).mockResolvedValue(undefined);
    await start(mailbox);

    confirm();

    await waitFor(() => expect(screen.queryByRole('checkbox')).toBeNull());
    expect(mailbox.deleteMessage).toHaveBeenCalledTimes(2);
  });
});
