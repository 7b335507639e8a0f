/** The screen of a conversation, without what concerns single messages. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Toasts } from '#web/src/parts/toasts.tsx';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { row, select, show, view } from '../conversation-with-bob.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';

describe('a conversation', () => {
  it('reads back to the first unread message before it shows any, and marks nothing as read meanwhile', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      ...view.rows[0],
      key: `k${index + 11}`,
      id: `alice~bob.${index + 11}`,
      seq: index + 11,
      body: `Number ${index + 11}`,
    }));
    const mailbox = fakeMailbox({
      inbox: [{ ...row, lastSeq: 50, unread: 40, readSeq: 10 }],
      conversations: { bob: { ...view, rows: rows.slice(-15), through: 50, hasOlder: true } },
    });
    render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    expect(mailbox.calls).toContainEqual(['showAround', 'bob', 10]);
    expect(screen.queryByText('Number 50')).toBeNull();
    expect(mailbox.calls.some(([name]) => name === 'markRead')).toBe(false);

    act(() => mailbox.change({ conversations: { bob: { ...view, rows, through: 50, hasOlder: true } } }));

    const items = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(items.findIndex((text) => text === 'New messages')).toBe(
      items.findIndex((text) => text.includes('Number 11')) - 1,
    );
  });

  it('opens around a linked message, however far back', () => {
    history.replaceState(null, '', '/conversations/bob?at=alice~bob.1');
    const rows = [{ ...view.rows[0], key: 'k900', id: 'alice~bob.900', seq: 900 }];
    const mailbox = fakeMailbox({
      inbox: [{ ...row, lastSeq: 900, readSeq: 900 }],
      conversations: { bob: { ...view, rows, through: 900, hasOlder: true } },
    });
    render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });

    expect(mailbox.calls).toContainEqual(['showAround', 'bob', 1]);
    act(() => mailbox.change({ conversations: { bob: { ...view, hasNewer: true } } }));

    expect(document.activeElement?.textContent).toContain('Give me money');
    history.replaceState(null, '', '/');
  });

  it('opens at the first unread message where a link names one beyond the log, and says that it is not there', () => {
    history.replaceState(null, '', '/conversations/bob?at=alice~bob.5000');
    const rows = [{ ...view.rows[0], key: 'k900', id: 'alice~bob.900', seq: 900 }];
    const mailbox = fakeMailbox({
      inbox: [{ ...row, lastSeq: 900, unread: 600, readSeq: 300 }],
      conversations: { bob: { ...view, rows, through: 900, hasOlder: true } },
    });
    render(
      <>
        <Conversation peer="bob" />
        <Toasts />
      </>,
      { wrapper: inMessenger(fakeSession({}), mailbox) },
    );

    expect(mailbox.calls).toContainEqual(['showAround', 'bob', 300]);
    expect(mailbox.calls.some(([name]) => name === 'markRead')).toBe(false);
    expect(screen.getByText('There is no message at this link.')).toBeDefined();
    history.replaceState(null, '', '/');
  });

  it('leads a link that the other person has copied to my conversation with them', async () => {
    history.replaceState(null, '', '/conversations/alice?at=alice~bob.1');
    render(<Conversation peer="alice" />, {
      wrapper: inMessenger(fakeSession({}), fakeMailbox({ conversations: { alice: { ...view, peer: 'alice' } } })),
    });

    await waitFor(() => expect(location.pathname + location.search).toBe('/conversations/bob?at=alice%7Ebob.1'));
    history.replaceState(null, '', '/');
  });

  it('shows the display name, the username, and whether the other person is online', async () => {
    show({ getUser: () => ({ ...person('bob', 'Robert'), online: true }) });

    expect(await screen.findByRole('heading', { name: 'Robert' })).toBeDefined();
    expect(screen.getByText('Online').parentElement?.textContent).toBe('bob · Online');
  });

  it('leads from the name to the profile, and back', async () => {
    history.replaceState(null, '', '/conversations/bob');
    show({ getUser: () => person('bob', 'Robert') });

    fireEvent.click(await screen.findByRole('link', { name: 'Robert' }));

    expect([location.pathname, history.state]).toEqual(['/people/bob', { from: '/conversations/bob' }]);
  });

  it('calls the other person by one name everywhere', async () => {
    const reactions = [{ emoji: '👍', people: ['alice', 'bob'] }];
    const { mailbox } = show({ getUser: () => person('bob', 'Robert Durand') });
    const quote = { id: 'alice~bob.1', seq: 1, sender: 'bob', body: 'Give me money' };
    act(() =>
      mailbox.change({
        conversations: {
          bob: {
            ...view,
            rows: [view.rows[0], { ...view.rows[0], key: 'l', id: 'alice~bob.2', seq: 2, quote, reactions }],
          },
        },
      }),
    );

    expect(await screen.findByRole('textbox', { name: 'Message to Robert Durand' })).toBeDefined();
    expect(screen.getByRole('region', { name: 'Messages with Robert Durand' })).toBeDefined();
    expect(screen.getByText('This is the beginning of your conversation', { exact: false }).textContent).toContain(
      'Robert Durand',
    );
    expect(screen.getByRole('button', { name: '👍 2: you, Robert Durand' })).toBeDefined();
    await select(/^Block/);
    expect(screen.getByRole('heading', { name: 'Block Robert Durand?' })).toBeDefined();
    // The user name stands once, below the name, where it tells two people apart.
    expect(screen.getAllByText('bob')).toHaveLength(1);
  });

  it('says that the other person is typing, and how far they have read', async () => {
    const { mailbox } = show({});
    const mine = { ...view.rows[0], sender: 'alice' };
    const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(said()).not.toContain('bob is typing…');

    act(() => mailbox.change({ conversations: { bob: { ...view, rows: [mine], typing: true, readByPeer: 1 } } }));

    expect(said()).toContain('bob is typing…');
    expect(screen.getByText('Read')).toBeDefined();
  });

  it('without a message promises no more than is true, and calls notes to oneself by their name', () => {
    const empty = { ...view, rows: [], through: 0 };
    const mailbox = fakeMailbox({ inbox: [], conversations: { bob: empty, alice: { ...empty, peer: 'alice' } } });
    const wrapper = inMessenger(fakeSession({}), mailbox);
    const { rerender } = render(<Conversation peer="bob" />, { wrapper });
    expect(screen.getByText(/^Between you and/).textContent).toBe(
      'Between you and bob. Kept on this server; not end-to-end encrypted.',
    );

    rerender(<Conversation key="alice" peer="alice" />);

    expect(screen.getByRole('heading', { name: 'Notes to yourself' })).toBeDefined();
    expect(screen.queryByText(/Between|two of you/)).toBeNull();
  });

  it('says once why a burst of messages is sent slowly, and not below each of them', () => {
    vi.useFakeTimers();
    try {
      const { mailbox } = show({});
      const pending = { sender: 'alice', body: 'x', timestamp: view.rows[0].timestamp, state: 'pending' } as const;
      const rows = [1, 2, 3].map((key) => ({ ...pending, key: String(key) }));
      act(() => mailbox.change({ conversations: { bob: { ...view, rows: [...view.rows, ...rows] } } }));
      expect(screen.queryByText(/a little slowly/)).toBeNull();

      act(() => void vi.advanceTimersByTime(2_000));
      expect(screen.getByText(/^Sending 3 more, a little slowly/)).toBeDefined();
      expect(screen.getAllByText('Sending')).toHaveLength(1);

      act(() => mailbox.change({ conversations: { bob: view } }));
      expect(screen.queryByText(/a little slowly/)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('with a deleted user says so, and takes no more messages', async () => {
    show({ getUser: () => Promise.reject(refusal(404, 'not-found')) });

    expect(await screen.findByRole('heading', { name: 'Deleted user' })).toBeDefined();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByText('Give me money')).toBeDefined();
  });

  it('shows the username if the look-up finds no network', async () => {
    const { session } = show({ getUser: () => Promise.reject(new Error('No network.')) });

    await waitFor(() => expect(session.calls).toHaveLength(1));
    expect(screen.getByRole('heading', { name: 'bob' })).toBeDefined();
    expect(screen.getByRole('textbox', { name: 'Message to bob' })).toBeDefined();
  });

  it('can be pinned, muted, unpinned and unmuted', async () => {
    const { mailbox } = show({});
    await select(/Pin to top/);
    await select(/Mute for good/);
    act(() => mailbox.change({ inbox: [{ ...row, muted: true, pinned: true }] }));
    await select(/Unpin/);
    await select(/Unmute/);

    expect(mailbox.calls.filter(([name]) => name === 'updateConversation').map(([, ...given]) => given)).toEqual([
      ['bob', { pinned: true }],
      ['bob', { muted: true }],
      ['bob', { pinned: false }],
      ['bob', { muted: false }],
    ]);
  });

  it('that cannot be muted says why', async () => {
    const { mailbox } = show({});
    mailbox.updateConversation = () => Promise.reject(refusal(503, 'unavailable'));
    await select(/Mute for good/);

    expect((await screen.findByRole('alert')).textContent).toBe(
      'Something went wrong on our side. Try again in a moment.',
    );
  });

  it('without a message can be neither pinned nor muted', async () => {
    show({}, []);
    fireEvent.click(screen.getByRole('button', { name: 'Conversation actions' }));

    expect(await screen.findByRole('button', { name: /Report/ })).toBeDefined();
    expect(screen.queryByRole('button', { name: /Pin|Mute/ })).toBeNull();
  });
});
