/** A person at their own address: who they are, and what one can do. */
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { PersonPane } from '#web/src/people/person-pane.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { type FakeSession, fakeSession, inMessenger, person, refusal } from '../fake-session.ts';
import { post } from '../needs/posts.ts';

beforeEach(() => history.replaceState(null, '', '/people/bob'));

const help = { posts: 7, people: 5, more: false, createdAt: '2026-03-01T12:00:00.000Z' };
const bob = {
  getUser: () => ({ ...person('bob', 'Bob Builder'), about: 'I have a ladder.', online: true }),
  listThanks: () => ({
    items: [{ post: 'ann.1', giver: 'ann', giverName: 'Ann', text: 'A great help!', at: '2026-05-01T12:00:00.000Z' }],
    help,
  }),
  listPosts: () => ({ items: [post('1', { title: 'A ladder' }), post('2', { title: 'Old', status: 'done' })] }),
  listBlocks: () => ({ items: [] }),
};

function show(session: FakeSession, inbox: readonly InboxRow[] = [], username = 'bob') {
  const mailbox = fakeMailbox({ inbox });
  render(<PersonPane username={username} />, { wrapper: inMessenger(session, mailbox) });
  return mailbox;
}

describe('a profile', () => {
  it('says who the person is, how much they have helped, and what they need', async () => {
    show(fakeSession(bob));

    expect(await screen.findByText('I have a ladder.')).toBeDefined();
    expect(screen.getByRole('heading', { level: 1, name: 'Bob Builder' })).toBeDefined();
    expect(screen.getByText(/Online/).textContent).toBe('bob · Online');
    expect(await screen.findByText(/Helped 7 times · thanked by 5 people/)).toBeDefined();
    const thanks = await screen.findByRole('region', { name: 'Thank-yous to Bob Builder' });
    expect(within(thanks).getByText('A great help!')).toBeDefined();
    const posts = await screen.findByRole('region', { name: 'Posts of Bob Builder' });
    expect(
      within(posts)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual(['A ladder']);
  });

  it('leads to the conversation, whose messages it loads and keeps current while the profile is shown', async () => {
    const mailbox = show(fakeSession(bob));

    expect((await screen.findByRole('link', { name: 'Message' })).getAttribute('href')).toBe('/conversations/bob');
    expect(mailbox.calls).toContainEqual(['open', 'bob']);
    expect(mailbox.calls).not.toContainEqual(['leave', 'bob']);

    cleanup();
    expect(mailbox.calls.at(-1)).toEqual(['leave', 'bob']);
  });

  it('mutes a person with whom there is a conversation, and says so if that fails', async () => {
    const row = { peer: 'bob', muted: false } as InboxRow;
    const mailbox = show(fakeSession(bob), [row]);
    fireEvent.click(await screen.findByRole('button', { name: 'More about Bob Builder' }));

    fireEvent.click(screen.getByRole('button', { name: 'Mute for good' }));
    expect(mailbox.calls).toContainEqual(['updateConversation', 'bob', { muted: true }]);

    Object.assign(mailbox, { updateConversation: async () => Promise.reject(refusal(503, 'unavailable')) });
    fireEvent.click(screen.getByRole('button', { name: 'More about Bob Builder' }));
    fireEvent.click(screen.getByRole('button', { name: 'Mute for good' }));
    expect((await screen.findByRole('alert')).textContent).toContain('went wrong on our side');
  });

  it.each([/^Block/, /^Report…|^Report Bob/])('offers what else one may want: %s', async (name) => {
    show(fakeSession(bob));
    fireEvent.click(await screen.findByRole('button', { name: 'More about Bob Builder' }));

    fireEvent.click(screen.getByRole('button', { name }));

    expect(await screen.findByRole('dialog')).toBeDefined();
  });

  it('of somebody I have blocked offers to unblock them, and does not say when they were here', async () => {
    const session = fakeSession({ ...bob, listBlocks: () => ({ items: [{ username: 'bob' }] }) });
    show(session);

    fireEvent.click(await screen.findByRole('button', { name: 'Unblock' }));

    await act(async () => {});
    expect(session.calls.map(([operation]) => operation)).toContain('unblock');
    expect(screen.queryByText(/Online/)).toBeNull();
  });

  it('of mine leads to where I change it', async () => {
    show(fakeSession({ ...bob, getUser: () => ({ ...person('alice'), online: true }) }), [], 'alice');

    expect((await screen.findByRole('link', { name: 'Edit profile' })).getAttribute('href')).toBe('/settings/profile');
    expect(screen.queryByRole('link', { name: 'Message' })).toBeNull();
  });

  it('of nobody says so, and of somebody who left leads to what was written', async () => {
    const gone = { getUser: () => Promise.reject(refusal(404, 'not-found')) };
    show(fakeSession(gone));
    expect(await screen.findByText('Unknown user')).toBeDefined();

    show(fakeSession(gone), [{ peer: 'bob' } as InboxRow]);
    const link = await screen.findByRole('link', { name: 'Open the conversation' });
    expect(link.getAttribute('href')).toBe('/conversations/bob');
  });

  it('that cannot be loaded is tried again', async () => {
    let works = false;
    const getUser = () => (works ? bob.getUser() : Promise.reject(refusal(503, 'unavailable')));
    show(fakeSession({ ...bob, getUser }));
    const again = await screen.findByRole('button', { name: 'Try again' });
    works = true;

    fireEvent.click(again);

    expect(await screen.findByText('I have a ladder.')).toBeDefined();
  });

  it.each([
    [{ from: '/conversations/bob' }, '/conversations/bob'],
    [{ from: 'https://evil.example/conversations' }, '/people'],
    [null, '/people'],
  ])('leads back to where people came from: %j', async (state, back) => {
    history.replaceState(state, '', '/people/bob');
    show(fakeSession(bob));

    expect(screen.getByRole('link', { name: /^Back/ }).getAttribute('href')).toBe(back);
    await screen.findByText('I have a ladder.');
  });
});
