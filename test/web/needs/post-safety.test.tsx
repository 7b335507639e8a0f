/** What keeps people safe around a post: reports, and words before a meeting. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { NeedsPane } from '#web/src/screens/needs.tsx';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';
import { post } from './posts.ts';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/needs/bob.1');
});

describe('a post', () => {
  const report = async (): Promise<HTMLElement> => {
    fireEvent.click(await screen.findByRole('button', { name: 'More about this post' }));
    fireEvent.click(screen.getByRole('button', { name: 'Report this post…' }));
    return screen.findByRole('dialog', { name: 'Report this post' });
  };

  it('is reported with a reason, and the reporter is thanked', async () => {
    const session = fakeSession({ getPost: () => post('1', { title: 'Send me money' }) });
    render(<NeedsPane selected="bob.1" />, { wrapper: inMessenger(session) });
    const dialog = await report();
    expect(within(dialog).getByText('Send me money')).toBeDefined();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Report' }));
    expect(within(dialog).getByLabelText('What’s wrong?').getAttribute('aria-invalid')).toBe('true');

    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'fraud' } });
    fireEvent.change(within(dialog).getByLabelText('What’s wrong?'), { target: { value: ' Wants it in advance ' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Report' }));

    expect(await screen.findByRole('dialog', { name: 'Thank you' })).toBeDefined();
    expect(session.calls.filter(([name]) => name === 'report')).toEqual([
      ['report', { body: { post: 'bob.1', kind: 'fraud', reason: 'Wants it in advance' } }],
    ]);
  });

  it('keeps a report that the server refuses, and says why', async () => {
    const session = fakeSession({
      getPost: () => post('1'),
      report: () => {
        throw refusal(429, 'too-many-requests');
      },
    });
    render(<NeedsPane selected="bob.1" />, { wrapper: inMessenger(session) });
    const dialog = await report();
    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'spam' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Report' }));

    expect((await within(dialog).findByRole('alert')).textContent).toBe('The server says no.');
  });
});

describe('the words before a meeting', () => {
  const words = () => screen.queryByRole('complementary', { name: 'Before you meet' });

  it('are shown with the first post that could lead to one, until they are read, on whatever device', async () => {
    let me: object = person('alice');
    const session = fakeSession({
      getPost: () => post('1'),
      getMe: () => me,
      updateMe: ({ body }) => (me = { ...me, ...body }),
    });
    const first = render(<NeedsPane selected="bob.1" />, { wrapper: inMessenger(session) });
    fireEvent.click(await screen.findByRole('button', { name: 'Got it' }));
    await waitFor(() => expect(words()).toBeNull());
    expect(session.calls).toContainEqual(['updateMe', { body: { safetyTold: true } }]);
    first.unmount();

    localStorage.clear();
    render(<NeedsPane selected="bob.2" />, { wrapper: inMessenger(session) });
    await screen.findByRole('article');
    await waitFor(() => expect(session.calls.filter(([name]) => name === 'getMe')).toHaveLength(2));

    expect(words()).toBeNull();
  });

  it('stay, and say why, where the server could not note that they were read', async () => {
    const session = fakeSession({
      getPost: () => post('1'),
      getMe: () => person('alice'),
      updateMe: () => {
        throw refusal(429, 'too-many-requests');
      },
    });
    render(<NeedsPane selected="bob.1" />, { wrapper: inMessenger(session) });
    fireEvent.click(await screen.findByRole('button', { name: 'Got it' }));

    expect((await screen.findByRole('alert')).textContent).toBe('The server says no.');
    expect(words()?.textContent).toMatch(/public place.*in advance.*in the app/);
  });

  it.each([
    ['open', false],
    ['promised', true],
  ] as const)('are shown to the owner of a post that is %s: %s', async (status, isShown) => {
    const own = post('1', { id: 'alice.1', owner: 'alice', status });
    const session = fakeSession({ getPost: () => own, getMe: () => person('alice') });
    render(<NeedsPane selected="alice.1" />, { wrapper: inMessenger(session) });
    await screen.findByRole('article');
    if (isShown) await screen.findByRole('complementary', { name: 'Before you meet' });

    expect(words() !== null).toBe(isShown);
  });
});
