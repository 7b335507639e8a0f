/** The picker of emoji. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MessageItem } from '#web/src/conversation/message-item.tsx';
import { EmojiPicker } from '#web/src/emoji/emoji-picker.tsx';
import { forgetOnDevice } from '#web/src/state/forget.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

describe('the picker of emoji', () => {
  beforeEach(() => localStorage.clear());

  const show = () => {
    const [onPick, onClose] = [vi.fn<(emoji: string) => void>(), vi.fn<() => void>()];
    render(<EmojiPicker title="Emoji" onPick={onPick} onClose={onClose} />);
    return { onPick, onClose };
  };
  const search = (text: string): void =>
    void fireEvent.change(screen.getByRole('searchbox', { name: 'Find an emoji' }), { target: { value: text } });
  const press = async (name: string): Promise<void> =>
    void fireEvent.click(await screen.findByRole('button', { name }));
  const shown = (): (string | null)[] =>
    [...screen.getByRole('group', { name: 'Emoji' }).querySelectorAll('button')].map((button) => button.textContent);

  it('begins with the first group, and shows the others', async () => {
    const { onPick, onClose } = show();
    expect(await screen.findByRole('button', { name: 'grinning face' })).toBeDefined();

    await press('Food and drink');
    await press('red apple');

    expect(onPick).toHaveBeenCalledWith('🍎');
    expect(onClose).toHaveBeenCalled();
  });

  it('finds by words, and takes the first by Enter', async () => {
    const { onPick } = show();
    await screen.findByRole('button', { name: 'grinning face' });

    search('ice cream');
    expect(shown()).toContain('🍨');
    search('thumbs up');
    fireEvent.submit(screen.getByRole('searchbox').closest('form') as HTMLFormElement);

    expect(onPick).toHaveBeenCalledWith('👍');
  });

  it('takes the first by an Enter that comes before the list does', async () => {
    const { onPick } = show();
    expect(shown()).toEqual([]);

    search('thumbs up');
    fireEvent.submit(screen.getByRole('searchbox').closest('form') as HTMLFormElement);

    await vi.waitFor(() => expect(onPick).toHaveBeenCalledWith('👍'));
  });

  it('says where nothing is found', async () => {
    show();
    await screen.findByRole('button', { name: 'grinning face' });

    search('nothing like it');

    expect(screen.getByRole('status').textContent).toBe('No emoji found.');
  });

  it('keeps the skin tone, and begins with those used last, until the person signs out', async () => {
    show();
    await press('Medium');
    await press('People and bodies');
    await press('thumbs up');
    cleanup();

    show();
    await screen.findByRole('button', { name: '👍🏽' });
    expect(shown()).toEqual(['👍🏽']);
    expect(screen.getByRole('button', { name: 'Medium' }).getAttribute('aria-pressed')).toBe('true');
    cleanup();

    await forgetOnDevice();
    show();
    expect(await screen.findByRole('button', { name: 'grinning face' })).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Used last' })).toBeNull();
  });

  it('reacts to a message, and takes back by the same emoji', async () => {
    const mailbox = fakeMailbox();
    const reactions = [{ emoji: '🍕', people: ['alice'] }];
    const timestamp = '2026-03-01T12:00:00Z';
    const row = {
      key: 'k',
      id: 'alice~bob.1',
      seq: 1,
      sender: 'bob',
      body: 'Lunch?',
      timestamp,
      state: 'sent',
      reactions,
    } as const;
    const item = { kind: 'message', key: 'k', row, date: new Date(timestamp), first: true, last: true } as const;
    render(<MessageItem peer="bob" item={item} read={false} onTarget={() => {}} tabbable edited={false} />, {
      wrapper: inMailbox(mailbox),
    });

    for (const name of ['pizza', 'taco']) {
      fireEvent.click(screen.getByRole('button', { name: 'Message actions: Lunch?' }));
      fireEvent.click(screen.getByRole('button', { name: 'More emoji…' }));
      // oxlint-disable-next-line no-await-in-loop
      await press('Food and drink');
      // oxlint-disable-next-line no-await-in-loop
      await press(name);
    }

    expect(mailbox.calls).toEqual([
      ['removeReaction', 'bob', 'alice~bob.1', '🍕'],
      ['addReaction', 'bob', 'alice~bob.1', '🌮'],
    ]);
  });

  it('is one tab stop, in which arrow keys, Home and End move', async () => {
    show();
    const first = await screen.findByRole('button', { name: 'grinning face' });
    const grid = screen.getByRole('group', { name: 'Emoji' });
    const buttons = [...grid.querySelectorAll('button')];
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toEqual([first]);

    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(buttons[1]);
    fireEvent.keyDown(buttons[1] as HTMLElement, { key: 'End' });
    expect(document.activeElement).toBe(buttons.at(-1));
  });
});
