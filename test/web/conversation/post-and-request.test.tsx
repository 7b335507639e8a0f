/** A conversation that a post began: where the post stands, and the request that waits for an answer. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { Conversation } from '#web/src/screens/conversation.tsx';
import { row, view } from '../conversation-with-bob.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';

describe('a conversation about a post', () => {
  const about = { ...row, post: { id: 'bob.1', title: 'A flat tyre' } };
  const outcome = (status: string, chosen = 'none') => ({
    id: 'bob.1',
    kind: 'need',
    title: 'A flat tyre',
    status,
    chosen,
  });
  const show = (answers: Parameters<typeof fakeSession>[0], inbox: InboxRow = about) => {
    const mailbox = fakeMailbox({ inbox: [inbox], conversations: { bob: view } });
    const session = fakeSession(answers);
    render(<Conversation peer="bob" />, { wrapper: inMessenger(session, mailbox) });
    return { mailbox, session };
  };
  const bar = () => screen.findByRole('region', { name: 'The post you talk about' });

  it.each([
    ['open', 'none', 'Open'],
    ['promised', 'you', 'Promised to you'],
    ['promised', 'another', 'Somebody else was chosen'],
    ['promised', 'none', 'Promised'],
    ['done', 'you', 'Done: you helped'],
    ['done', 'another', 'Somebody else was chosen'],
    ['expired', 'none', 'Expired'],
    ['of a later version', 'none', 'Over'],
  ])('tells somebody who has offered help where it stands: %s, chosen: %s', async (status, chosen, text) => {
    show({ getOutcome: () => outcome(status, chosen), listThanks: () => ({ items: [] }) });

    await waitFor(async () => expect((await bar()).textContent).toContain(text));
    const isThere = status === 'open' || status === 'promised';
    expect(screen.queryAllByRole('link', { name: 'A flat tyre' })).toHaveLength(isThere ? 1 : 0);
  });

  it.each([
    [{ status: 'open' }, 'Open'],
    [{ status: 'promised', promisedTo: 'bob' }, 'Promised to bob'],
    [{ status: 'promised', promisedTo: 'carla' }, 'Promised'],
    [{ status: 'done', helpers: [{ username: 'bob' }] }, 'Done: bob helped'],
    [{ status: 'done', othersHelped: 1 }, 'Done'],
  ])('tells its owner where it stands: %j', async (own, text) => {
    const mine = { id: 'alice.1', kind: 'need', title: 'A cat', lastsUntil: '2099-01-01T00:00:00.000Z', ...own };
    show({ getPost: () => mine }, { ...row, post: { id: 'alice.1', title: 'A cat' } });

    await waitFor(async () => expect((await bar()).textContent).toBe(`NeedA cat${text}`));
    expect(screen.getByRole('link', { name: 'A cat' }).getAttribute('href')).toBe('/needs/alice.1');
  });

  it('follows what becomes of the post, as soon as a frame says that it changed', async () => {
    let now = outcome('open');
    const { mailbox, session } = show({ getOutcome: () => now, listThanks: () => ({ items: [] }) });
    await waitFor(async () => expect((await bar()).textContent).toContain('Open'));

    now = outcome('promised', 'another');
    act(() => mailbox.hintOutcome('bob.2'));
    expect(session.calls.filter(([name]) => name === 'getOutcome')).toHaveLength(1);
    act(() => mailbox.hintOutcome('bob.1'));

    await waitFor(async () => expect((await bar()).textContent).toContain('Somebody else was chosen'));
  });

  it('says once a person how to meet somebody safely', async () => {
    const { session } = show({
      getOutcome: () => outcome('promised', 'you'),
      getMe: () => person('alice'),
      updateMe: () => ({ ...person('alice'), safetyTold: true }),
    });

    fireEvent.click(await screen.findByRole('button', { name: 'Got it' }));

    await waitFor(() => expect(screen.queryByRole('complementary', { name: 'Before you meet' })).toBeNull());
    expect(session.calls).toContainEqual(['updateMe', { body: { safetyTold: true } }]);
  });

  it('says that the post is gone, and does not lead to it', async () => {
    show({
      getOutcome: () => Promise.reject(refusal(404, 'not-found')),
      getPost: () => Promise.reject(refusal(404, 'not-found')),
    });

    await waitFor(async () => expect((await bar()).textContent).toBe('A flat tyreNo longer there'));
    expect(screen.queryByRole('link', { name: 'A flat tyre' })).toBeNull();
  });

  it('reads the post again with each message', async () => {
    let status = 'open';
    const { mailbox } = show({ getOutcome: () => outcome(status, status === 'open' ? 'none' : 'you') });
    await screen.findByText('Open');

    status = 'promised';
    act(() => mailbox.change({ inbox: [{ ...about, lastSeq: 2 }] }));

    expect(await screen.findByText('Promised to you')).toBeDefined();
  });

  it('shows a helper the thank-you, which they show on their profile or hide', async () => {
    const thanks = { post: 'bob.1', giver: 'bob', giverName: 'Robert', text: 'It runs!', at: '2026-03-01T12:00:00Z' };
    const { session } = show({
      getUser: () => ({ ...person('bob', 'Robert'), online: false }),
      getOutcome: () => outcome('done', 'you'),
      listThanks: ({ query = {} }) =>
        query['cursor'] === undefined ? { items: [], next: 'more' } : { items: [{ ...thanks, shown: false }] },
    });

    expect((await screen.findByText('It runs!')).closest('p')?.textContent).toBe('Robert thanks you: It runs!');
    fireEvent.click(screen.getByRole('button', { name: /^Show on my profile/ }));

    expect(await screen.findByRole('button', { name: /^Hide from my profile/ })).toBeDefined();
    expect(session.calls).toContainEqual(['showThanks', { parameters: { id: 'bob.1' }, body: { shown: true } }]);
  });

  it('shows the post within the message that was written from it', () => {
    const mailbox = fakeMailbox({
      inbox: [row],
      conversations: { bob: { ...view, rows: [{ ...view.rows[0], post: about.post }] } },
    });
    render(<Conversation peer="bob" />, { wrapper: inMessenger(fakeSession({}), mailbox) });

    expect(screen.getByRole('link', { name: 'A flat tyre' }).getAttribute('href')).toBe('/needs/bob.1');
  });
});

describe('a request', () => {
  beforeEach(() => localStorage.clear());
  const request = { ...row, request: true } as InboxRow;
  const show = (inbox: InboxRow | undefined, answers: Parameters<typeof fakeSession>[0] = {}) => {
    const rows = inbox ? view.rows : [];
    const mailbox = fakeMailbox({ inbox: inbox ? [inbox] : [], conversations: { bob: { ...view, rows } } });
    const session = fakeSession({ listBlocks: () => ({ items: [] }), ...answers });
    render(<Conversation peer="bob" />, { wrapper: inMessenger(session, mailbox) });
    return { mailbox, session };
  };
  const panel = () => screen.findByRole('region', { name: 'Request from Robert' });
  const bob = {
    getUser: () => ({ ...person('bob', 'Robert'), about: 'I mend things.', online: false }),
    listThanks: () => ({ items: [], help: { posts: 7, people: 5, more: false, createdAt: '2026-03-01T12:00:00Z' } }),
  };

  it('shows who asks, in short, and takes an answer', async () => {
    show(request, bob);

    await waitFor(async () => {
      const { textContent } = await panel();
      expect(textContent).toContain('Robert bob');
      expect(textContent).toContain('Helped 7 times · thanked by 5 people · here since March 2026');
      expect(textContent).toContain('I mend things.');
    });
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Answer' }));

    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Message to Robert' }));
  });

  it('is declined, and taken back', async () => {
    const { mailbox } = show(request, bob);
    await panel();
    fireEvent.click(screen.getByRole('button', { name: 'Decline' }));
    act(() => mailbox.change({ inbox: [{ ...request, declined: true }] }));
    expect(screen.getByText('You’ve declined this request. Robert isn’t told.')).toBeDefined();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));

    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));

    expect(mailbox.calls.filter(([name]) => name === 'updateConversation').map(([, ...given]) => given)).toEqual([
      ['bob', { declined: true }],
      ['bob', { declined: false }],
    ]);
  });

  it.each(['Report…', 'Block…'])('offers what else one may want: %s', async (name) => {
    show(request, bob);
    await panel();

    fireEvent.click(screen.getByRole('button', { name }));

    expect(await screen.findByRole('dialog')).toBeDefined();
  });

  it('leads to the profile of who asks', async () => {
    show(request, bob);
    await panel();

    expect(screen.getByRole('link', { name: 'Profile' }).getAttribute('href')).toBe('/people/bob');
  });

  it('of mine takes no second message until it is answered', () => {
    const { mailbox } = show({ ...row, awaitingAnswer: true });
    const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(said()).toContain('You can write more once they answer.');

    act(() => mailbox.change({ inbox: [row] }));

    expect(said()).not.toContain('You can write more once they answer.');
  });

  it('is announced before the first message to somebody who wants that', async () => {
    show(undefined, { getUser: () => ({ ...person('bob'), online: false, requests: true }) });

    expect(await screen.findByText(/Your first message arrives as a request/)).toBeDefined();
  });
});
