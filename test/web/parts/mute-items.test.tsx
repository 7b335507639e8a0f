/** Muting a conversation from a menu. */

import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Preferences } from '#client/mailbox.ts';
import { MuteItems } from '#web/src/parts/mute-items.tsx';

afterEach(() => vi.useRealTimers());

describe('a conversation that is heard', () => {
  it.each<[string, Preferences]>([
    ['Mute for an hour', { muted: true, mutedUntil: new Date(2026, 10, 28, 23, 30).toISOString() }],
    ['Mute until tomorrow', { muted: true, mutedUntil: new Date(2026, 10, 29, 8).toISOString() }],
    ['Mute for good', { muted: true }],
  ])('%s', (name, preferences) => {
    vi.useFakeTimers({ now: new Date(2026, 10, 28, 22, 30) });
    const update = vi.fn<(given: Preferences) => void>();
    render(<MuteItems muted={false} onUpdate={update} />);

    fireEvent.click(screen.getByRole('button', { name }));

    expect(update).toHaveBeenCalledExactlyOnceWith(preferences);
  });
});

it('a conversation that is muted can be heard again', () => {
  const update = vi.fn<(given: Preferences) => void>();
  render(<MuteItems muted onUpdate={update} />);

  fireEvent.click(screen.getByRole('button', { name: 'Unmute' }));

  expect(update).toHaveBeenCalledExactlyOnceWith({ muted: false });
  expect(screen.getAllByRole('button')).toHaveLength(1);
});
