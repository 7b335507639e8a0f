/** The list of conversations. */
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { PersonRow } from '#web/src/parts/person-row.tsx';
import { Inbox } from '#web/src/screens/inbox.tsx';
import { unreadCountOf } from '#web/src/state/mailbox.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person } from '../fake-session.ts';

const row = {
  written: '2026-01-01T00:00:00.000Z',
  lastSeq: 1,
  unread: 1,
  readSeq: 0,
  muted: false,
  pinned: false,
  blocked: false,
};

describe('the inbox', () => {
  it('marks pinned and muted conversations, in the given order', () => {
    const inbox: readonly InboxRow[] = [
      { ...row, peer: 'carla', pinned: true },
      { ...row, peer: 'bob', muted: true },
      { ...row, peer: 'dan' },
    ];

    render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), fakeMailbox({ inbox })) });

    const said = screen.getAllByRole('link').map((link) => link.getAttribute('aria-label')?.split(', ').slice(0, -1));
    expect(said).toEqual([
      ['carla', '1 unread message', 'pinned'],
      ['bob', '1 unread message', 'muted'],
      ['dan', '1 unread message'],
    ]);
  });

  it('shows the names that the list came with, and asks for none of them', () => {
    const inbox: readonly InboxRow[] = Array.from({ length: 40 }, (_, index) => ({
      ...row,
      peer: `user-${index}`,
      peerName: `Person ${index}`,
    }));
    const session = fakeSession({});

    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, fakeMailbox({ inbox })) });

    expect(screen.getByText('Person 39')).toBeDefined();
    expect(session.calls.filter(([operation]) => operation === 'getUser')).toEqual([]);
  });

  it('keeps requests apart, with those that I declined at their end', async () => {
    const request = { ...row, request: true } as const;
    const inbox: readonly InboxRow[] = [
      { ...request, peer: 'bob' },
      { ...row, peer: 'carla' },
      { ...request, peer: 'dan', declined: true },
      { ...request, peer: 'eve' },
    ];
    const mailbox = fakeMailbox({ inbox });
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    const names = () =>
      screen.getAllByRole('link').map(({ textContent }) => textContent.match(/bob|carla|dan|eve/)?.[0]);
    expect(names()).toEqual(['carla']);

    fireEvent.click(screen.getByRole('button', { name: 'Requests (2)' }));

    expect(names()).toEqual(['bob', 'eve', 'dan']);
    expect(screen.getAllByRole('link', { name: /1 unread message/ })).toHaveLength(2);
    expect(unreadCountOf(mailbox.state)).toBe(1);
    act(() => mailbox.change({ inbox: [{ ...row, peer: 'bob' }] }));
    expect(await screen.findByRole('heading', { name: 'No requests' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'All' }));
    expect(names()).toEqual(['bob']);
  });

  it.each([
    ['Unread', 'You’ve read everything', 'Show all messages'],
    ['Archived', 'Nothing is archived', 'Show all messages'],
  ])('offers a way on where there is nothing: %s', async (list, title, way) => {
    const mailbox = fakeMailbox({ inbox: [{ ...row, unread: 0, peer: 'bob' }] });
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), mailbox) });

    fireEvent.click(screen.getByRole('button', { name: list }));
    expect(await screen.findByRole('heading', { name: title })).toBeDefined();
    expect(mailbox.calls.map(([name, of]) => [name, of])).toContainEqual(['watchInbox', list.toLowerCase()]);
    fireEvent.click(screen.getByRole('button', { name: way }));

    expect(screen.getByRole('link', { name: /^bob/ })).toBeDefined();
  });

  it('keeps a conversation among the unread ones while it is open', () => {
    const mailbox = fakeMailbox({
      inbox: [
        { ...row, peer: 'bob' },
        { ...row, peer: 'carla' },
      ],
    });
    const { rerender } = render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), mailbox) });
    fireEvent.click(screen.getByRole('button', { name: 'Unread (2)' }));

    rerender(<Inbox peer="bob" />);
    act(() =>
      mailbox.change({
        inbox: [
          { ...row, peer: 'bob', unread: 0 },
          { ...row, peer: 'carla' },
        ],
      }),
    );
    expect(screen.getAllByRole('link')).toHaveLength(2);
    rerender(<Inbox peer="carla" />);

    expect(screen.getAllByRole('link')).toHaveLength(1);
  });

  it('loads more at the end of what is loaded', async () => {
    const mailbox = fakeMailbox({ inbox: [{ ...row, peer: 'bob' }] });
    const loaded = { ...mailbox.state.lists.conversations, hasMore: true };
    act(() => mailbox.change({ lists: { ...mailbox.state.lists, conversations: loaded } }));
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(fakeSession({}), mailbox) });

    fireEvent.click(await screen.findByRole('button', { name: 'Load more' }));

    expect(mailbox.calls).toContainEqual(['loadMoreInbox', 'conversations']);
  });

  it('shows the username with a display name, which could be anybody else’s', () => {
    const roving = { 'data-roving': '', tabIndex: 0, onFocus: () => {} };

    render(
      <ul>
        <PersonRow username="bob" displayName="Carla" href="/conversations/bob" current={false} roving={roving} />
        <PersonRow username="dan" displayName="dan" href="/conversations/dan" current={false} roving={roving} />
      </ul>,
    );

    expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Carla bob$/),
      expect.stringMatching(/^DAdan$/),
    ]);
  });

  it('offers newcomers those who joined last, but for whom they know, and what else there is to do', async () => {
    const joined = ['eve', 'dora', 'alice', 'cem', 'bob'].map((username) => person(username));
    const asked: unknown[] = [];
    const session = fakeSession({ listUsers: ({ query }) => (asked.push(query), { items: joined }) });
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, fakeMailbox({ inbox: [] })) });

    expect(await screen.findByRole('heading', { name: 'Say hello to somebody new' })).toBeDefined();
    expect(screen.getByText('They joined last.')).toBeDefined();
    expect(asked).toEqual([{ order: 'newest', limit: 10 }]);
    const people = within(screen.getByRole('list', { name: 'People' })).getAllByRole('link');
    expect(people.map((link) => link.getAttribute('href'))).toEqual([
      '/conversations/eve',
      '/conversations/dora',
      '/conversations/cem',
    ]);
    expect(screen.getByRole('link', { name: 'Find people' }).getAttribute('href')).toBe('/people');
    expect(screen.getByRole('link', { name: 'See what people need' }).getAttribute('href')).toBe('/needs');
    expect(screen.getByRole('button', { name: 'Copy invite link' })).toBeDefined();
  });

  it('does not offer those whose requests are there', async () => {
    const session = fakeSession({ listUsers: () => ({ items: [person('bob'), person('carla')] }) });
    const inbox: readonly InboxRow[] = [{ ...row, peer: 'bob', request: true }];
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, fakeMailbox({ inbox })) });

    const people = within(await screen.findByRole('list', { name: 'People' })).getAllByRole('link');

    expect(people.map((link) => link.getAttribute('href'))).toEqual(['/conversations/carla']);
  });

  it('says where all conversations are archived, and shows them', async () => {
    const session = fakeSession({ listUsers: () => ({ items: [person('bob')] }) });
    const mailbox = fakeMailbox({ inbox: [] });
    const lists = mailbox.state.lists;
    const loading = { loaded: false, loading: true, hasMore: false };
    act(() => mailbox.change({ lists: { ...lists, archived: loading } }));
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, mailbox) });
    await vi.waitFor(() => expect(mailbox.calls).toContainEqual(['watchInbox', 'archived']), 60_000);
    expect(screen.queryByRole('heading', { name: 'Say hello to somebody new' })).toBeNull();

    act(() => mailbox.change({ lists, inbox: [{ ...row, peer: 'bob', archived: true }] }));

    expect(await screen.findByRole('heading', { name: 'Everything is archived' })).toBeDefined();
    expect(screen.queryByRole('link', { name: /^bob/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Show the archive' }));
    expect(screen.getByRole('link', { name: /^bob/ })).toBeDefined();
  });

  it('does not offer anybody where nobody else is', async () => {
    const session = fakeSession({ listUsers: () => ({ items: [person('alice')] }) });
    render(<Inbox peer={undefined} />, { wrapper: inMessenger(session, fakeMailbox({ inbox: [] })) });

    expect(await screen.findByRole('heading', { name: 'No conversations yet' })).toBeDefined();
    expect(screen.queryByRole('list', { name: 'People' })).toBeNull();
  });
});
