/** The actions for a message, through the screen of a conversation. */
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { fullDateOf } from '#web/src/text/dates.ts';
import { type FakeMailbox, fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const sent = (seq: number, sender: string, body: string, more: Partial<MessageRow> = {}): MessageRow => {
  const id = `alice~bob.${seq}`;
  return { key: id, id, seq, sender, body, timestamp: '2026-03-01T12:00:00Z', state: 'sent', ...more };
};
const inbox = [
  {
    peer: 'bob',
    written: '2026-01-01T00:00:00.000Z',
    lastSeq: 2,
    unread: 0,
    readSeq: 2,
    muted: false,
    pinned: false,
    blocked: false,
  },
] as readonly InboxRow[];
const QUESTION = sent(1, 'bob', 'Where is the key?');
const ANSWER = sent(2, 'alice', 'On my desk');

describe('the menu of a message', () => {
  beforeEach(() => localStorage.clear());

  const viewOf = (rows: readonly MessageRow[]) => ({
    peer: 'bob',
    rows,
    unknown: [],
    loaded: true,
    through: rows.length,
    hasOlder: false,
    hasNewer: false,
    readByPeer: 0,
    typing: false,
    loading: false,
  });
  const show = (
    rows: readonly MessageRow[] = [QUESTION, ANSWER],
    mailbox: FakeMailbox = fakeMailbox(),
    given = inbox,
  ): FakeMailbox => {
    mailbox.change({ inbox: given, conversations: { bob: viewOf(rows) } });
    render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    return mailbox;
  };
  const box = (name: string): HTMLTextAreaElement => screen.getByRole('textbox', { name });
  const press = (name: string | RegExp): void => void fireEvent.click(screen.getByRole('button', { name }));
  const openers = (): HTMLElement[] => screen.getAllByRole('button', { name: /^Message actions/ });
  const open = (index: number): void => void fireEvent.click(openers()[index] as HTMLElement);

  it('opens at a button, and shows no emoji before that', () => {
    show();
    expect(screen.queryByRole('button', { name: /React with/ })).toBeNull();

    open(0);

    expect(screen.getAllByRole('button', { name: /React with/ })).toHaveLength(6);
  });

  it('says when the message was sent, also within a group, where only a mouse shows the time', () => {
    show();
    open(0);

    const menu = screen.getByRole('group', { name: /^Message actions/ });
    expect(menu.querySelector('time')?.textContent).toBe(fullDateOf(new Date(QUESTION.timestamp)));
  });

  it('is one tab stop, from which arrow keys move through the messages', () => {
    show();
    expect(openers().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);
    openers()[1]?.focus();

    fireEvent.keyDown(openers()[1] as HTMLElement, { key: 'ArrowUp' });

    expect(document.activeElement).toBe(openers()[0]);
  });

  it('reacts with a common emoji', () => {
    const mailbox = show();
    open(0);
    press('React with thumbs up');

    expect(mailbox.calls).toContainEqual(['addReaction', 'bob', QUESTION.id, '👍']);
    expect(screen.queryByRole('button', { name: /React with/ })).toBeNull();
  });

  it('copies a link to the message', async () => {
    show();
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    open(0);
    press('Copy link');

    const link = new URL('/conversations/bob?at=alice%7Ebob.1', location.href).href;
    await waitFor(() => expect(writeText).toHaveBeenCalledWith(link));
  });

  it('shows beside the message why an action failed', async () => {
    const detail = 'Use one of the 20 emojis you have put on this message before.';
    const problem = new ApiProblem({ status: 422, code: 'too-many-reactions', title: 'x', detail });
    const mailbox = fakeMailbox();
    mailbox.addReaction = () => Promise.reject(problem);
    show(undefined, mailbox);
    open(0);
    press('React with thumbs up');

    expect((await screen.findByRole('alert')).textContent).toBe(detail);
  });

  it('has reactions beside it, which add mine or take it back', () => {
    const reactions = [
      { emoji: '👍', people: ['alice', 'bob'] },
      { emoji: '🎉', people: ['bob'] },
    ];
    const mailbox = show([sent(1, 'bob', 'Done', { reactions })]);
    expect(screen.getByRole('button', { name: '👍 2: you, bob' }).getAttribute('aria-pressed')).toBe('true');

    press('👍 2: you, bob');
    press('🎉 1: bob');

    expect(mailbox.calls.filter(([name]) => String(name).endsWith('Reaction'))).toEqual([
      ['removeReaction', 'bob', 'alice~bob.1', '👍'],
      ['addReaction', 'bob', 'alice~bob.1', '🎉'],
    ]);
  });

  it('replies, and sends the reply with what it replies to', () => {
    const mailbox = show();
    open(0);
    press('Reply');
    expect(screen.getByRole('group', { name: 'Replying' }).textContent).toContain('Where is the key?');
    expect(document.activeElement).toBe(box('Message to bob'));

    fireEvent.change(box('Message to bob'), { target: { value: 'Look again' } });
    fireEvent.keyDown(box('Message to bob'), { key: 'Enter' });

    expect(mailbox.calls).toContainEqual(['sendMessage', 'bob', 'Look again', { replyTo: QUESTION.id }]);
    expect(screen.queryByRole('group', { name: 'Replying' })).toBeNull();
  });

  it('replies to the message as it is now', () => {
    const mailbox = show();
    open(0);
    press('Reply');

    act(() =>
      mailbox.change({ conversations: { bob: viewOf([{ ...QUESTION, body: '', deleted: 'sender' }, ANSWER]) } }),
    );

    expect(screen.getByRole('group', { name: 'Replying' }).textContent).toContain('This message was deleted.');
  });

  it('copies the text, or says that the browser did not allow it', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(
      new DOMException('Not allowed', 'NotAllowedError'),
    );
    show();
    open(0);

    press('Copy text');

    expect((await screen.findByRole('alert')).textContent).toContain('copy it by hand');
  });

  it('edits the message, and keeps the draft', async () => {
    const mailbox = show();
    fireEvent.change(box('Message to bob'), { target: { value: 'A thought' } });
    open(1);
    press('Edit');
    expect(box('Edit message').value).toBe('On my desk');

    fireEvent.change(box('Edit message'), { target: { value: 'On your desk' } });
    press('Save');

    await waitFor(() => expect(box('Message to bob').value).toBe('A thought'));
    expect(mailbox.calls).toContainEqual(['editMessage', 'bob', ANSWER.id, 'On your desk']);
  });

  it('begins an edit at the end of its text, and keeps it, as it does a reply, over a visit elsewhere', () => {
    const mailbox = show();
    open(1);
    press('Edit');
    expect(box('Edit message').selectionStart).toBe(ANSWER.body.length);
    fireEvent.change(box('Edit message'), { target: { value: 'On my table' } });

    cleanup();
    show(undefined, mailbox);
    expect(box('Edit message').value).toBe('On my table');

    press('Cancel');
    open(0);
    press('Reply');
    cleanup();
    show(undefined, mailbox);
    expect(screen.getByRole('group', { name: 'Replying' })).toBeDefined();
  });

  it('keeps an edit that the server refuses, and says why', async () => {
    const mailbox = fakeMailbox();
    mailbox.editMessage = () =>
      Promise.reject(new ApiProblem({ status: 422, code: 'too-many-edits', title: 'x', detail: 'Send a new one.' }));
    show(undefined, mailbox);
    fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
    fireEvent.change(box('Edit message'), { target: { value: 'On your desk' } });
    press('Save');

    expect((await screen.findByRole('alert')).textContent).toBe('Send a new one.');
    expect(box('Edit message').value).toBe('On your desk');
  });

  it('is not needed to edit my last message: ↑ in an empty composer starts, Esc cancels', () => {
    show([ANSWER, sent(3, 'alice', '', { deleted: 'sender' }), QUESTION]);
    fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
    expect(box('Edit message').value).toBe('On my desk');

    fireEvent.keyDown(box('Edit message'), { key: 'Escape' });

    expect(box('Message to bob').value).toBe('');
  });

  it('deletes the message after a confirmation', async () => {
    const mailbox = show();
    open(1);
    press('Delete…');
    expect(mailbox.calls.some(([name]) => name === 'deleteMessage')).toBe(false);

    press('Delete');

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(mailbox.calls).toContainEqual(['deleteMessage', 'bob', ANSWER.id]);
  });

  it('has fewer actions for messages of others, and does not exist for deleted or unsent ones', () => {
    show([
      QUESTION,
      sent(2, 'bob', '', { deleted: 'sender' }),
      { key: 'p', sender: 'alice', body: 'Wait', timestamp: QUESTION.timestamp, state: 'pending' },
    ]);
    open(0);

    expect(openers()).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Delete…' })).toBeNull();
  });

  it('only copies and deletes where no message can be sent', () => {
    show(
      undefined,
      undefined,
      inbox.map((row) => ({ ...row, blocked: true })),
    );
    open(1);

    expect(screen.queryByRole('button', { name: /React|Reply|Edit/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy text' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Delete…' })).toBeDefined();
  });

  it('opens on a long press, but not on a scroll', () => {
    vi.useFakeTimers();
    try {
      show();
      const message = screen.getByText('Where is the key?');
      fireEvent.pointerDown(message, { pointerType: 'touch' });
      fireEvent.pointerCancel(message);
      vi.advanceTimersByTime(1_000);
      expect(screen.queryByRole('button', { name: 'Reply' })).toBeNull();

      fireEvent.pointerDown(message, { pointerType: 'touch' });
      vi.advanceTimersByTime(1_000);
    } finally {
      vi.useRealTimers();
    }
    return waitFor(() => expect(screen.getByRole('button', { name: 'Reply' })).toBeDefined());
  });

  it('stands beside a message that shows that it was edited, and what it replies to', () => {
    show([
      QUESTION,
      sent(2, 'alice', 'On my desk', {
        editedAt: '2026-03-01T12:01:00Z',
        quote: { id: 'alice~bob.1', sender: 'bob', body: 'Where is the key?' },
      }),
    ]);

    expect(screen.getByText('edited')).toBeDefined();
    expect(document.querySelector('blockquote')?.textContent).toBe('Replying to bob: Where is the key?');
  });
});
