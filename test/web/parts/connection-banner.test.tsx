/** What people are told about the connection, and when. */
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionBanner } from '#web/src/parts/connection-banner.tsx';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

describe('the connection banner', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const wait = (milliseconds: number): void => act(() => void vi.advanceTimersByTime(milliseconds));
  const words = (): string => screen.getByRole('status').textContent ?? '';

  it('is silent for two seconds, then says what the connection is doing, and is silent once it is ready', () => {
    const mailbox = fakeMailbox({ connection: 'connecting' });
    render(<ConnectionBanner />, { wrapper: inMailbox(mailbox) });
    wait(1_900);
    expect(words()).toBe('');

    wait(200);
    expect(words()).toBe('Connecting…');

    act(() => mailbox.change({ connection: 'catching-up' }));
    expect(words()).toBe('Updating…');

    act(() => mailbox.change({ connection: 'ready' }));
    expect(words()).toBe('');
  });

  it('waits two seconds again after the next loss', () => {
    const mailbox = fakeMailbox({ connection: 'offline' });
    render(<ConnectionBanner />, { wrapper: inMailbox(mailbox) });
    wait(3_000);
    act(() => mailbox.change({ connection: 'ready' }));

    act(() => mailbox.change({ connection: 'offline' }));

    expect(words()).toBe('');
    wait(2_000);
    expect(words()).toContain('No connection');
  });
});
