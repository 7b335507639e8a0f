/** By name or address, and password. */
import { Link, useLocation, useSearch } from 'wouter';
import { useForm } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Field } from '../parts/field.tsx';
import { rememberPassword } from '../state/fresh-password.ts';
import { useSession } from '../state/session.ts';
import { nameOrEmailProblem } from '../text/credentials.ts';
import { isRefusal } from '../text/explain.ts';
import button from '../parts/button.module.css';

/** @param ended whether a session has just ended without the person asking for it */
export function SignIn({ ended }: { ended: boolean }) {
  const session = useSession();
  const [, navigate] = useLocation();
  const search = new URLSearchParams(useSearch());
  const confirmed = search.get('confirmed') ?? '';
  const renewed = search.get('renewed') ?? '';
  const known = confirmed || renewed;

  const form = useForm(
    { username: known, password: '' },
    ({ username, password }) => ({
      username: nameOrEmailProblem(username),
      password: password === '' ? 'Enter your password.' : undefined,
    }),
    async ({ username, password }) => {
      const name = username.trim().toLowerCase();
      try {
        await session.signIn({ username: name, password });
      } catch (reason) {
        if (!isRefusal(reason, 'unconfirmed')) throw reason;
        rememberPassword(name, password);
        navigate(name.includes('@') ? '/confirm' : `/confirm?username=${encodeURIComponent(name)}`);
      }
    },
  );

  return (
    <AuthLayout title="Sign in" lead="Good to see you.">
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        {form.problem && <Alert tone="error">{form.problem}</Alert>}
        {!form.problem && ended && <Alert tone="success">Your session has ended. Sign in to go on.</Alert>}
        {!form.problem && confirmed && <Alert tone="success">Your address is confirmed. Sign in to begin.</Alert>}
        {!form.problem && renewed && <Alert tone="success">Your new password is set. Sign in with it.</Alert>}
        <Field
          label="User name or e-mail address"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={known === ''}
          {...form.field('username')}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          autoFocus={known !== ''}
          {...form.field('password')}
        />
        <button type="submit" className={`${button.primary} ${button.wide}`} aria-disabled={form.busy}>
          {form.busy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      <p>
        <Link href="/forgot-password">Forgot your password?</Link>
      </p>
      <p>
        New here? <Link href="/sign-up">Create an account</Link>
      </p>
    </AuthLayout>
  );
}
