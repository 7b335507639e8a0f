/** The screen of a conversation with Bob, which has one message. */
import { fireEvent, render, screen } from '@testing-library/react';
import type { InboxRow } from '#client/mailbox.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { fakeMailbox } from './fake-mailbox.ts';
import { fakeSession, inMessenger } from './fake-session.ts';

/** Bob has written one message. */
export const view = {
  peer: 'bob',
  rows: [
    {
      key: 'k',
      id: 'alice~bob.1',
      seq: 1,
      sender: 'bob',
      body: 'Give me money',
      timestamp: '2026-03-01T12:00:00Z',
      state: 'sent',
    },
  ],
  unknown: [],
  loaded: true,
  through: 1,
  hasOlder: false,
  hasNewer: false,
  readByPeer: 0,
  typing: false,
  loading: false,
} as const;

export const row = {
  peer: 'bob',
  lastSeq: 1,
  unread: 0,
  readSeq: 1,
  muted: false,
  pinned: false,
  blocked: false,
} as InboxRow;

/** @param answers those of the API, by operation */
export function show(answers: Parameters<typeof fakeSession>[0], inbox: readonly InboxRow[] = [row]) {
  const mailbox = fakeMailbox({ inbox, conversations: { bob: view } });
  const session = fakeSession(answers);
  render(<Conversation peer="bob" />, { wrapper: inMessenger(session, mailbox) });
  return { mailbox, session };
}

/** Chooses an action of the conversation's menu. */
export async function select(name: RegExp): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Conversation actions' }));
  fireEvent.click(await screen.findByRole('button', { name }));
}
