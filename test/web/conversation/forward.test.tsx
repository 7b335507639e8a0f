/** Forwarding a message. */
import { fireEvent, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { InboxRow, RowAttachment } from '#client/mailbox.ts';
import type { SentRow } from '#web/src/conversation/composer-target.ts';
import { ForwardDialog } from '#web/src/conversation/forward-dialog.tsx';
import { MessageMenu } from '#web/src/conversation/message-menu.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const LEASE: RowAttachment = { id: 'lease', name: 'lease.pdf', type: 'application/pdf', bytes: 48_213 };

function show(
  more: Partial<SentRow>,
  dialog = (row: SentRow, onClose: () => void): ReactElement => <ForwardDialog row={row} onClose={onClose} />,
) {
  const row: SentRow = {
    ...{ key: 'alice~bob.1', id: 'alice~bob.1', seq: 1, sender: 'bob', body: 'Read this', state: 'sent' },
    timestamp: '2026-03-01T12:00:00.000Z',
    ...more,
  };
  const mailbox = fakeMailbox({ inbox: ['bob', 'cem'].map((peer) => ({ peer }) as InboxRow) });
  const session = fakeSession({ listUsers: () => ({ items: [] }) });
  const Inner = inMessenger(session, mailbox);
  const onClose = vi.fn<() => void>();
  render(dialog(row, onClose), {
    wrapper: Inner,
  });
  const sent = () => mailbox.calls.filter(([name]) => name === 'sendMessage');
  return { sent, onClose };
}

const choose = (name: string): void => {
  fireEvent.change(screen.getByRole('combobox'), { target: { value: name } });
  fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' });
};

const forward = (): void => void fireEvent.click(screen.getByRole('button', { name: 'Forward' }));

describe('forwarding a message', () => {
  it('sends its text to the person who is chosen, and opens that conversation', () => {
    const { sent, onClose } = show({ replyTo: 'alice~bob.0' } as Partial<SentRow>);

    choose('cem');
    expect(sent()).toEqual([]);
    forward();

    expect(sent()).toEqual([['sendMessage', 'cem', 'Read this', {}]]);
    expect(onClose).toHaveBeenCalledOnce();
    expect(location.pathname).toBe('/conversations/cem');
  });

  it('names its files as they are where they come from, each under a key of its own', () => {
    const { sent } = show({ body: '', attachments: [{ ...LEASE, key: 'key of the sender' }] });

    choose('cem');
    forward();

    const { id: _, ...file } = LEASE;
    const from = { message: 'alice~bob.1', id: 'lease' };
    expect(sent()).toEqual([
      ['sendMessage', 'cem', '', { attachments: [{ ...file, from, key: expect.not.stringContaining('sender') }] }],
    ]);
  });

  it('goes to several people, each of whom can be taken out again before', () => {
    const { sent, onClose } = show({ attachments: [LEASE] });
    history.pushState(null, '', '/conversations/bob');

    for (const name of ['cem', 'bob', 'alice']) choose(name);
    fireEvent.click(screen.getByRole('button', { name: 'Don’t forward to: Notes to yourself' }));
    forward();

    expect(sent().map(([, recipient]) => recipient)).toEqual(['cem', 'bob']);
    const keys = sent().map(([, , , more]) => (more as { attachments: { key: string }[] }).attachments[0]?.key);
    expect(new Set(keys).size).toBe(2);
    expect(onClose).toHaveBeenCalledOnce();
    expect(location.pathname).toBe('/conversations/bob');
  });

  it('begins in the menu of the message, also where this person takes no messages', async () => {
    const nothing = (): void => {};
    const { sent } = show({}, (row) => (
      <MessageMenu row={row} peer="bob" onTarget={undefined} onReact={nothing} onProblem={nothing} tabbable />
    ));

    fireEvent.click(screen.getByRole('button', { name: /^Message actions/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Forward…' }));
    await screen.findByRole('combobox');
    choose('cem');
    forward();

    expect(sent()).toEqual([['sendMessage', 'cem', 'Read this', {}]]);
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('sends nothing where nobody is found', () => {
    const { sent } = show({});

    choose('xyz');

    expect(sent()).toEqual([]);
  });
});
