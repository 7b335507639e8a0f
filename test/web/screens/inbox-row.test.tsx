/** A row of the inbox: what it says, and what can be done with it. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { Inbox } from '#web/src/screens/inbox.tsx';
import { writeDraft } from '#web/src/state/drafts.ts';
import { type FakeMailbox, fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';

const lastMessage = {
  id: 'alice~bob.7',
  seq: 7,
  kind: 'message',
  sender: 'bob',
  recipient: 'alice',
  body: 'quick',
  timestamp: '2026-01-01T00:00:00.000Z',
} as const;
const bob: InboxRow = {
  peer: 'bob',
  peerName: 'Bob B.',
  written: lastMessage.timestamp,
  lastSeq: 8,
  unread: 2,
  readSeq: 5,
  muted: false,
  pinned: false,
  blocked: false,
  lastMessage,
};

function given(row: Partial<InboxRow> = {}, mailbox: FakeMailbox = fakeMailbox({ inbox: [{ ...bob, ...row }] })) {
  render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), mailbox) });
  return mailbox;
}

const link = () => screen.getByRole('link', { name: /^Bob/ });
const menu = () => screen.queryByRole('group', { name: /^Actions for/ });
const choose = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

describe('a row of the inbox', () => {
  it('says to screen readers what its parts show, and of a long text its beginning', () => {
    given({ pinned: true, muted: true, lastMessage: { ...lastMessage, body: 'ha'.repeat(100) } });

    const name = link().getAttribute('aria-label');
    expect(name).toMatch(/^Bob B\. bob, 2 unread messages, pinned, muted, .+, (ha){40}…$/);
  });

  it('says by a dot and in words that the person is online', () => {
    given({ online: true });

    expect(screen.getByTitle('Online')).toBeDefined();
    expect(link().getAttribute('aria-label')).toMatch(/^Bob B\. bob, online, 2 unread messages, /);
  });

  it.each<[string, Partial<InboxRow>]>([
    ['may be anywhere', {}],
    ['was blocked', { online: true, blocked: true }],
    ['is the reader', { online: true, peer: 'alice' }],
  ])('does not say it of somebody who %s', (_who, row) => {
    given(row);

    expect(screen.queryByTitle('Online')).toBeNull();
    expect(link().getAttribute('aria-label')).not.toContain('online');
  });

  it('says that the account is deleted, without a request', async () => {
    const session = fakeSession({});
    const { peerName: _, ...row } = bob;
    const mailbox = fakeMailbox({ inbox: [{ ...row, peerDeleted: true }] });
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, mailbox) });

    expect(await screen.findByRole('link', { name: /^Deleted user bob, / })).toBeDefined();
    expect(session.calls).not.toContainEqual(['getUser', expect.anything()]);
  });

  it('shows a draft as it is typed, and reads nothing of those that are not', () => {
    given();
    const read = vi.spyOn(Storage.prototype, 'getItem');

    act(() => writeDraft('alice', 'carla', 'Hello'));
    const readOfCarla = read.mock.calls.map(([key]) => key);
    act(() => writeDraft('alice', 'bob', 'quickly'));

    expect(readOfCarla.filter((key) => key.includes('bob'))).toEqual([]);
    expect(screen.getByText('quickly')).toBeDefined();
    read.mockRestore();
    act(() => writeDraft('alice', 'bob', ''));
  });

  it('agrees with the head of the conversation that is open', async () => {
    const profile = { username: 'bob', displayName: 'Bob B.', createdAt: bob.written, online: false };
    const session = fakeSession({ getUser: () => profile });
    render(<Inbox peer="bob" />, { wrapper: inMessenger(session, fakeMailbox({ inbox: [{ ...bob, online: true }] })) });
    expect(screen.getByTitle('Online')).toBeDefined();

    await waitFor(() => expect(screen.queryByTitle('Online')).toBeNull());
  });

  it.each([
    ['a right click', () => fireEvent.contextMenu(link())],
    ['the menu key', () => fireEvent.keyDown(link(), { key: 'ContextMenu' })],
    ['Shift+F10', () => fireEvent.keyDown(link(), { key: 'F10', shiftKey: true })],
    ['its button', () => fireEvent.click(screen.getByRole('button', { name: 'Actions for Bob B.' }))],
  ])('opens its menu by %s, and has the focus again once it is closed', async (_how, open) => {
    given();

    open();

    expect(await screen.findByRole('group', { name: 'Actions for Bob B.' })).toBeDefined();
    expect(document.activeElement?.textContent).toBe('Mark as read');
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    expect(menu()).toBeNull();
    expect(document.activeElement).toBe(link());
  });

  it('opens its menu by a long press', async () => {
    given();
    vi.useFakeTimers();

    fireEvent.pointerDown(link(), { pointerType: 'touch' });
    act(() => void vi.advanceTimersByTime(600));
    vi.useRealTimers();

    expect(await screen.findByRole('group', { name: 'Actions for Bob B.' })).toBeDefined();
  });

  it.each([
    ['Mark as unread', { unread: 0 }, ['updateConversation', 'bob', { markedUnread: true }]],
    ['Mark as read', {}, ['markRead', 'bob', 8]],
    ['Mark as read', { unread: 0, markedUnread: true }, ['markRead', 'bob', 8]],
    ['Pin to top', {}, ['updateConversation', 'bob', { pinned: true }]],
    ['Unpin', { pinned: true }, ['updateConversation', 'bob', { pinned: false }]],
    ['Archive', {}, ['updateConversation', 'bob', { archivedThrough: 7 }]],
    ['Mute for good', {}, ['updateConversation', 'bob', { muted: true }]],
    ['Mute for an hour', {}, ['updateConversation', 'bob', { muted: true, mutedUntil: expect.any(String) }]],
    ['Unmute', { muted: true }, ['updateConversation', 'bob', { muted: false }]],
  ] as const)('offers: %s', async (name, row, call) => {
    const mailbox = given(row);
    fireEvent.contextMenu(link());

    await choose(name);

    expect(mailbox.calls).toContainEqual(call);
    expect(menu()).toBeNull();
  });

  it('says why something was refused', async () => {
    const mailbox = fakeMailbox({ inbox: [bob] });
    given({}, { ...mailbox, updateConversation: () => Promise.reject(refusal(429, 'too-many-requests')) });
    fireEvent.contextMenu(link());

    await choose('Pin to top');

    expect((await screen.findByRole('alert')).textContent).not.toBe('');
  });
});
