/** What a message shows of itself. */
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { MessageItem } from '#web/src/conversation/message-item.tsx';
import { fullDateOf, timeOf } from '#web/src/text/dates.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

afterEach(() => {
  document.documentElement.style.direction = '';
});

describe('a message', () => {
  const show = (
    given: Partial<MessageRow>,
    read = false,
    onTarget: (target: unknown) => void = () => {},
    wrapper?: ReturnType<typeof inMessenger>,
  ) => {
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
    render(<MessageItem peer="bob" item={item} read={read} onTarget={onTarget} tabbable edited={false} />, {
      wrapper: wrapper ?? inMailbox(mailbox),
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

  describe('under a finger', () => {
    const finger = { pointerType: 'touch', pointerId: 1, isPrimary: true } as const;
    const swipe = (on: HTMLElement, ...[start, ...moves]: readonly (readonly [x: number, y: number])[]): void => {
      const item = on.closest('[data-key]') as HTMLElement;
      fireEvent.pointerDown(on, { ...finger, clientX: start?.[0], clientY: start?.[1] });
      for (const [clientX, clientY] of moves) fireEvent.pointerMove(item, { ...finger, clientX, clientY });
      fireEvent.pointerUp(item, finger);
    };
    const repliesTo = (given: Partial<MessageRow>, ...points: readonly (readonly [number, number])[]): number => {
      const targets: unknown[] = [];
      show({ id: 'alice~bob.1', seq: 1, ...given }, false, (target) => targets.push(target));
      swipe(screen.queryByRole('link') ?? screen.getByText('Hello'), ...points);
      cleanup();
      return targets.length;
    };

    it('is replied to by a swipe along its line, and by no other movement', () => {
      expect(repliesTo({}, [100, 50], [120, 52], [180, 55])).toBe(1);
      expect(repliesTo({}, [100, 50], [120, 52], [140, 55])).toBe(0);
      expect(repliesTo({}, [100, 50], [120, 52], [180, 55], [110, 55])).toBe(0);
      expect(repliesTo({}, [100, 50], [105, 90], [180, 120])).toBe(0);
      expect(repliesTo({}, [100, 50], [60, 50], [20, 50])).toBe(0);
    });

    it('is replied to by a swipe to the left where lines run there', () => {
      document.documentElement.style.direction = 'rtl';

      expect(repliesTo({}, [180, 50], [160, 52], [100, 55])).toBe(1);
      expect(repliesTo({}, [100, 50], [120, 52], [180, 55])).toBe(0);
    });

    it('leaves a swipe from the edge of the screen, and one on a link, to the browser', () => {
      expect(repliesTo({}, [10, 50], [60, 50], [120, 50])).toBe(0);
      expect(repliesTo({ body: 'https://example.org' }, [100, 50], [140, 50], [200, 50])).toBe(0);
    });
  });

  it('under a mouse offers the usual reaction and a reply beside its menu', () => {
    const targets: unknown[] = [];
    const mailbox = show({ id: 'alice~bob.1', seq: 1 }, false, (target) => targets.push(target));
    expect(screen.queryByRole('button', { name: 'Reply to this' })).toBeNull();

    fireEvent.pointerEnter(screen.getByRole('listitem'), { pointerType: 'mouse' });
    fireEvent.click(screen.getByRole('button', { name: 'Thumbs up' }));
    fireEvent.click(screen.getByRole('button', { name: 'Reply to this' }));

    expect(mailbox.calls).toContainEqual(['addReaction', 'bob', 'alice~bob.1', '👍']);
    expect(targets).toMatchObject([{ kind: 'reply' }]);
  });

  it('with the focus leads from its menu to the same two by the arrow keys', () => {
    show({ id: 'alice~bob.1', seq: 1 });
    const menu = screen.getByRole('button', { name: 'Message actions: Hello' });
    act(() => menu.focus());

    fireEvent.keyDown(menu, { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Reply to this' }));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Reply to this' }), { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Thumbs up' }));
  });

  it('leads on to the left where lines run there', () => {
    document.documentElement.style.direction = 'rtl';
    show({ id: 'alice~bob.1', seq: 1 });
    const menu = screen.getByRole('button', { name: 'Message actions: Hello' });
    act(() => menu.focus());

    fireEvent.keyDown(menu, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Reply to this' }));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Reply to this' }), { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(menu);
  });

  it('names its menu after the beginning of its text, or after its files', () => {
    show({ id: 'alice~bob.1', seq: 1, body: `Where\nis ${'the key '.repeat(20)}` });
    expect(
      screen.getByRole('button', { name: 'Message actions: Where is the key the key the key the key…' }),
    ).toBeDefined();
    cleanup();

    const attachments = [{ id: 'a', type: 'application/pdf', bytes: 1 }];
    show({ id: 'alice~bob.1', seq: 1, body: '', attachments }, false, undefined, inMessenger(fakeSession({})));
    expect(screen.getByRole('button', { name: 'Message actions: File' })).toBeDefined();
  });

  it('that was edited opens what it said before, page by page', async () => {
    const timestamp = '2026-03-01T11:00:00Z';
    const session = fakeSession({
      listEarlierTexts: ({ query }) =>
        query?.['before'] === undefined
          ? { items: [{ body: 'Second', timestamp }], next: 7 }
          : { items: [{ body: 'First', timestamp }] },
    });
    show({ id: 'alice~bob.1', seq: 1, editedAt: '2026-03-01T12:05:00Z' }, false, undefined, inMessenger(session));

    fireEvent.click(screen.getByRole('button', { name: 'edited, show earlier texts' }));
    expect(await screen.findByText('Second')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Load more' }));

    expect(await screen.findByText('First')).toBeDefined();
    expect(screen.getAllByText(fullDateOf(new Date(timestamp)))).toHaveLength(2);
    expect(session.calls).toContainEqual([
      'listEarlierTexts',
      { parameters: { id: 'alice~bob.1' }, query: { before: 7 } },
    ]);
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
    const question = screen.getByRole('dialog', { name: 'Delete this message?' });
    expect(mailbox.calls).not.toContainEqual(['discardUnsent', 'bob', 'k']);
    fireEvent.click(within(question).getByRole('button', { name: 'Delete' }));
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
    const question = screen.getByRole('dialog', { name: 'Delete this message?' });
    expect(mailbox.calls).not.toContainEqual(['discardUnsent', 'bob', 'k']);
    fireEvent.click(within(question).getByRole('button', { name: 'Delete' }));
    expect(mailbox.calls).toEqual([['discardUnsent', 'bob', 'k']]);
  });

  it('that is delayed counts the last seconds', () => {
    vi.useFakeTimers();
    const problem = new ApiProblem({ status: 429, code: 'too-many-requests', title: 'x', detail: 'Too fast.' });
    show({ state: 'pending', delay: { problem, until: Date.now() + 92_000 } });
    expect(screen.getByRole('status').textContent).not.toContain('seconds');

    act(() => void vi.advanceTimersByTime(3_000));
    expect(screen.getByText(/in 89 seconds/).getAttribute('aria-hidden')).toBe('true');
    act(() => void vi.advanceTimersByTime(90_000));
    expect(screen.queryByText(/second/)).toBeNull();
    vi.useRealTimers();
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

  it('runs in the direction of its own text', () => {
    show({ body: 'مرحبا' });

    expect(document.querySelector('[data-text]')?.getAttribute('dir')).toBe('auto');
  });
});
