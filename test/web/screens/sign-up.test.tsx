/** The sign-up form. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import { type Session, createSession } from '#client/session.ts';
import { ConfirmSignUp } from '#web/src/screens/confirm-sign-up.tsx';
import { SignUp } from '#web/src/screens/sign-up.tsx';
import { takePassword } from '#web/src/state/fresh-sign-up.ts';
import { SessionContext } from '#web/src/state/session.ts';

const problem = (status: number, code: string, errors?: Record<string, string>): ApiProblem =>
  new ApiProblem({ status, code, title: code, detail: 'Look again.', ...(errors && { errors }) });

describe('the sign-up form', () => {
  let sent: unknown[];
  let called: unknown[];
  let outcome: () => Promise<void>;
  let show: (Screen: typeof SignUp) => void;
  beforeEach(() => {
    sent = [];
    called = [];
    outcome = async () => {};
    const session = {
      ...createSession({ apiUrl: '/api' }),
      confirmSignUp: async () => {},
      signIn: async () => {},
      call: (async ({ operation }: { operation: string }, given: unknown) => {
        called.push([operation, given]);
      }) as unknown as Session['call'],
      signUp: (given: unknown) => {
        sent.push(given);
        return outcome();
      },
    };
    history.replaceState(null, '', '/sign-up');
    takePassword('');
    show = (Screen) => {
      cleanup();
      render(
        <SessionContext value={session}>
          <Screen />
        </SessionContext>,
      );
    };
    show(SignUp);
  });

  const input = (label: string): HTMLInputElement => screen.getByLabelText(label);
  const errorOf = (label: string): string | undefined => {
    const described = input(label).getAttribute('aria-describedby');
    return input(label).getAttribute('aria-invalid')
      ? (document.getElementById(described ?? '')?.textContent ?? undefined)
      : undefined;
  };
  const submit = (values: Record<string, string>): void => {
    for (const [label, value] of Object.entries(values)) fireEvent.change(input(label), { target: { value } });
    fireEvent.click(screen.getByRole('button', { name: 'Create account' }));
  };
  const good = { Username: 'Ann', 'Email address': 'ann@example.org', Password: 'correct horse battery' };

  it('shows at each field what is wrong, focuses the first one, and sends nothing', () => {
    submit({ Username: 'an', 'Email address': 'ann', Password: 'short' });

    expect(errorOf('Username')).toBe('Use at least 3 characters.');
    expect(errorOf('Email address')).toBe('This doesn’t look like an email address.');
    expect(errorOf('Password')).toBe('Use at least 12 characters (5 so far).');
    expect(document.activeElement).toBe(input('Username'));
    expect(sent).toEqual([]);
  });

  it.each([
    [{ Username: 'admin' }, 'Username', /reserved/],
    [{ Username: '-ann' }, 'Username', /Start with a letter/],
    [{ Password: ' correct horse battery' }, 'Password', /Remove the space/],
    [{ Password: 'password1234' }, 'Password', /too easy to guess/],
  ])('knows the server’s rules: %o', (values, label, words) => {
    submit({ ...good, ...values });

    expect(errorOf(label)).toMatch(words);
    expect(sent).toEqual([]);
  });

  it('removes an error as soon as its field is changed', () => {
    submit({});
    fireEvent.change(input('Username'), { target: { value: 'ann' } });

    expect(errorOf('Username')).toBeUndefined();
    expect(errorOf('Password')).toBe('Choose a password.');
  });

  it('sends the name in lower case once, and goes on to the code', async () => {
    submit(good);
    fireEvent.submit(screen.getByRole('button', { name: /Create|Creating/ }));

    await waitFor(() => expect(location.pathname + location.search).toBe('/confirm?username=ann'));
    expect(sent).toEqual([{ username: 'ann', email: 'ann@example.org', password: 'correct horse battery' }]);
  });

  it('says at the username that it is taken', async () => {
    outcome = () => Promise.reject(problem(409, 'name-taken'));
    submit(good);

    await waitFor(() => expect(errorOf('Username')).toBe('This name is taken. Try another.'));
    expect(document.activeElement).toBe(input('Username'));
  });

  it('shows at its field what the server found wrong', async () => {
    outcome = () => Promise.reject(problem(400, 'invalid', { password: 'Is too common' }));
    submit(good);

    await waitFor(() => expect(errorOf('Password')).toBe('Is too common.'));
  });

  it('says when the server could not be reached', async () => {
    outcome = () => Promise.reject(new NetworkError('x'));
    submit(good);

    expect((await screen.findByRole('alert')).textContent).toContain('can’t reach');
  });

  it('shows where the code was sent, and what was typed again to people who mistyped their address', async () => {
    submit({ ...good, 'Email address': 'ann@exmaple.org' });
    await waitFor(() => expect(location.pathname).toBe('/confirm'));
    show(ConfirmSignUp);
    expect(screen.getByText('ann@exmaple.org')).toBeDefined();

    fireEvent.click(screen.getByRole('link', { name: 'Change it' }));
    expect(location.pathname).toBe('/sign-up');
    show(SignUp);

    expect(input('Username').value).toBe('ann');
    expect(input('Email address').value).toBe('ann@exmaple.org');
    expect(input('Password').value).toBe('correct horse battery');
    outcome = () => Promise.reject(problem(409, 'name-taken'));
    submit({ 'Email address': 'ann@example.org' });
    await waitFor(() => expect(errorOf('Username')).toMatch(/waits for the first address/));
  });

  it('suggests the address and the username that were probably meant', () => {
    fireEvent.change(input('Username'), { target: { value: 'María José' } });
    fireEvent.change(input('Email address'), { target: { value: 'maria@gmial.com' } });
    fireEvent.click(screen.getByRole('button', { name: 'maria-jose' }));
    fireEvent.click(screen.getByRole('button', { name: 'maria@gmail.com' }));

    expect(input('Username').value).toBe('maria-jose');
    expect(input('Email address').value).toBe('maria@gmail.com');
    expect(screen.queryByText(/Did you mean/)).toBeNull();
  });

  it('checks a field when it is left for another one, but not a field that is empty', () => {
    fireEvent.change(input('Username'), { target: { value: 'an' } });
    fireEvent.blur(input('Username'), { relatedTarget: input('Email address') });
    fireEvent.blur(input('Email address'), { relatedTarget: input('Password') });

    expect(errorOf('Username')).toBe('Use at least 3 characters.');
    expect(errorOf('Email address')).toBeUndefined();
  });

  it('counts the characters of a password that is still too short', () => {
    fireEvent.change(input('Password'), { target: { value: 'correct' } });

    expect(screen.getByText(/12 characters.*7 so far/)).toBeDefined();
  });

  it('makes a username of a name, and gives the account that name once it is confirmed', async () => {
    fireEvent.change(input('Your name (optional)'), { target: { value: 'María José' } });
    fireEvent.click(screen.getByRole('button', { name: 'maria-jose' }));
    submit({ 'Email address': good['Email address'], Password: good.Password });
    await waitFor(() => expect(location.search).toBe('?username=maria-jose'));
    show(ConfirmSignUp);

    fireEvent.change(input('Code'), { target: { value: '123456' } });
    fireEvent.click(screen.getByRole('button', { name: 'Confirm' }));

    await waitFor(() => expect(called).toEqual([['updateMe', { body: { displayName: 'María José' } }]]));
  });
});
