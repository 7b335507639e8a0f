/** Saved searches, and the list of the posts they find. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ForYouCard, SavedSearch } from '#contract/routes/for-you.ts';
import { Toasts } from '#web/src/parts/toasts.tsx';
import { NeedsList } from '#web/src/screens/needs.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';
import { card } from './posts.ts';

const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString();
const found = (id: string, minute: number): ForYouCard => ({
  ...card(id, { createdAt: at(minute) }),
  searches: ['s1'],
});
const LADDERS: SavedSearch = { id: 's1', name: 'Ladders', words: 'ladder', near: '38.714063,-9.130121', radius: 5 };

/** Shows the lists to Alice, who has saved searches. The server keeps what the page changes. */
function show(
  given: Partial<{
    searches: SavedSearch[];
    posts: ForYouCard[];
    readUntil: string;
    completeUntil: string;
    more: boolean;
  }> = {},
) {
  const server = { searches: [LADDERS], posts: [] as ForYouCard[], readUntil: at(0), more: false, ...given };
  const session = fakeSession({
    listPosts: ({ query }) => ({ items: query?.['owner'] === undefined ? [card('0')] : [] }),
    listSearches: () => ({ items: server.searches }),
    getForYou: () => ({
      items: server.posts,
      unread: server.posts.filter(({ createdAt }) => createdAt > server.readUntil).length,
      ...(server.more && { more: true }),
      readUntil: server.readUntil,
      ...(server.completeUntil !== undefined && { completeUntil: server.completeUntil }),
    }),
    saveSearch: ({ parameters, body }) => {
      const search = { ...body, id: String(parameters?.['id']) };
      server.searches = [...server.searches.filter(({ id }) => id !== search.id), search];
    },
    deleteSearch: ({ parameters }) => {
      server.searches = server.searches.filter(({ id }) => id !== parameters?.['id']);
    },
  });
  const mailbox = fakeMailbox();
  render(<NeedsList selected={undefined} />, { wrapper: inMessenger(session, mailbox) });
  const called = (operation: string) => session.calls.filter(([name]) => name === operation).map(([, parts]) => parts);
  return { server, session, mailbox, called };
}

const titles = () =>
  screen.queryAllByRole('article').map((article) => within(article).getByRole('heading').textContent);
const tab = (name: RegExp | string) => screen.findByRole('button', { name });
const selectFromMenu = async (item: string): Promise<void> => {
  fireEvent.click(await screen.findByRole('button', { name: /^Actions on the search/ }));
  fireEvent.click(screen.getByRole('button', { name: item }));
};

beforeEach(() => history.replaceState(null, '', '/needs'));

describe('the tab of posts for me', () => {
  it('says how many are unread, 50 at most, and nothing once they were seen', async () => {
    const newest = found('2', 2);
    const { called } = show({ posts: [newest, found('1', 1)] });

    fireEvent.click(await tab('For you 2 new'));

    await waitFor(() => expect(titles()).toEqual(['Post 2', 'Post 1']));
    expect(screen.getAllByText('New')).toHaveLength(2);
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(await tab('For you')).toBeDefined();
    expect(called('readForYou')).toEqual([{ body: { readUntil: newest.createdAt } }]);
    expect(location.search).toBe('?for-you=');
  });

  it('counts as looked at where what I was told of is over, and nothing is left', async () => {
    const completeUntil = at(30);
    const { called } = show({ posts: [], completeUntil });

    fireEvent.click(await tab('For you'));

    await waitFor(() => expect(called('readForYou')).toEqual([{ body: { readUntil: completeUntil } }]));
  });

  it('says that there are more than it counts', async () => {
    show({ posts: [found('1', 1)], more: true });

    expect(await tab('For you 1+ new')).toBeDefined();
  });

  it('is asked for again when posts were published, and lets them wait behind a pill', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { server, mailbox, session } = show({ posts: [found('1', -1)] });
    let read = (): void => {};
    mailbox.watchFeed = ({ catchUp }) => {
      read = () => void catchUp();
      return () => {};
    };
    fireEvent.click(await tab('For you'));
    await waitFor(() => expect(titles()).toEqual(['Post 1']));
    expect(screen.queryByText('New')).toBeNull();

    server.posts = [found('2', 2), ...server.posts];
    const before = session.calls.length;
    // The last read is long ago.
    vi.setSystemTime(Date.now() + 20_000);
    read();
    read();
    fireEvent.click(await screen.findByRole('button', { name: 'Show 1 new post' }));

    expect(titles()).toEqual(['Post 2', 'Post 1']);
    expect(session.calls.slice(before).map(([name]) => name)).toEqual(['listSearches', 'getForYou', 'readForYou']);
  });

  it('says what belongs there, and leads to all posts', async () => {
    show({ searches: [] });
    fireEvent.click(await tab('For you'));

    fireEvent.click(await screen.findByRole('button', { name: 'Look through all posts' }));

    await waitFor(() => expect(titles()).toEqual(['Post 0']));
  });
});

describe('a search', () => {
  it('is saved as the list is narrowed down, under a name', async () => {
    history.replaceState(null, '', '/needs?kind=need&category=repairs&words=Tyre&near=38.714063,-9.130121&radius=25');
    const { called } = show({ searches: [] });

    fireEvent.click(await screen.findByRole('button', { name: 'Save this search' }));
    const name = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' });
    expect(name.value).toBe('Needs · Repairs · “tyre” · within 25 km');
    fireEvent.change(name, { target: { value: ' ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(name.getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(name, { target: { value: 'Flat tyres' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));

    expect(await screen.findByText('Flat tyres')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Save this search' })).toBeNull();
    expect(called('saveSearch')).toEqual([
      {
        parameters: { id: expect.stringMatching(/^[\da-f-]{36}$/) },
        body: {
          name: 'Flat tyres',
          near: '38.714063,-9.130121',
          radius: 25,
          kind: 'need',
          categories: ['repairs'],
          words: 'tyre',
        },
      },
    ]);
  });

  it('cannot be saved where the list is not narrowed down', async () => {
    show();
    await screen.findByRole('article');

    expect(screen.queryByRole('button', { name: 'Save this search' })).toBeNull();
  });

  it('is one of five: then the page says so, and shows them', async () => {
    history.replaceState(null, '', '/needs?kind=offer');
    const { called } = show({ searches: [1, 2, 3, 4, 5].map((n) => ({ id: `s${n}`, words: `word ${n}` })) });
    await tab('For you');
    await waitFor(() => expect(called('listSearches')).toHaveLength(1));

    fireEvent.click(await screen.findByRole('button', { name: 'Save this search' }));
    expect(screen.getByRole('dialog', { name: 'You have five saved searches' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'See my searches' }));

    expect(await screen.findByText('Your 5 saved searches')).toBeDefined();
    expect(called('saveSearch')).toEqual([]);
  });

  it('leads to its list, gets another name, and is deleted, which can be undone', async () => {
    const { called } = show();
    fireEvent.click(await tab('For you'));
    const link = await screen.findByRole('link', { name: 'Ladders' });
    expect(link.getAttribute('href')).toBe('/needs?words=ladder&near=38.714063,-9.130121&radius=5');

    await selectFromMenu('Rename…');
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Long ladders' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('link', { name: 'Long ladders' });
    render(<Toasts />);
    await selectFromMenu('Delete');

    expect(await screen.findByText('Nothing is gathered for you yet')).toBeDefined();
    expect(screen.getByText('The search “Long ladders” is deleted.')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('link', { name: 'Long ladders' })).toBeDefined();
    const { id, ...body } = LADDERS;
    const saved = { parameters: { id }, body: { ...body, name: 'Long ladders' } };
    expect(called('saveSearch')).toEqual([saved, saved]);
  });

  it('stays as it was where the server refuses it', async () => {
    history.replaceState(null, '', '/needs?kind=offer');
    const session = fakeSession({
      listPosts: () => ({ items: [] }),
      listSearches: () => ({ items: [] }),
      getForYou: () => ({ items: [], unread: 0 }),
      saveSearch: () => {
        throw refusal(429, 'too-many-requests');
      },
    });
    render(<NeedsList selected={undefined} />, { wrapper: inMessenger(session) });

    fireEvent.click(await screen.findByRole('button', { name: 'Save this search' }));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));

    expect((await screen.findByRole('alert')).textContent).toBe('The server says no.');
  });
});
