import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import { createSession } from '#client/session.ts';
import { SignUp } from '#web/src/screens/sign-up.tsx';
import { SessionContext } from '#web/src/state/session.ts';

const problem = (status: number, code: string, errors?: Record<string, string>): ApiProblem =>
  new ApiProblem({ status, code, title: code, detail: 'Look again.', ...(errors && { errors }) });

describe('the sign-up form', () => {
  let sent: unknown[];
  let outcome: () => Promise<void>;
  beforeEach(() => {
    sent = [];
    outcome = async () => {};
    const session = {
      ...createSession({ apiUrl: '/api' }),
      signUp: (given: unknown) => {
        sent.push(given);
        return outcome();
      },
    };
    history.replaceState(null, '', '/sign-up');
    render(
      <SessionContext value={session}>
        <SignUp />
      </SessionContext>,
    );
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
  const good = { 'User name': 'Ann', 'E-mail address': 'ann@example.org', Password: 'correct horse battery' };

  it('names what is wrong at each field, goes to the first one and sends nothing', () => {
    submit({ 'User name': 'an', 'E-mail address': 'ann', Password: 'short' });

    expect(errorOf('User name')).toBe('Use at least 3 characters.');
    expect(errorOf('E-mail address')).toBe('This doesn’t look like an email address.');
    expect(errorOf('Password')).toBe('Use at least 12 characters (5 so far).');
    expect(document.activeElement).toBe(input('User name'));
    expect(sent).toEqual([]);
  });

  it.each([
    [{ 'User name': 'admin' }, 'User name', /reserved/],
    [{ 'User name': '-ann' }, 'User name', /Start with a letter/],
    [{ Password: ' correct horse battery' }, 'Password', /Remove the space/],
    [{ Password: 'password1234' }, 'Password', /too easy to guess/],
  ])('knows the server’s rules: %o', (values, label, words) => {
    submit({ ...good, ...values });

    expect(errorOf(label)).toMatch(words);
    expect(sent).toEqual([]);
  });

  it('forgets an error as soon as its field is changed', () => {
    submit({});
    fireEvent.change(input('User name'), { target: { value: 'ann' } });

    expect(errorOf('User name')).toBeUndefined();
    expect(errorOf('Password')).toBe('Choose a password.');
  });

  it('sends the name in lower case once and goes on to the code', async () => {
    submit(good);
    fireEvent.submit(screen.getByRole('button', { name: /Create|Creating/ }));

    await waitFor(() => expect(location.pathname + location.search).toBe('/confirm?username=ann'));
    expect(sent).toEqual([{ username: 'ann', email: 'ann@example.org', password: 'correct horse battery' }]);
  });

  it('says at the name that it is taken', async () => {
    outcome = () => Promise.reject(problem(409, 'name-taken'));
    submit(good);

    await waitFor(() => expect(errorOf('User name')).toBe('This name is taken. Try another one.'));
    expect(document.activeElement).toBe(input('User name'));
  });

  it('shows what the server found wrong at its field', async () => {
    outcome = () => Promise.reject(problem(400, 'invalid', { password: 'Is too common' }));
    submit(good);

    await waitFor(() => expect(errorOf('Password')).toBe('Is too common.'));
  });

  it('says when the server could not be reached', async () => {
    outcome = () => Promise.reject(new NetworkError('x'));
    submit(good);

    expect((await screen.findByRole('alert')).textContent).toContain('can’t be reached');
  });
});
