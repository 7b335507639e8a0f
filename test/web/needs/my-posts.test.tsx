/** My posts, and the posts that I do not want to see. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PostCard } from '#contract/posts.ts';
import { Toasts } from '#web/src/parts/toasts.tsx';
import { NeedsList, NeedsPane } from '#web/src/screens/needs.tsx';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';
import { card, inDays, post } from './posts.ts';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/mine');
});

const mine = (id: string, own: Partial<PostCard> = {}): PostCard => ({
  ...card(id, own),
  id: `alice.${id}`,
  owner: 'alice',
});

describe('my posts', () => {
  it('are all there, from every page, the newest first, each with where it stands', async () => {
    const session = fakeSession({
      listPosts: ({ query = {} }) =>
        query['cursor'] === undefined
          ? { items: [mine('1', { status: 'done', createdAt: inDays(-9.1) }), mine('2')], next: 'more' }
          : { items: [mine('3', { lastsUntil: inDays(-1), createdAt: inDays(-5) })] },
    });

    render(<NeedsPane selected="mine" />, { wrapper: inMessenger(session) });

    await screen.findByRole('list', { name: 'My posts' });
    const rows = screen.getAllByRole('listitem').map((row) => row.textContent ?? '');
    expect(rows).toEqual([
      expect.stringMatching(/^Post 2.*Open, until .*Done….*Renew.*Withdraw…/),
      expect.stringMatching(/^Post 3.*Expired.*Renew.*Withdraw…/),
      expect.stringMatching(/^Post 1.*Done · posted 9 days ago$/),
    ]);
    expect(screen.getByRole('link', { name: 'Post 1' }).getAttribute('href')).toBe('/needs/alice.1');
    expect(session.calls).toContainEqual(['listPosts', { query: { owner: 'alice', cursor: 'more' } }]);
  });

  it('are renewed and withdrawn from the list', async () => {
    let stored = mine('1', { lastsUntil: inDays(-1) });
    const session = fakeSession({
      listPosts: () => ({ items: [stored] }),
      changePost: ({ body }) => (stored = { ...stored, ...(body as Partial<PostCard>), version: stored.version + 1 }),
    });
    render(<NeedsPane selected="mine" />, { wrapper: inMessenger(session) });

    fireEvent.click(await screen.findByRole('button', { name: 'Renew' }));
    await screen.findByText(/Open, until/);
    fireEvent.click(screen.getByRole('button', { name: 'Withdraw…' }));
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Withdraw' }));

    await screen.findByText(/Withdrawn/);
    expect(stored).toMatchObject({ status: 'withdrawn', version: 3 });
  });

  it('that nobody has answered come with what helps, until that was read', async () => {
    const until = inDays(-1);
    let quiet: object | undefined = { posts: ['alice.2'], until };
    const session = fakeSession({
      listPosts: () => ({ items: [mine('1'), mine('2')], ...(quiet && { quiet }) }),
      dismissQuiet: () => (quiet = undefined),
    });
    render(<NeedsPane selected="mine" />, { wrapper: inMessenger(session) });

    const hint = within(await screen.findByRole('region', { name: 'Posts without an answer' }));
    expect(hint.getByRole('heading').textContent).toBe('Nobody has answered this post yet');
    expect(hint.getByRole('link', { name: 'Post 2' }).getAttribute('href')).toBe('/needs/alice.2');
    fireEvent.click(hint.getByRole('button', { name: 'Got it' }));

    await waitFor(() => expect(screen.queryByRole('region', { name: 'Posts without an answer' })).toBeNull());
    expect(session.calls).toContainEqual(['dismissQuiet', { body: { until } }]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'My posts' })));
  });

  it('say when there are none, and when they cannot be loaded', async () => {
    let isBroken = true;
    const session = fakeSession({
      listPosts: () => {
        if (isBroken) throw refusal(503, 'unavailable');
        return { items: [] };
      },
    });
    render(<NeedsPane selected="mine" />, { wrapper: inMessenger(session) });
    const retry = await screen.findByRole('button', { name: 'Try again' });

    isBroken = false;
    fireEvent.click(retry);

    expect(await screen.findByText('You haven’t posted anything yet')).toBeDefined();
  });
});

describe('a post of mine that ends soon', () => {
  it('is asked about above the list, the one that ends first, and renewed there', async () => {
    let stored = [mine('1', { lastsUntil: inDays(1.5) }), mine('2', { lastsUntil: inDays(1) }), mine('3')];
    const session = fakeSession({
      listPosts: ({ query }) => ({ items: query?.['owner'] === 'alice' ? stored : [] }),
      changePost: ({ parameters, body }) => {
        const changed = { ...mine('2'), ...(body as Partial<PostCard>), version: 2 };
        stored = stored.map((each) => (each.id === parameters?.['id'] ? changed : each));
        return changed;
      },
    });
    render(<NeedsList selected={undefined} />, { wrapper: inMessenger(session) });

    const question = await screen.findByRole('region', { name: 'Your post “Post 2”' });
    expect(question.textContent).toMatch(/^Still needed\? It lasts 2[34] more hours\.RenewDone….*Withdraw…$/);
    expect(screen.getByRole('link', { name: 'one more' }).getAttribute('href')).toBe('/needs/mine');
    fireEvent.click(within(question).getByRole('button', { name: 'Renew' }));

    expect(await screen.findByRole('region', { name: 'Your post “Post 1”' })).toBeDefined();
    expect(screen.queryByRole('region', { name: 'Your post “Post 3”' })).toBeNull();
  });

  it('is asked about on its own page, an offer in other words', async () => {
    const own = post('1', { id: 'alice.1', owner: 'alice', kind: 'offer', lastsUntil: inDays(0.5) });
    render(<NeedsPane selected="alice.1" />, { wrapper: inMessenger(fakeSession({ getPost: () => own })) });

    expect(await screen.findByText('Still on offer?')).toBeDefined();
    expect(screen.getAllByRole('button', { name: 'Renew' })).toHaveLength(1);
  });
});

describe('a post of mine that others have reported', () => {
  it('says that it is being looked at', async () => {
    const own = post('1', { id: 'alice.1', owner: 'alice', underReview: true });
    render(<NeedsPane selected="alice.1" />, { wrapper: inMessenger(fakeSession({ getPost: () => own })) });

    expect((await screen.findByText(/Several people have reported this post/)).getAttribute('role')).toBe('status');
  });
});

describe('a hidden post', () => {
  it('is in no list on this device until it is shown again', async () => {
    const session = fakeSession({
      getPost: () => post('1'),
      listPosts: () => ({ items: [card('1'), card('2')] }),
    });
    render(
      <>
        <NeedsList selected={undefined} />
        <NeedsPane selected="bob.1" />
        <Toasts />
      </>,
      { wrapper: inMessenger(session) },
    );
    const titles = () => [...document.querySelectorAll('[role="feed"] h2')].map(({ textContent }) => textContent);
    await waitFor(() => expect(titles()).toEqual(['Post 1', 'Post 2']));

    const hide = async (): Promise<void> => {
      fireEvent.click(await screen.findByRole('button', { name: 'More about this post' }));
      fireEvent.click(screen.getByRole('button', { name: 'Hide on this device' }));
      expect(titles()).toEqual(['Post 2']);
    };
    await hide();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(titles()).toEqual(['Post 1', 'Post 2']));

    await hide();
    expect(location.pathname).toBe('/needs');
    expect(screen.getByText(/1 post is hidden on this device/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show again' }));

    expect(titles()).toEqual(['Post 1', 'Post 2']);
  });
});
