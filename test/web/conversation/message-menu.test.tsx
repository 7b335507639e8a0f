import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
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

describe('what can be done about a message', () => {
  beforeEach(() => localStorage.clear());

  const threadOf = (rows: readonly MessageRow[]) => ({
    peer: 'bob',
    rows,
    loaded: true,
    through: rows.length,
    hasOlder: false,
    readByPeer: 0,
    typing: false,
    loading: false,
  });
  const show = (
    rows: readonly MessageRow[] = [QUESTION, ANSWER],
    mailbox: FakeMailbox = fakeMailbox(),
    given = inbox,
  ): FakeMailbox => {
    mailbox.change({ inbox: given, conversations: { bob: threadOf(rows) } });
    render(<Conversation peer="bob" back="/conversations" />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    return mailbox;
  };
  const box = (name: string): HTMLTextAreaElement => screen.getByRole('textbox', { name });
  const press = (name: string | RegExp): void => void fireEvent.click(screen.getByRole('button', { name }));
  const openers = (): HTMLElement[] => screen.getAllByRole('button', { name: 'Act on this message' });
  const open = (index: number): void => void fireEvent.click(openers()[index] as HTMLElement);

  it('is behind one button, which shows no emoji before it is pressed', () => {
    show();
    expect(screen.queryByRole('button', { name: /React with/ })).toBeNull();

    open(0);

    expect(screen.getAllByRole('button', { name: /React with/ })).toHaveLength(6);
  });

  it('is one stop of the Tab key, from which the arrows go through the messages', () => {
    show();
    expect(openers().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);
    openers()[1]?.focus();

    fireEvent.keyDown(openers()[1] as HTMLElement, { key: 'ArrowUp' });

    expect(document.activeElement).toBe(openers()[0]);
  });

  it('is a reaction, by a common emoji', () => {
    const mailbox = show();
    open(0);
    press('React with thumbs up');

    expect(mailbox.calls).toContainEqual(['addReaction', 'bob', QUESTION.id, '👍']);
    expect(screen.queryByRole('button', { name: /React with/ })).toBeNull();
  });

  it('that fails is told beside the message', async () => {
    const detail = 'Use one of the 20 emojis you have put on this message before.';
    const problem = new ApiProblem({ status: 422, code: 'too-many-reactions', title: 'x', detail });
    const mailbox = fakeMailbox();
    mailbox.addReaction = () => Promise.reject(problem);
    show(undefined, mailbox);
    open(0);
    press('React with thumbs up');

    expect((await screen.findByRole('alert')).textContent).toBe(detail);
  });

  it('is to take part in a reaction, or to take mine back, by its chip', () => {
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

  it('is an answer, sent with what it answers', () => {
    const mailbox = show();
    open(0);
    press('Reply');
    expect(screen.getByRole('group', { name: 'Replying' }).textContent).toContain('Where is the key?');
    expect(document.activeElement).toBe(box('Message to bob'));

    fireEvent.change(box('Message to bob'), { target: { value: 'Look again' } });
    fireEvent.keyDown(box('Message to bob'), { key: 'Enter' });

    expect(mailbox.calls).toContainEqual(['sendMessage', 'bob', 'Look again', QUESTION.id]);
    expect(screen.queryByRole('group', { name: 'Replying' })).toBeNull();
  });

  it('is an answer to what the message has become since', () => {
    const mailbox = show();
    open(0);
    press('Reply');

    act(() =>
      mailbox.change({ conversations: { bob: threadOf([{ ...QUESTION, body: '', deleted: 'sender' }, ANSWER]) } }),
    );

    expect(screen.getByRole('group', { name: 'Replying' }).textContent).toContain('This message was deleted.');
  });

  it('is a copy, or says that the browser refused it', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(
      new DOMException('Not allowed', 'NotAllowedError'),
    );
    show();
    open(0);

    press('Copy text');

    expect((await screen.findByRole('alert')).textContent).toContain('copy it by hand');
  });

  it('is another text, which leaves the draft as it was', async () => {
    const mailbox = show();
    fireEvent.change(box('Message to bob'), { target: { value: 'A thought' } });
    open(1);
    press('Edit');
    expect(box('Edit your message').value).toBe('On my desk');

    fireEvent.change(box('Edit your message'), { target: { value: 'On your desk' } });
    press('Save');

    await waitFor(() => expect(box('Message to bob').value).toBe('A thought'));
    expect(mailbox.calls).toContainEqual(['editMessage', 'bob', ANSWER.id, 'On your desk']);
  });

  it('keeps another text that the server refuses, and says why', async () => {
    const mailbox = fakeMailbox();
    mailbox.editMessage = () =>
      Promise.reject(new ApiProblem({ status: 409, code: 'deleted', title: 'x', detail: 'This message was deleted.' }));
    show(undefined, mailbox);
    fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
    fireEvent.change(box('Edit your message'), { target: { value: 'On your desk' } });
    press('Save');

    expect((await screen.findByRole('alert')).textContent).toBe('This message was deleted.');
    expect(box('Edit your message').value).toBe('On your desk');
  });

  it('begins to edit my last message by ↑ where nothing is written, and ends by Esc', () => {
    show([ANSWER, sent(3, 'alice', '', { deleted: 'sender' }), QUESTION]);
    fireEvent.keyDown(box('Message to bob'), { key: 'ArrowUp' });
    expect(box('Edit your message').value).toBe('On my desk');

    fireEvent.keyDown(box('Edit your message'), { key: 'Escape' });

    expect(box('Message to bob').value).toBe('');
  });

  it('is to delete it, after a question', async () => {
    const mailbox = show();
    open(1);
    press('Delete…');
    expect(mailbox.calls.some(([name]) => name === 'deleteMessage')).toBe(false);

    press('Delete');

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(mailbox.calls).toContainEqual(['deleteMessage', 'bob', ANSWER.id]);
  });

  it('is less with what others wrote, and nothing with what is gone or not sent yet', () => {
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

  it('is only to copy and delete where nothing can be written', () => {
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

  it('opens under a finger that rests on the message, and not under one that scrolls', () => {
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

  it('goes with a mark that it was edited, and with what it answers', () => {
    show([
      QUESTION,
      sent(2, 'alice', 'On my desk', {
        editedAt: '2026-03-01T12:01:00Z',
        quote: { id: 'alice~bob.1', sender: 'bob', body: 'Where is the key?' },
      }),
    ]);

    expect(screen.getByText('edited')).toBeDefined();
    expect(document.querySelector('blockquote')?.textContent).toBe('In answer to bob: Where is the key?');
  });
});
