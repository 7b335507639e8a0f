/** Two-step sign-in on the page: signing in with a code, and turning it on and off. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Session } from '#client/session.ts';
import { AdminPane } from '#web/src/screens/admin.tsx';
import { TwoStep } from '#web/src/screens/settings/two-step.tsx';
import { SignIn } from '#web/src/screens/sign-in.tsx';
import { fakeSession, inMessenger, person, refusal } from '../fake-session.ts';

const me = { ...person('alice'), email: 'alice@example.org' };
const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
const CODE = 'Code from your authenticator app';

describe('signing in', () => {
  it('asks for a code only where one is needed, and says what is wrong with it at its field', async () => {
    const signIn = vi
      .fn<Session['signIn']>()
      .mockRejectedValueOnce(refusal(401, 'code-needed'))
      .mockRejectedValueOnce(refusal(400, 'wrong-code'))
      .mockResolvedValueOnce();
    const session = fakeSession({}, { signIn });
    render(<SignIn sessionEnded={false} />, { wrapper: inMessenger(session) });
    type('Username or email address', 'Alice');
    type('Password', 'correct horse battery');
    expect(screen.queryByLabelText(CODE)).toBeNull();

    press('Sign in');
    await screen.findByLabelText(CODE);
    type(CODE, '123 456');
    press('Sign in');
    await screen.findByText(/Wait for the next code/);
    type(CODE, '654321');
    press('Sign in');

    await waitFor(() => expect(signIn).toHaveBeenCalledTimes(3));
    expect(signIn.mock.calls.map(([given]) => given)).toEqual([
      { username: 'alice', password: 'correct horse battery' },
      { username: 'alice', password: 'correct horse battery', code: '123456' },
      { username: 'alice', password: 'correct horse battery', code: '654321' },
    ]);
  });
});

describe('the settings of two-step sign-in', () => {
  it('show the key, and turn it on with the password and a code', async () => {
    const turnOnTwoStep = vi.fn<Session['turnOnTwoStep']>().mockResolvedValue();
    const session = fakeSession({ getMe: () => me, startTwoStep: () => ({ secret: 'ABCDEFGH' }) }, { turnOnTwoStep });
    render(<TwoStep />, { wrapper: inMessenger(session) });

    fireEvent.click(await screen.findByRole('button', { name: 'Set up' }));
    await screen.findByText('ABCD EFGH');
    expect(screen.getByRole('link', { name: 'open the app on this device' }).getAttribute('href')).toBe(
      'otpauth://totp/message%20center%3Aalice?secret=ABCDEFGH&issuer=message%20center',
    );
    type('Password', 'correct horse battery');
    type(CODE, '123456');
    press('Turn on');

    await waitFor(() => expect(turnOnTwoStep).toHaveBeenCalledOnce());
    expect(screen.getByText(/Sign in again with the next code/)).toBeDefined();
    expect(turnOnTwoStep).toHaveBeenCalledExactlyOnceWith({ password: 'correct horse battery', code: '123456' });
  });

  it('turn it off with the password and a code', async () => {
    const profiles = [{ ...me, twoStep: true }, me];
    const session = fakeSession({ getMe: () => profiles.shift() });
    render(<TwoStep />, { wrapper: inMessenger(session) });
    await screen.findByRole('button', { name: 'Turn off' });

    type('Password', 'correct horse battery');
    type(CODE, '123456');
    press('Turn off');

    await screen.findByText('Two-step sign-in is off.');
    const body = { password: 'correct horse battery', code: '123456' };
    expect(session.calls).toContainEqual(['turnOffTwoStep', { body }]);
  });
});

it('an administrator without it is led to the settings, and nothing is asked for', async () => {
  const session = fakeSession({ getMe: () => ({ ...me, administrator: true }) });
  render(<AdminPane section="people" />, { wrapper: inMessenger(session) });

  const link = await screen.findByRole('link', { name: 'Set it up' });

  expect(link.getAttribute('href')).toBe('/settings/two-step');
  expect(session.calls).toEqual([['getMe', {}]]);
});
