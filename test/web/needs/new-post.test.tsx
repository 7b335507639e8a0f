/** Writing a post: the form, its draft, and what leaves this device. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { NetworkError } from '#client/problem.ts';
import { snap } from '#contract/grid.ts';
import { NeedsPane } from '#web/src/screens/needs.tsx';
import { type FakeSession, fakeSession, inMessenger, person, refusal } from '../fake-session.ts';
import { HOUSE, locate } from './geolocation.ts';
import { post } from './posts.ts';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/new');
});

/** @param create answers each try to publish */
function show(create: () => unknown = () => post('1', { id: 'alice.1' })): FakeSession {
  const session = fakeSession({
    createPost: create,
    getMe: () => ({ ...person('alice', 'Alice A.'), email: 'a@b.c' }),
  });
  render(<NeedsPane selected="new" />, { wrapper: inMessenger(session) });
  return session;
}

const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const type = (name: string, value: string): void => void fireEvent.change(box(name), { target: { value } });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
const sent = (session: FakeSession) =>
  session.calls
    .filter(([operation]) => operation === 'createPost')
    .map(([, given]) => (given as { body: Record<string, unknown> }).body);

describe('a new post', () => {
  it('is published with all that was said, and opened', async () => {
    const session = show();
    type('What do you need?', '  A flat tyre ');
    fireEvent.change(screen.getByRole('combobox', { name: 'Category' }), { target: { value: 'repairs' } });
    type('More about it', 'I have no tools.');
    type('In return', 'A cake');
    type('Where', 'Alfama, Lisbon');
    fireEvent.change(screen.getByRole('combobox', { name: 'How long' }), { target: { value: '7' } });

    press('Publish');

    await waitFor(() => expect(location.pathname).toBe('/needs/alice.1'));
    const [body] = sent(session);
    expect(body).toEqual({
      clientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'need',
      title: 'A flat tyre',
      category: 'repairs',
      description: 'I have no tools.',
      reward: 'A cake',
      placeName: 'Alfama, Lisbon',
      lastsUntil: expect.any(String),
    });
    const days = (Date.parse(String(body?.['lastsUntil'])) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 1);
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('that is a need may do without a title, and has the usual reward', async () => {
    const session = show();

    press('Publish');

    await waitFor(() => expect(sent(session)).toHaveLength(1));
    expect(sent(session)[0]).toMatchObject({ kind: 'need', reward: 'I will buy you a coffee.' });
    expect(sent(session)[0]).not.toHaveProperty('title');
  });

  it('that is an offer lasts longer, promises nothing by itself, and needs a title', async () => {
    const session = show();
    fireEvent.click(screen.getByRole('button', { name: 'Offer' }));
    expect(box('In return').value).toBe('');
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'How long' }).value).toBe('30');

    press('Publish');

    const title = box('What do you offer?');
    expect(title.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Say what you offer.')).toBeDefined();
    expect(document.activeElement).toBe(title);
    expect(sent(session)).toEqual([]);
  });

  it('says at the field what the contract says against it', () => {
    show();
    type('What do you need?', 'x'.repeat(81));
    type('Where', 'Rua da Regueira 12');

    press('Publish');

    expect(screen.getByText('The text has more than 80 characters.')).toBeDefined();
    expect(screen.getByText('Must have no digits: name a quarter or a town.')).toBeDefined();
  });

  it('is shown beforehand as others will see it', async () => {
    show();
    type('What do you need?', 'A flat tyre');
    type('More about it', 'Write to ann@example.org or call 030 1234567.');

    press('Preview');

    const preview = await screen.findByRole('article', { name: 'A flat tyre' });
    expect(within(preview).getByText('Write to ••• or call •••.')).toBeDefined();
    expect(await within(preview).findByText('Alice A.')).toBeDefined();
  });

  it('is kept over a reload, and gone after it is discarded, which is asked', async () => {
    show();
    type('What do you need?', 'A flat tyre');
    fireEvent.click(screen.getByRole('button', { name: 'Offer' }));
    cleanup();

    show();
    expect(box('What do you offer?').value).toBe('A flat tyre');
    press('Discard');
    expect(box('What do you offer?').value).toBe('A flat tyre');
    const question = screen.getByRole('dialog', { name: 'Discard this post?' });
    fireEvent.click(within(question).getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(location.pathname).toBe('/needs'));
    cleanup();

    show();
    expect(box('What do you need?').value).toBe('');
  });

  it('that was refused is sent again with the same words under the same id, also after a reload', async () => {
    let isBroken = true;
    const create = () => {
      if (isBroken) throw refusal(403, 'forbidden');
      return post('1', { id: 'alice.1' });
    };
    const first = show(create);
    type('What do you need?', 'A flat tyre');
    press('Publish');
    await screen.findByRole('alert');
    cleanup();

    isBroken = false;
    const second = show(create);
    press('Publish');

    await waitFor(() => expect(sent(second)).toHaveLength(1));
    expect(sent(second)).toEqual(sent(first));
  });

  it('that finds no connection waits among my posts, and is published in the same words later', async () => {
    let isBroken = true;
    const session = show(() => {
      if (isBroken) throw new NetworkError('No network.');
      return post('1', { id: 'alice.1' });
    });
    type('What do you need?', 'A flat tyre');
    press('Publish');
    await waitFor(() => expect(location.pathname).toBe('/needs/mine'));
    expect(Object.keys(localStorage), 'the draft').toEqual([]);

    isBroken = false;
    fireEvent(window, new Event('online'));

    await waitFor(() => expect(sent(session)).toHaveLength(2));
    expect(sent(session)[1]).toEqual(sent(session)[0]);
  });

  it('that an earlier try has published in other words says so, and is another one from then on', async () => {
    const session = show(() => {
      throw refusal(409, 'client-id-taken');
    });
    press('Publish');

    expect((await screen.findByRole('alert')).textContent).toContain('An earlier try has arrived after all');
    press('Publish');

    await waitFor(() => expect(sent(session)).toHaveLength(2));
    expect(new Set(sent(session).map(({ clientId }) => clientId)).size).toBe(2);
  });
});

describe('the place of a new post', () => {
  it('is a square that is shown first, and the position is neither sent nor kept', async () => {
    locate(HOUSE);
    const session = show();

    press('Use my position');
    expect(await screen.findByText('Others see this square: about 600 m wide.')).toBeDefined();
    expect(JSON.stringify(localStorage)).not.toMatch(/38\.7139|9\.1334/);
    press('Publish');

    await waitFor(() => expect(sent(session)).toHaveLength(1));
    expect(sent(session)[0]?.['place']).toEqual({ ...snap('square', HOUSE), blur: '600m' });
  });

  it('is a wider square where that is chosen, or none', async () => {
    locate(HOUSE);
    const session = show();
    press('Use my position');

    fireEvent.click(await screen.findByRole('button', { name: 'About 5 km' }));
    expect(screen.getByText('Others see this square: about 5 km wide.')).toBeDefined();
    press('Publish');
    await waitFor(() => expect(sent(session)).toHaveLength(1));
    expect(sent(session)[0]?.['place']).toEqual({ ...snap('town', snap('square', HOUSE)), blur: '5km' });
  });

  it('is gone once it is removed', async () => {
    locate(HOUSE);
    const session = show();
    press('Use my position');

    fireEvent.click(await screen.findByRole('button', { name: 'Remove the square' }));
    press('Publish');

    await waitFor(() => expect(sent(session)).toHaveLength(1));
    expect(sent(session)[0]).not.toHaveProperty('place');
  });

  it.each([
    [1, /may not say where you are/],
    [2, /can’t find out where you are right now/],
  ])('is asked for in vain: code %i', async (code, text) => {
    locate(code);
    show();

    press('Use my position');

    expect((await screen.findByRole('alert')).textContent).toMatch(text);
    expect(screen.getByRole('button', { name: 'Use my position' })).toBeDefined();
  });
});
