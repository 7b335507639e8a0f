/** The offers for a post of mine: to whom it is promised, and who helped. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import type { Offer } from '#contract/offers.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { changes, confirm, mine, press, show } from './show-post.tsx';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/1');
});

const offer = (person: string, own: Partial<Offer> = {}): Offer => ({
  person,
  displayName: person,
  memberSince: '2026-01-01T00:00:00.000Z',
  offeredAt: new Date(Date.now() - 3_700_000).toISOString(),
  message: `alice~${person}.1`,
  ...own,
});

describe('the offers for a post of mine', () => {
  it('lists who has written about it, the first one first, and is promised to one of them', async () => {
    const later = new Date().toISOString();
    const session = show(mine(), undefined, {
      offers: [offer('carla', { offeredAt: later }), offer('bob', { displayName: 'Robert' })],
    });

    const section = await screen.findByRole('region', { name: 'People who wrote to you about this' });
    const rows = () =>
      within(section)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent);
    expect(within(section).getByRole('heading').textContent).toBe('2 people have written to you about this');
    expect(rows()).toEqual([
      expect.stringMatching(/Robert.*bob.*wrote 1 h ago.*Open chat.*Promise to Robert/),
      expect.stringMatching(/carla.*wrote just now.*Promise to carla/),
    ]);
    expect(screen.getByRole('link', { name: 'Open chat with Robert' }).getAttribute('href')).toBe('/conversations/bob');

    await press('Promise to Robert');

    await waitFor(() => expect(rows()[0]).toMatch(/Promised.*Open chat with Robert$/));
    expect(changes(session)).toEqual([{ version: 1, status: 'promised', promisedTo: 'bob' }]);
    expect(document.activeElement).toBe(within(section).getByRole('list'));
    expect(screen.getByRole('button', { name: 'Promise to carla' })).toBeDefined();
  });

  it('says when nobody has written, and reads the offers again once somebody does', async () => {
    const offers: Offer[] = [];
    const mailbox = fakeMailbox();
    show(mine(), undefined, { offers, mailbox });
    expect(await screen.findByText('Nobody has written yet')).toBeDefined();

    offers.push(offer('bob'));
    act(() => mailbox.change({ inbox: [{ peer: 'bob', post: { id: 'alice.1', title: 'Post 1' } } as InboxRow] }));

    expect(await screen.findByRole('button', { name: 'Promise to bob' })).toBeDefined();
  });

  it('that is done names who helped, with a thank-you, and counts others', async () => {
    const session = show(mine({ status: 'promised', promisedTo: 'bob' }), undefined, {
      offers: [offer('bob', { displayName: 'Robert' }), offer('carla')],
    });
    await press('Done…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Who helped?' }));
    expect(await dialog.findByRole('checkbox', { name: /Robert/, checked: true })).toBeDefined();

    fireEvent.click(dialog.getByRole('checkbox', { name: 'carla' }));
    const thanks = dialog.getByRole('textbox', { name: 'A thank-you to Robert (optional)' });
    fireEvent.change(thanks, { target: { value: 'x'.repeat(201) } });
    fireEvent.change(dialog.getByRole('textbox', { name: 'How many others helped?' }), { target: { value: 'some' } });
    await confirm('Mark as done');
    expect(thanks.getAttribute('aria-invalid')).toBe('true');
    expect(dialog.getByText('Enter a number from 0 to 100.')).toBeDefined();
    fireEvent.change(thanks, { target: { value: ' It runs again! ' } });
    fireEvent.change(dialog.getByRole('textbox', { name: 'How many others helped?' }), { target: { value: '2' } });
    await confirm('Mark as done');

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(changes(session)).toEqual([
      {
        version: 1,
        status: 'done',
        helpers: [{ username: 'bob', thanks: 'It runs again!' }, { username: 'carla' }],
        othersHelped: 2,
      },
    ]);
  });

  it('that is an offer is done without a question about helpers: the owner gave', async () => {
    const session = show(mine({ kind: 'offer' }));
    await press('Done…');

    await confirm('Mark as done');

    await waitFor(() => expect(changes(session)).toEqual([{ version: 1, status: 'done' }]));
  });
});
