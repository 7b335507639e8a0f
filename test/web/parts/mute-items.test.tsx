/** Muting a conversation from a menu. */

import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MuteItems } from '#web/src/parts/mute-items.tsx';
import type { UpdateConversation } from '#web/src/state/conversation-update.ts';

afterEach(() => vi.useRealTimers());

describe('a conversation that is heard', () => {
  const untilHalfPast = { muted: true, mutedUntil: new Date(2026, 10, 28, 23, 30).toISOString() };
  const untilMorning = { muted: true, mutedUntil: new Date(2026, 10, 29, 8).toISOString() };

  it.each([
    ['Mute for an hour', untilHalfPast, /^Zoë is muted until today at \S.*30.*\.$/],
    ['Mute until tomorrow', untilMorning, /^Zoë is muted until \S.*8.*\.$/],
    ['Mute for good', { muted: true }, /^Zoë is muted\.$/],
  ])('%s, which can be undone', (name, preferences, text) => {
    vi.useFakeTimers({ now: new Date(2026, 10, 28, 22, 30) });
    const update = vi.fn<UpdateConversation>();
    render(<MuteItems name="Zoë" muted={false} onUpdate={update} />);

    fireEvent.click(screen.getByRole('button', { name }));

    expect(update).toHaveBeenCalledExactlyOnceWith(preferences, {
      text: expect.stringMatching(text) as string,
      undo: { muted: false },
    });
  });
});

it('a conversation that is muted can be heard again', () => {
  const update = vi.fn<UpdateConversation>();
  render(<MuteItems name="Zoë" muted onUpdate={update} />);

  fireEvent.click(screen.getByRole('button', { name: 'Unmute' }));

  expect(update).toHaveBeenCalledExactlyOnceWith({ muted: false });
  expect(screen.getAllByRole('button')).toHaveLength(1);
});
