/** What a message shows of itself. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { MessageItem } from '#web/src/conversation/message-item.tsx';
import { timeOf } from '#web/src/text/dates.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

describe('a message', () => {
  const show = (given: Partial<MessageRow>, read = false, onTarget: (target: unknown) => void = () => {}) => {
    const mailbox = fakeMailbox();
    const row: MessageRow = {
      key: 'k',
      sender: 'alice',
      body: 'Hello',
      timestamp: '2026-03-01T12:00:00Z',
      state: 'sent',
      ...given,
    };
    const item = { kind: 'message', key: 'k', row, date: new Date(row.timestamp), first: true, last: true } as const;
    render(<MessageItem peer="bob" item={item} read={read} onTarget={onTarget} tabbable />, {
      wrapper: inMailbox(mailbox),
    });
    return mailbox;
  };

  it('of mine says whether it was sent and read', () => {
    show({});
    expect(screen.getByText('Sent')).toBeDefined();
    cleanup();

    show({ state: 'pending' });
    expect(screen.getByText('Sending')).toBeDefined();
    cleanup();

    show({}, true);
    expect(screen.getByText('Read')).toBeDefined();
  });

  it('of somebody else says who sent it, and nothing of its status', () => {
    show({ sender: 'bob' });

    expect(screen.getByText('bob:')).toBeDefined();
    expect(screen.queryByText('Sent')).toBeNull();
  });

  it('is replied to by a double click beside its text, in which that selects a word', () => {
    const targets: unknown[] = [];
    show({ id: 'alice~bob.1', seq: 1 }, false, (target) => targets.push(target));
    const text = screen.getByText('Hello');

    fireEvent.doubleClick(text);
    expect(targets).toEqual([]);
    fireEvent.doubleClick(text.closest('[data-key]') as HTMLElement);

    expect(targets).toMatchObject([{ kind: 'reply', row: { id: 'alice~bob.1' } }]);
  });

  it('that failed says why, and can be retried or deleted', () => {
    const detail = 'There is nobody of that name.';
    const mailbox = show({
      state: 'failed',
      problem: new ApiProblem({ status: 404, code: 'not-found', title: 'x', detail }),
    });

    expect(screen.getByRole('alert').textContent).toContain(detail);
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(mailbox.calls).toEqual([
      ['retry', 'bob', 'k'],
      ['discardUnsent', 'bob', 'k'],
    ]);
  });

  it('that was refused for its text says why, and can be taken back to be edited', () => {
    localStorage.setItem('draft:alice:bob', 'What came next');
    const body = `x${'\u0323'.repeat(9)}`;
    const mailbox = show({
      body,
      state: 'failed',
      problem: new ApiProblem({ status: 400, code: 'invalid', title: 'x', detail: 'Correct the fields.' }),
    });
    expect(screen.getByRole('alert').textContent).toContain('more than 8 accents');

    fireEvent.click(screen.getByRole('button', { name: 'Edit' }));

    expect(mailbox.calls).toEqual([['discardUnsent', 'bob', 'k']]);
    expect(localStorage.getItem('draft:alice:bob')).toBe(`${body}\nWhat came next`);
  });

  it('that was refused cannot be edited where it forwards files, which this device does not have', () => {
    const from = { message: 'alice~carla.7', id: 'lease' };
    show({
      state: 'failed',
      problem: new ApiProblem({ status: 404, code: 'not-found', title: 'x', detail: 'It is gone.' }),
      attachments: [{ key: 'k', type: 'application/pdf', bytes: 5, from }],
    });

    expect(screen.getByRole('button', { name: 'Delete' })).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it('that is delayed says why and until when, and can be deleted', () => {
    const detail = 'You have started many conversations this hour.';
    const problem = new ApiProblem({ status: 429, code: 'too-many-requests', title: 'x', detail });
    const until = new Date(2026, 2, 1, 14, 30).getTime();
    const mailbox = show({ state: 'pending', delay: { problem, until } });

    expect(screen.getByRole('status').textContent).toContain(
      `${detail} This will be sent at ${timeOf(new Date(until))}.`,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(mailbox.calls).toEqual([['discardUnsent', 'bob', 'k']]);
  });

  it('that was deleted says who deleted it, and nothing else', () => {
    show({ body: '', deleted: 'moderator' });
    expect(screen.getByText('This message was removed by a moderator.')).toBeDefined();
    cleanup();

    show({ body: '', deleted: 'sender' });
    expect(screen.getByText('This message was deleted.')).toBeDefined();
  });

  it('shows markup as text', () => {
    show({ body: '<img src=x onerror=alert(1)> https://example.org' });

    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByRole('link').getAttribute('rel')).toBe('noopener noreferrer nofollow');
  });
});
