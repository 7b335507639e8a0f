import { Link, useLocation } from 'wouter';
import { useForm } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Field } from '../parts/field.tsx';
/** A name, an address, a password; the code to confirm the address comes by mail. */
import { paths, withQuery } from '../paths.ts';
import { rememberPassword } from '../state/fresh-password.ts';
import { useSession } from '../state/session.ts';
import {
  PASSWORD_HINT,
  USER_NAME_HINT,
  emailProblem,
  newPasswordProblem,
  newUserNameProblem,
} from '../text/credentials.ts';
import button from '../parts/button.module.css';

export function SignUp() {
  const session = useSession();
  const [, navigate] = useLocation();

  const form = useForm(
    { username: '', email: '', password: '' },
    ({ username, email, password }) => ({
      username: newUserNameProblem(username),
      email: emailProblem(email),
      password: newPasswordProblem(password),
    }),
    async ({ username, email, password }) => {
      await session.signUp({ username, email: email.trim(), password });
      rememberPassword(username, password);
      navigate(withQuery(paths.confirm, { username }));
    },
  );
  const username = form.field('username');

  return (
    <AuthLayout title="Create your account" lead="People find you by your name. Nobody sees your address.">
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        {form.problem && <Alert tone="error">{form.problem}</Alert>}
        <Field
          label="User name"
          hint={USER_NAME_HINT}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...username}
          onValue={(value) => username.onValue(value.toLowerCase().trim())}
        />
        <Field label="E-mail address" type="email" autoComplete="email" {...form.field('email')} />
        <Field
          label="Password"
          type="password"
          hint={PASSWORD_HINT}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <button type="submit" className={`${button.primary} ${button.wide}`} aria-disabled={form.busy}>
          {form.busy ? 'Creating your account…' : 'Create account'}
        </button>
      </form>
      <p>
        Already have an account? <Link href={paths.signIn}>Sign in</Link>
      </p>
    </AuthLayout>
  );
}
