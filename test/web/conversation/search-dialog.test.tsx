/** The overlay that searches the texts of a conversation. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { SearchDialog } from '#web/src/conversation/search-dialog.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';

const hit = (seq: number, found: string) => ({
  id: `alice~bob.${seq}`,
  seq,
  sender: seq % 2 === 0 ? 'alice' : 'bob',
  timestamp: '2026-03-01T12:00:00.000Z',
  excerpt: [{ text: 'a ' }, { text: found, found: true }, { text: '?' }],
});
const since = '2025-12-24T12:00:00.000Z';

describe('the search in a conversation', () => {
  const onClose = vi.fn<() => void>();
  const pages = vi.fn<(query: Record<string, unknown>) => unknown>();
  const location = memoryLocation({ path: '/conversations/bob', record: true });
  const session = fakeSession({ searchMessages: ({ query = {} }) => pages(query) });
  beforeEach(() => {
    vi.resetAllMocks();
    location.navigate('/conversations/bob');
    const Inner = inMessenger(session, fakeMailbox());
    render(<SearchDialog peer="bob" onClose={onClose} />, {
      wrapper: ({ children }) => createElement(Inner, null, <Router hook={location.hook}>{children}</Router>),
    });
  });
  const box = () => screen.getByRole('combobox', { name: 'Words' });
  const type = (value: string) => fireEvent.change(box(), { target: { value } });
  const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);

  it('shows what was found, with its mark, and opens the first hit at its place by Enter', async () => {
    pages.mockReturnValue({ items: [hit(4, 'ladder'), hit(1, 'Ladder')], since });
    type('ladder');
    const found = await screen.findByText('ladder');

    expect(found.tagName).toBe('MARK');
    expect(options()).toEqual([expect.stringMatching(/^You · .*a ladder\?$/), expect.stringMatching(/a Ladder\?$/)]);
    expect(screen.queryByRole('button', { name: 'Search further back' })).toBeNull();
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(onClose).toHaveBeenCalledOnce();
    expect(location.history.at(-1)).toBe('/conversations/bob?at=alice%7Ebob.4');
  });

  it('asks once for what was typed, and opens nothing that was found for another text', async () => {
    pages.mockReturnValue({ items: [hit(4, 'ladder')], since });
    type('lad');
    type('ladder');
    await screen.findByText('ladder');
    expect(pages.mock.calls).toEqual([[{ text: 'ladder' }]]);

    type('ladders');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(screen.getByText('Searching…')).toBeDefined();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('goes on backwards where there is more, and says how far it has looked', async () => {
    pages.mockReturnValueOnce({ items: [], next: 1_501, since });
    type('ladder');
    await screen.findByText(/^No message since .*2025 has these words\.$/);
    pages.mockReturnValueOnce({ items: [hit(7, 'ladder')], since: '2025-01-01T12:00:00.000Z' });

    fireEvent.click(screen.getByRole('button', { name: 'Search further back' }));
    await screen.findByText('ladder');

    expect(document.activeElement).toBe(box());
    expect(pages.mock.calls.at(-1)).toEqual([{ text: 'ladder', before: 1_501 }]);
    expect(screen.queryByRole('button', { name: 'Search further back' })).toBeNull();
  });

  it('says where nothing was found in all of it', async () => {
    pages.mockReturnValue({ items: [], since });
    type('ladder');

    expect(await screen.findByText('No message has these words.')).toBeDefined();
  });

  it('says why it could not search, and tries again', async () => {
    pages.mockImplementationOnce(() => {
      throw refusal(429, 'too-many-requests');
    });
    type('ladder');
    await screen.findByRole('alert');
    pages.mockReturnValueOnce({ items: [hit(4, 'ladder')], since });

    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await screen.findByText('ladder');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('searches nothing for a single letter, and one sign of Chinese', async () => {
    pages.mockReturnValue({ items: [], since });
    type('l');
    type(' ');
    type('梯');
    await waitFor(() => expect(pages).toHaveBeenCalled());

    expect(pages.mock.calls).toEqual([[{ text: '梯' }]]);
    await act(async () => type(''));
    expect(screen.queryByRole('status')).toBeNull();
  });
});
