/** The sections of the settings. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '#client/problem.ts';
import { SettingsPane } from '#web/src/screens/settings.tsx';
import { EndSessionContext } from '#web/src/state/end-session.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';

const input = (label: string): HTMLInputElement => screen.getByLabelText(label);
const type = (label: string, value: string): void => void fireEvent.change(input(label), { target: { value } });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
const errorOf = (label: string): string | undefined => {
  const described = document.getElementById(input(label).getAttribute('aria-describedby') ?? '');
  return input(label).getAttribute('aria-invalid') ? (described?.textContent ?? undefined) : undefined;
};

describe('my profile', () => {
  const me = { ...person('alice', 'Alice'), about: 'I repair bicycles.', email: 'alice@example.org' };

  it('shows what others see of me, and saves my changes', async () => {
    const session = fakeSession({ getMe: () => me, updateMe: ({ body }) => ({ ...me, ...body }) });
    render(<SettingsPane section="profile" />, { wrapper: inMessenger(session) });
    await screen.findByDisplayValue('I repair bicycles.');

    type('Display name', 'Alice Archer');
    type('About you', '');
    press('Save');

    expect(await screen.findByText('Saved.')).toBeDefined();
    expect(session.calls).toContainEqual(['updateMe', { body: { displayName: 'Alice Archer', about: '' } }]);
  });

  it('shows at its field what is too long or missing, and sends nothing', async () => {
    const session = fakeSession({ getMe: () => me });
    render(<SettingsPane section="profile" />, { wrapper: inMessenger(session) });
    await screen.findByDisplayValue('Alice');

    type('Display name', ' ');
    type('About you', '😀'.repeat(501));
    press('Save');

    expect(errorOf('Display name')).toContain('Enter a name');
    expect(errorOf('About you')).toBe('Use at most 500 characters (501 so far).');
    expect(session.calls).toEqual([['getMe', {}]]);
  });
});

describe('privacy', () => {
  it('turns read receipts off, and shows what the server has after a refusal', async () => {
    let fails = false;
    const session = fakeSession({
      getMe: () => person('alice'),
      updateMe: ({ body }) => (fails ? Promise.reject(refusal(503, 'unavailable')) : { ...person('alice'), ...body }),
    });
    render(<SettingsPane section="privacy" />, { wrapper: inMessenger(session) });
    const receipts = () => screen.getByRole<HTMLInputElement>('switch', { name: /Read receipts/ });
    await screen.findByRole('switch', { name: /Read receipts/ });
    expect(receipts().checked).toBe(true);

    fireEvent.click(receipts());
    await waitFor(() => expect(receipts().checked).toBe(false));
    expect(session.calls).toContainEqual(['updateMe', { body: { readReceipts: false } }]);

    fireEvent.click(screen.getByRole('switch', { name: /Only my user name finds me/ }));
    await waitFor(() => expect(session.calls).toContainEqual(['updateMe', { body: { unlisted: true } }]));

    fails = true;
    fireEvent.click(screen.getByRole('switch', { name: /First messages/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('went wrong');
    expect(screen.getByRole<HTMLInputElement>('switch', { name: /First messages/ }).checked).toBe(false);
  });
});

describe('the appearance', () => {
  it('is set at once', () => {
    render(<SettingsPane section="appearance" />, { wrapper: inMessenger(fakeSession({})) });

    press('Dark');
    press('Compact');

    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(document.documentElement.dataset['density']).toBe('compact');
    expect(screen.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByRole('button', { name: 'Compact' }).getAttribute('aria-pressed')).toBe('true');
  });
});

describe('my thank-yous', () => {
  const thanks = { post: 'bob.1', giver: 'bob', giverName: 'Robert', text: 'It runs!', at: '2026-03-01T12:00:00Z' };
  const help = { posts: 1, people: 1, more: false, createdAt: '2026-03-01T12:00:00Z' };

  it('are shown to others or hidden, one by one', async () => {
    const session = fakeSession({
      listThanks: () => ({
        items: [
          { ...thanks, shown: false },
          { ...thanks, post: 'carla.1', giver: 'carla', giverName: 'Carla', shown: true },
        ],
        help,
      }),
    });
    render(<SettingsPane section="thank-yous" />, { wrapper: inMessenger(session) });
    await screen.findByText('Helped once · thanked by 1 person · here since March 2026');

    press('Show on my profile: the thank-you of Robert');
    press('Hide from my profile: the thank-you of Carla');

    expect(await screen.findByRole('button', { name: 'Hide from my profile: the thank-you of Robert' })).toBeDefined();
    expect(session.calls.filter(([operation]) => operation === 'showThanks')).toEqual([
      ['showThanks', { parameters: { id: 'bob.1' }, body: { shown: true } }],
      ['showThanks', { parameters: { id: 'carla.1' }, body: { shown: false } }],
    ]);
  });
});

describe('the password form', () => {
  it('says at its field that the current password is wrong', async () => {
    const session = fakeSession({}, { changePassword: () => Promise.reject(refusal(401, 'wrong-credentials')) });
    render(<SettingsPane section="password" />, { wrapper: inMessenger(session) });

    type('Current password', 'wrong horse battery');
    type('New password', 'another horse battery');
    press('Change password');

    await waitFor(() => expect(errorOf('Current password')).toBe('Wrong password. Try again.'));
    expect(document.activeElement).toBe(input('Current password'));
  });

  it('is empty after a change, and says that it was made', async () => {
    const changes: unknown[] = [];
    const session = fakeSession({}, { changePassword: async (given) => void changes.push(given) });
    render(<SettingsPane section="password" />, { wrapper: inMessenger(session) });

    type('Current password', 'correct horse battery');
    type('New password', 'another horse battery');
    press('Change password');

    expect((await screen.findByRole('status')).textContent).toContain('Password changed.');
    expect(input('Current password').value).toBe('');
    expect(changes).toEqual([{ password: 'correct horse battery', newPassword: 'another horse battery' }]);
  });
});

describe('my sessions', () => {
  const row = (session: string, device: string, current = false) => ({
    session,
    device,
    connectedAt: '2026-03-01T12:00:00.000Z',
    current,
  });

  it('can be ended one by one, except for this one', async () => {
    const rows = [row('1', 'Firefox on Linux', true), row('2', 'Safari on iPhone')];
    const session = fakeSession({ listSessions: () => ({ items: [...rows] }), endSession: () => void rows.pop() });
    render(<SettingsPane section="sessions" />, { wrapper: inMessenger(session) });
    await screen.findByText('Firefox on Linux');
    expect(screen.queryByRole('button', { name: 'Sign out Firefox on Linux' })).toBeNull();

    press('Sign out Safari on iPhone');

    await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
    expect(session.calls).toContainEqual(['endSession', { parameters: { session: '2' } }]);
    expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Sessions' }));
  });

  it('are all ended after a confirmation', async () => {
    const outs: unknown[] = [];
    const session = fakeSession(
      { listSessions: () => ({ items: [] }) },
      { signOut: async (given) => void outs.push(given) },
    );
    render(<SettingsPane section="sessions" />, { wrapper: inMessenger(session) });

    press('Sign out everywhere');
    // By its role: its text is in the page a moment before it is open.
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/need to sign in again/)).toBeDefined();
    expect(outs).toEqual([]);
    fireEvent.click(dialog.getByRole('button', { name: 'Sign out everywhere' }));

    await waitFor(() => expect(outs).toEqual([{ everywhere: true }]));
  });

  it('take unsent messages and drafts with them, as the confirmation says', async () => {
    localStorage.clear();
    localStorage.setItem('draft:alice:bob', 'I was about to say');
    const message = { key: 'k', sender: 'alice', body: 'hello', timestamp: '2026-03-01T12:00:00.000Z' } as const;
    const rows = [
      { ...message, state: 'sent' },
      { ...message, state: 'pending' },
      { ...message, state: 'failed' },
    ] as const;
    const view = {
      peer: 'bob',
      rows,
      unknown: [],
      loaded: true,
      through: 1,
      hasOlder: false,
      hasNewer: false,
      readByPeer: 0,
      typing: false,
      loading: false,
    };
    const mailbox = fakeMailbox({ conversations: { bob: view } });
    render(<SettingsPane section="sessions" />, {
      wrapper: inMessenger(fakeSession({ listSessions: () => ({ items: [] }) }), mailbox),
    });

    press('Sign out everywhere');

    expect(
      await screen.findByText(/2 messages and 1 draft have not been sent. Signing out deletes them./),
    ).toBeDefined();
  });
});

describe('the people I have blocked', () => {
  it('are listed, and can be unblocked', async () => {
    let blocked = [person('bob', 'Robert'), person('carla')];
    const session = fakeSession({
      listBlocks: () => ({ items: blocked }),
      unblock: ({ parameters }) =>
        void (blocked = blocked.filter(({ username }) => username !== parameters?.['username'])),
    });
    render(<SettingsPane section="blocked" />, { wrapper: inMessenger(session) });
    await screen.findByText('Robert');

    press('Unblock bob');

    await waitFor(() => expect(screen.queryByText('Robert')).toBeNull());
    expect(screen.getByText('carla')).toBeDefined();
  });
});

describe('the deletion of my account', () => {
  it('asks for the password, and ends the session on purpose', async () => {
    const given: unknown[] = [];
    const left: string[] = [];
    const session = fakeSession({}, { deleteAccount: async (body) => void given.push(body) });
    const endSession = async (end: () => Promise<void>): Promise<void> => end().then(() => void left.push('left'));
    render(
      <EndSessionContext value={endSession}>
        <SettingsPane section="deletion" />
      </EndSessionContext>,
      { wrapper: inMessenger(session) },
    );
    press('Delete my account');
    expect(errorOf('Password')).toContain('Enter your password');

    type('Password', 'correct horse battery');
    press('Delete my account');

    await waitFor(() => expect(left).toEqual(['left']));
    expect(given).toEqual([{ password: 'correct horse battery' }]);
  });
});

describe('the download of my data', () => {
  it('joins the pages into one file', async () => {
    const files: Blob[] = [];
    const { createObjectURL, revokeObjectURL } = URL;
    Object.assign(URL, { createObjectURL: (file: Blob) => (files.push(file), 'blob:file'), revokeObjectURL: () => {} });
    const pages = [
      { items: [{ type: 'block', username: 'bob' }], next: 'more' },
      { items: [{ type: 'block', username: 'carla' }] },
    ];
    const session = fakeSession({ exportMe: ({ query }) => (query?.['cursor'] === 'more' ? pages[1] : pages[0]) });
    render(<SettingsPane section="export" />, { wrapper: inMessenger(session) });

    press('Download');

    await screen.findByText(/Done/);
    expect(JSON.parse((await files[0]?.text()) ?? '')).toMatchObject({
      items: [{ username: 'bob' }, { username: 'carla' }],
    });
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  });

  it('saves nothing if a page is missing', async () => {
    const session = fakeSession({ exportMe: () => Promise.reject(new NetworkError('No network.')) });
    render(<SettingsPane section="export" />, { wrapper: inMessenger(session) });

    press('Download');

    expect((await screen.findByRole('alert')).textContent).toContain('can’t reach');
  });
});
