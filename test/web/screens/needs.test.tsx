/** The list of posts: cards, filters, pages, the keyboard. */
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { NetworkError } from '#client/problem.ts';
import { snap } from '#contract/grid.ts';
import type { PostCard } from '#contract/posts.ts';
import { NeedsList } from '#web/src/screens/needs.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { type FakeSession, fakeSession, inMessenger } from '../fake-session.ts';
import { HOUSE, locate } from '../needs/geolocation.ts';
import { card, inDays } from '../needs/posts.ts';

interface Page {
  readonly items: readonly PostCard[];
  readonly next?: string;
}

/** Shows the list to Alice. @param answer to each query */
function show(answer: (query: Record<string, unknown>) => Page, selected?: string): FakeSession {
  const session = fakeSession({
    listPosts: ({ query = {} }) => (query['owner'] === undefined ? answer(query) : { items: [] }),
  });
  render(<NeedsList selected={selected} />, { wrapper: inMessenger(session) });
  return session;
}

const titles = () =>
  screen.queryAllByRole('article').map((article) => within(article).getByRole('heading').textContent);
const asked = (session: FakeSession) => session.calls.map(([, given]) => (given as { query: unknown }).query);

beforeEach(() => history.replaceState(null, '', '/needs'));

describe('a card', () => {
  it('says what, where, how old, what for, who, and where it stands', async () => {
    show(() => ({
      items: [
        card('1', {
          title: 'A flat tyre',
          category: 'repairs',
          placeName: 'Alfama, Lisbon',
          distance: 3,
          reward: 'A cake',
          status: 'promised',
          ownerSince: new Date().toISOString(),
        }),
      ],
    }));

    const article = await screen.findByRole('article', { name: 'A flat tyre' });

    for (const text of ['Need', 'Repairs', 'Promised', '1 h ago', 'A cake', 'Bob Builder', 'new here'])
      expect(within(article).getByText(text)).toBeDefined();
    expect(article.textContent).toContain('Alfama, Lisbon · 3 km away');
    expect(within(article).getByRole('link').getAttribute('href')).toBe('/needs/bob.1');
  });

  it('calls an offer an offer, and says no more than there is', async () => {
    show(() => ({ items: [card('1', { kind: 'offer' })] }));

    const article = await screen.findByRole('article');

    expect(within(article).getByText('Offer')).toBeDefined();
    for (const text of ['Open', 'new here', 'Where:', 'In return:'])
      expect(within(article).queryByText(text)).toBeNull();
  });

  it('is marked while its post is open beside the list', async () => {
    show(() => ({ items: [card('1'), card('2')] }), 'bob.2');

    await screen.findAllByRole('article');

    expect(screen.getByRole('link', { current: 'page' }).textContent).toBe('Post 2');
  });
});

describe('the list of posts', () => {
  it('is a feed of articles that know their place, read page by page', async () => {
    const session = show(({ cursor }) =>
      cursor === undefined ? { items: [card('3'), card('2')], next: 'more' } : { items: [card('2'), card('1')] },
    );
    await waitFor(() => expect(titles()).toEqual(['Post 3', 'Post 2']));
    expect(screen.getByRole('feed').contains(screen.getAllByRole('article')[0] ?? null)).toBe(true);
    expect(screen.getAllByRole('article').map((article) => article.getAttribute('aria-setsize'))).toEqual(['-1', '-1']);

    fireEvent.click(screen.getByRole('button', { name: 'Load more' }));

    await waitFor(() => expect(titles()).toEqual(['Post 3', 'Post 2', 'Post 1']));
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(screen.getAllByRole('article').map((article) => article.getAttribute('aria-posinset'))).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(asked(session)).toContainEqual({ cursor: 'more' });
  });

  it('goes on after a page without posts, rather than call the list empty', async () => {
    show(({ cursor }) => (cursor === undefined ? { items: [], next: 'more' } : { items: [card('1')] }));

    fireEvent.click(await screen.findByRole('button', { name: 'Load more' }));

    await waitFor(() => expect(titles()).toEqual(['Post 1']));
  });

  it('is narrowed down by kind, category and words, and shown whole again', async () => {
    const session = show((query) => ({ items: Object.keys(query).length === 0 ? [card('1')] : [] }));
    await screen.findByRole('article');

    fireEvent.click(screen.getByRole('button', { name: 'Offers' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Category' }), { target: { value: 'repairs' } });
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' Flat ' } });
    expect(await screen.findByText('No posts match')).toBeDefined();
    await waitFor(() => expect(asked(session).at(-1)).toEqual({ kind: 'offer', category: 'repairs', words: 'flat' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Show all posts' }));

    await waitFor(() => expect(titles()).toEqual(['Post 1']));
  });

  it('says when there is nothing at all', async () => {
    show(() => ({ items: [] }));

    expect(await screen.findByText('Nothing here yet')).toBeDefined();
  });

  it('says when it cannot be loaded, and tries again', async () => {
    let isBroken = true;
    show(() => {
      if (isBroken) throw new NetworkError('No network.');
      return { items: [card('1')] };
    });
    const retry = await screen.findByRole('button', { name: 'Try again' });

    isBroken = false;
    fireEvent.click(retry);

    await waitFor(() => expect(titles()).toEqual(['Post 1']));
  });

  it('keeps what is new behind a button until it is asked for', async () => {
    const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    onTestFinished(() => hasFocus.mockRestore());
    let items = [card('1')];
    show(() => ({ items }));
    await waitFor(() => expect(titles()).toEqual(['Post 1']));

    items = [card('3'), card('2'), card('1')];
    hasFocus.mockReturnValue(true);
    fireEvent.focus(window);
    const button = await screen.findByRole('button', { name: 'Show 2 new posts' });
    expect(titles()).toEqual(['Post 1']);
    expect(button.textContent).toContain('2 new posts');
    fireEvent.click(button);

    expect(titles()).toEqual(['Post 3', 'Post 2', 'Post 1']);
    expect(document.activeElement).toBe(screen.getAllByRole('article')[0]);
    expect(screen.queryByRole('button', { name: /new post/ })).toBeNull();
  });

  it('is watched while it is shown, as it is narrowed down', async () => {
    const mailbox = fakeMailbox();
    const session = fakeSession({ listPosts: () => ({ items: [card('1')] }) });
    const { unmount } = render(<NeedsList selected={undefined} />, { wrapper: inMessenger(session, mailbox) });
    await screen.findByRole('article');

    fireEvent.click(screen.getByRole('button', { name: 'Offers' }));
    await waitFor(() => expect(mailbox.calls).toHaveLength(3));
    unmount();

    expect(mailbox.calls).toEqual([
      ['watchFeed', {}],
      ['unwatchFeed', {}],
      ['watchFeed', { kind: 'offer' }],
      ['unwatchFeed', { kind: 'offer' }],
    ]);
  });

  it('loses a post when its time is over, without reading anything', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const session = show(() => ({ items: [card('2', { lastsUntil: inDays(1) }), card('1')] }));
    await waitFor(() => expect(titles()).toEqual(['Post 2', 'Post 1']));
    const calls = session.calls.length;

    vi.setSystemTime(Date.now() + 2 * 86_400_000);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));

    await waitFor(() => expect(titles()).toEqual(['Post 1']));
    expect(session.calls).toHaveLength(calls);
  });

  it('moves between articles by Page Down and Page Up, and leaves by Ctrl and End', async () => {
    show(() => ({ items: [card('1'), card('2')], next: 'more' }));
    const [first, second] = await screen.findAllByRole('article');
    const press = (key: string, ctrlKey = false): void =>
      void fireEvent.keyDown(document.activeElement ?? document.body, { key, ctrlKey });

    within(first ?? document.body)
      .getByRole('link')
      .focus();
    press('PageDown');
    expect(document.activeElement).toBe(second);
    press('PageDown');
    expect(document.activeElement).toBe(second);
    press('PageUp');
    expect(document.activeElement).toBe(first);
    press('End', true);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Load more' }));
  });
});

describe('the filters', () => {
  it('are those of the address, and change with it', async () => {
    history.replaceState(null, '', '/needs?kind=offer&category=repairs&words=tyre&radius=99');
    const session = show(() => ({ items: [card('1')] }));
    await waitFor(() => expect(asked(session).at(-1)).toEqual({ kind: 'offer', category: 'repairs', words: 'tyre' }));
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'tyre');

    fireEvent.click(screen.getByRole('button', { name: 'Needs' }));
    await waitFor(() => expect(location.search).toBe('?kind=need&category=repairs&words=tyre'));
    const steps = history.length;
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'tyres ' } });
    await waitFor(() => expect(location.search).toBe('?kind=need&category=repairs&words=tyres+'));

    expect(history.length, 'words that are typed on are one step').toBe(steps);
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'tyres ');
    await waitFor(() => expect(asked(session).at(-1)).toEqual({ kind: 'need', category: 'repairs', words: 'tyres' }));
  });

  it('stay out of the address of a post', async () => {
    history.replaceState(null, '', '/needs/bob.1');
    show(() => ({ items: [card('1')] }), 'bob.1');

    expect((await screen.findByRole('article')).querySelector('a')?.getAttribute('href')).toBe('/needs/bob.1');
    fireEvent.click(screen.getByRole('button', { name: 'Offers' }));

    expect(location.href).toMatch(/\/needs\/bob\.1$/);
  });
});

describe('near me', () => {
  it('shows the nearest first after a click, and sends the square alone', async () => {
    locate(HOUSE);
    const session = show(({ near }) => ({ items: near === undefined ? [card('1')] : [card('2', { distance: 0 })] }));
    await screen.findByRole('article');
    expect(screen.queryByRole('combobox', { name: 'How far' })).toBeNull();

    fireEvent.click(screen.getByRole('button', { name: 'Near me' }));

    expect((await screen.findByRole('article', { name: 'Post 2' })).textContent).toContain('less than 1 km away');
    const { latitude, longitude } = snap('square', HOUSE);
    const near = `${latitude},${longitude}`;
    expect(asked(session).at(-1)).toEqual({ near, radius: 10 });
    fireEvent.change(screen.getByRole('combobox', { name: 'How far' }), { target: { value: '25' } });
    await waitFor(() => expect(asked(session).at(-1)).toEqual({ near, radius: 25 }));
    fireEvent.click(screen.getByRole('button', { name: 'Near me', pressed: true }));

    await waitFor(() => expect(titles()).toEqual(['Post 1']));
    expect(JSON.stringify(asked(session))).not.toMatch(/38\.7139|9\.1334/);
  });

  it('is near a town as well, without a position', async () => {
    const session = show(({ near }) => ({ items: near === undefined ? [card('1')] : [card('2', { distance: 2 })] }));
    const field = screen.getByRole('combobox', { name: 'Near a town' });

    fireEvent.change(field, { target: { value: 'lisb' } });
    await waitFor(() =>
      expect(document.querySelector('datalist option')?.getAttribute('value')).toBe('Lisbon, Portugal'),
    );
    expect(screen.getByText('GeoNames')).toBeDefined();
    fireEvent.change(field, { target: { value: 'Lisbon, Portugal' } });

    expect(await screen.findByRole('button', { name: 'Near Lisbon, Portugal', pressed: true })).toBeDefined();
    await waitFor(() => expect(titles()).toEqual(['Post 2']));
    const { near } = asked(session).at(-1) as { near: string };
    const [latitude = 0, longitude = 0] = near.split(',').map(Number);
    expect(snap('square', { latitude, longitude })).toEqual({ latitude, longitude });
    expect(latitude).toBeCloseTo(38.72, 1);
    expect(location.search).toBe(`?near=${near}`);
  });

  it('says when nothing is that near, and when the browser does not say where', async () => {
    locate(HOUSE);
    show(({ near }) => ({ items: near === undefined ? [card('1')] : [] }));
    fireEvent.click(screen.getByRole('button', { name: 'Near me' }));
    expect(await screen.findByText('Nothing within 10 km')).toBeDefined();

    locate(1);
    fireEvent.click(screen.getByRole('button', { name: 'Near me' }));
    await screen.findByRole('article');
    fireEvent.click(screen.getByRole('button', { name: 'Near me' }));

    expect((await screen.findByRole('alert')).textContent).toMatch(/may not say where you are/);
    expect(titles()).toEqual(['Post 1']);
  });
});
