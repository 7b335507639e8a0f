/** What screen readers are told of messages that arrive. */
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationView, InboxRow, MailboxState } from '#client/mailbox.ts';
import { Announcer } from '#web/src/parts/announcer.tsx';
import { announceTexts } from '#web/src/state/announced.ts';
import { fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const rowOf = (peer: string, seq: number, more: Partial<InboxRow> = {}): InboxRow =>
  ({ peer, lastMessage: { sender: peer, seq }, lastSeq: seq, unread: 1, ...more }) as InboxRow;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  announceTexts(false);
  vi.useRealTimers();
});

it('calls the sender by the name that rows show', () => {
  const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
  render(<Announcer open={undefined} />, { wrapper: inMailbox(mailbox) });

  act(() => mailbox.change({ inbox: [rowOf('zoe', 2, { peerName: 'Zoë Durand' })] }));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(screen.getByRole('status').textContent).toBe('New message from Zoë Durand');
});

it('says nothing of muted conversations', () => {
  const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
  render(<Announcer open={undefined} />, { wrapper: inMailbox(mailbox) });

  act(() => mailbox.change({ inbox: [rowOf('zoe', 2, { muted: true })] }));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(screen.getByRole('status').textContent).toBe('');
});

const written = (peer: string, seqs: readonly number[]) =>
  ({ rows: seqs.map((seq) => ({ sender: peer, seq, state: 'sent' })) }) as unknown as ConversationView;

it.each<[string, string | undefined, Partial<MailboxState>]>([
  ['3 new messages from zoe', undefined, { inbox: [rowOf('zoe', 4, { unread: 3, lastSeq: 4 })] }],
  [
    '3 new messages from zoe in this conversation',
    'zoe',
    { inbox: [rowOf('zoe', 4, { unread: 0, lastSeq: 4 })], conversations: { zoe: written('zoe', [1, 2, 3, 4]) } },
  ],
  [
    '3 new messages from 2 people',
    'zoe',
    { inbox: [rowOf('zoe', 3, { unread: 2, lastSeq: 3 }), rowOf('bob', 1, { unread: 1, lastSeq: 1 })] },
  ],
])('says together what has come within a second: %s', (said, open, change) => {
  const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
  render(<Announcer open={open} />, { wrapper: inMailbox(mailbox) });

  act(() => mailbox.change({ inbox: [rowOf('zoe', 2, { unread: 1, lastSeq: 2 })] }));
  act(() => mailbox.change(change));
  act(() => void vi.advanceTimersByTime(1_000));

  expect(screen.getByRole('status').textContent).toBe(said);
});

describe('where texts are wanted, what arrives is read out with them', () => {
  beforeEach(() => announceTexts(true));

  const LONG = '🪜'.repeat(300);
  const saying = (peer: string, seq: number, body: string, more: object = {}) => ({ sender: peer, seq, body, ...more });
  const row = (peer: string, seq: number, body: string, more: object = {}): InboxRow =>
    ({ ...rowOf(peer, seq), lastMessage: saying(peer, seq, body, more) }) as InboxRow;

  it.each<[string, string | undefined, Partial<MailboxState>]>([
    ['New message from zoe: Is it you?', undefined, { inbox: [row('zoe', 2, 'Is it you?')] }],
    [
      '2 new messages from zoe in this conversation: Is it you?; Photo',
      'zoe',
      {
        inbox: [rowOf('zoe', 4, { unread: 0, lastSeq: 4 })],
        conversations: {
          zoe: {
            rows: [
              saying('zoe', 1, 'What was read before'),
              saying('zoe', 2, 'Is it you?'),
              saying('me', 3, 'Mine'),
              saying('zoe', 4, '', { attachments: [{ type: 'image/jpeg' }] }),
            ],
          } as unknown as ConversationView,
        },
      },
    ],
    [
      'New message from zoe: Is it you?. New message from bob: Hello',
      undefined,
      { inbox: [row('zoe', 2, 'Is it you?'), row('bob', 1, 'Hello')] },
    ],
    [
      'New message from zoe: This message was deleted.',
      undefined,
      { inbox: [row('zoe', 2, '', { deleted: 'sender' })] },
    ],
    [`New message from zoe: ${LONG}`, undefined, { inbox: [row('zoe', 2, `${LONG}🪜`)] }],
  ])('%.60s', (said, open, change) => {
    const mailbox = fakeMailbox({ inbox: [rowOf('zoe', 1)] });
    render(<Announcer open={open} />, { wrapper: inMailbox(mailbox) });

    act(() => mailbox.change(change));
    act(() => void vi.advanceTimersByTime(1_000));

    expect(screen.getByRole('status').textContent).toBe(said);
  });
});
