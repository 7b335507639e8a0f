/** The screens for a forgotten password. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ForgotPassword } from '#web/src/screens/forgot-password.tsx';
import { ResetPassword } from '#web/src/screens/reset-password.tsx';
import { SessionContext } from '#web/src/state/session.ts';
import { fakeSession, refusal } from '../fake-session.ts';

const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

describe('a forgotten password', () => {
  it('leads from the name to the code, whether or not there is such an account', async () => {
    const session = fakeSession({});
    history.replaceState(null, '', '/forgot-password');
    render(
      <SessionContext value={session}>
        <ForgotPassword />
      </SessionContext>,
    );

    type('Username or email address', ' Ann@Example.org ');
    press('Send code');

    await waitFor(() => expect(location.pathname + location.search).toBe('/reset-password?username=ann%40example.org'));
    expect(session.calls).toEqual([['forgotPassword', { body: { username: 'ann@example.org' } }]]);
  });

  it('is replaced with the code, and the new one signs in at once', async () => {
    const signedIn: unknown[] = [];
    const session = fakeSession({}, { signIn: async (given) => void signedIn.push(given) });
    history.replaceState(null, '', '/reset-password?username=ann');
    render(
      <SessionContext value={session}>
        <ResetPassword />
      </SessionContext>,
    );

    type('Code', '123 456');
    type('New password', 'another horse battery');
    press('Set password');

    await waitFor(() => expect(signedIn).toEqual([{ username: 'ann', password: 'another horse battery' }]));
    expect(session.calls).toEqual([
      ['resetPassword', { body: { username: 'ann', code: '123456', password: 'another horse battery' } }],
    ]);
  });

  it('is not replaced with a wrong code, which is said at its field', async () => {
    const session = fakeSession({ resetPassword: () => Promise.reject(refusal(400, 'wrong-code')) });
    history.replaceState(null, '', '/reset-password?username=ann');
    render(
      <SessionContext value={session}>
        <ResetPassword />
      </SessionContext>,
    );

    type('Code', '123456');
    type('New password', 'another horse battery');
    press('Set password');

    await waitFor(() => expect(screen.getByLabelText('Code').getAttribute('aria-invalid')).toBe('true'));
    expect(document.activeElement).toBe(screen.getByLabelText('Code'));
    // With its codes used up, a device that is not known is refused the right code in the same words.
    expect(screen.getByText(/After several wrong codes, wait \d+ minutes/)).toBeDefined();
  });
});
