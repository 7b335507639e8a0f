/** What screen readers are told of messages that arrive. */
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { Announcer } from '#web/src/parts/announcer.tsx';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const rowOf = (peer: string, seq: number, more: Partial<InboxRow> = {}): InboxRow =>
  ({ peer, lastMessage: { sender: peer, seq }, ...more }) as InboxRow;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls the sender by the name that rows show', () => {
  const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
  render(<Announcer />, { wrapper: inMailbox(mailbox) });

  act(() => mailbox.change({ inbox: [rowOf('zoe', 2, { peerName: 'Zoë Durand' })] }));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(screen.getByRole('status').textContent).toBe('New message from Zoë Durand');
});

it('says nothing of muted conversations', () => {
  const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
  render(<Announcer />, { wrapper: inMailbox(mailbox) });

  act(() => mailbox.change({ inbox: [rowOf('zoe', 2, { muted: true })] }));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(screen.getByRole('status').textContent).toBe('');
});
