/** The list of people: pages, searches, the keyboard. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { NetworkError } from '#client/problem.ts';
import { type Session, createSession } from '#client/session.ts';
import { People } from '#web/src/screens/people.tsx';
import { inMessenger } from '../fake-session.ts';
import { useLayout } from '../layout.ts';

const names = Array.from(
  { length: 120 },
  (_, index) => `${index < 60 ? 'ann' : 'bob'}-${String(index).padStart(3, '0')}`,
);

const shortPages = [
  { items: [], next: 'more' },
  { items: [{ username: 'zoe', displayName: 'Zoë Durand', createdAt: '2026-03-01T12:00:00Z' }] },
];

describe('the list of people', () => {
  useLayout(200);

  let asked: Record<string, unknown>[];
  let broken: boolean;
  beforeEach(() => {
    asked = [];
    broken = false;
    const session = createSession({ apiUrl: '/api' });
    const call = async (
      _route: unknown,
      { query }: { query: { prefix?: string; limit: number; cursor?: string } },
    ): Promise<unknown> => {
      asked.push(query);
      if (query.prefix === 'short') return shortPages[query.cursor === undefined ? 0 : 1];
      if (broken) throw new NetworkError('No network.');
      const found = names.filter((name) => name.startsWith(query.prefix ?? ''));
      const from = Number(query.cursor ?? 0);
      const items = found
        .slice(from, from + query.limit)
        .map((username) => ({ username, displayName: username, createdAt: '2026-03-01T12:00:00Z' }));
      const end = from + query.limit;
      return { items, ...(end < found.length && { next: String(end) }) };
    };
    const wrapper = inMessenger({ ...session, username: 'alice', call: call as Session['call'] });
    render(<People selected={undefined} />, { wrapper });
  });

  const shown = (): (string | null)[] => screen.queryAllByRole('link').map((link) => link.getAttribute('href'));
  const search = (text: string): void =>
    void fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } });

  it('shows a page, and more on request, each once', async () => {
    await waitFor(() => expect(shown()).toHaveLength(50));

    fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(shown()).toHaveLength(100));
    fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(shown()).toEqual(names.map((name) => `/people/${name}`)));

    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(asked).toEqual([{ limit: 50 }, { limit: 50, cursor: '50' }, { limit: 50, cursor: '100' }]);
  });

  it('is searched for what was typed, in any case, a screen at a time', async () => {
    search(' BOB-11');

    await waitFor(() => expect(shown()).toEqual(names.slice(110).map((name) => `/people/${name}`)));
    expect(asked.at(-1)).toEqual({ limit: 20, prefix: 'bob-11' });
  });

  it('shows no one as not found while there are more pages, even after an empty one', async () => {
    search('short');
    // Until then, what was there before stays, which has more pages as well.
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ prefix: 'short' }));
    await waitFor(() => expect(shown()).toEqual([]));
    const more = await screen.findByRole('button', { name: 'Load more' });
    expect(screen.queryByText('Nobody found')).toBeNull();

    fireEvent.click(more);

    await waitFor(() => expect(shown()).toEqual(['/people/zoe']));
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('says when nobody is found, even for what no name has', async () => {
    search('zoe');
    expect(await screen.findByText('No names start with “zoe”.')).toBeDefined();

    search('?!');

    expect(await screen.findByText('No names start with “?!”.')).toBeDefined();
    expect(asked.some(({ prefix }) => prefix === '?!')).toBe(false);
  });

  it('says when it cannot be loaded, and tries again', async () => {
    await waitFor(() => expect(shown()).toHaveLength(50));
    broken = true;
    search('ann-00');
    const retry = await screen.findByRole('button', { name: 'Try again' });

    broken = false;
    fireEvent.click(retry);

    await waitFor(() => expect(shown()).toHaveLength(10));
  });

  it('is one tab stop, and arrow keys move in it', async () => {
    await waitFor(() => expect(shown()).toHaveLength(50));
    const links = screen.getAllByRole('link');
    expect(links.filter((link) => link.tabIndex === 0)).toEqual([links[0]]);

    links[0]?.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp'])
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
    expect(document.activeElement).toBe(links[1]);
    fireEvent.keyDown(links[1] ?? document.body, { key: 'End' });

    expect(document.activeElement).toBe(links[49]);
    expect(links.filter((link) => link.tabIndex === 0)).toEqual([links[49]]);
  });
});
