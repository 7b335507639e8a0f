/**
 * Creates an account from a username, an email address and a password. A code to confirm the address comes by
 * email.
 */
import { Link, useLocation } from 'wouter';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
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

export function SignUp() {
  const session = useSession();
  const [, navigate] = useLocation();

  const form = useForm(
    { username: '', email: '', password: '' },
    ({ username, email, password }) => ({
      username: newUserNameProblem(username),
      email: emailProblem(email),
      password: newPasswordProblem(password, { username, email }),
    }),
    async ({ username, email, password }) => {
      await session.signUp({ username, email: email.trim(), password });
      rememberPassword(username, password);
      navigate(withQuery(paths.confirm, { username }));
    },
  );
  const username = form.field('username');

  return (
    <AuthLayout title="Create your account" lead="People find you by your username. Your email address stays private.">
      <Form form={form}>
        <Field
          label="Username"
          hint={USER_NAME_HINT}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...username}
          onValue={(value) => username.onValue(value.toLowerCase().trim())}
        />
        <Field label="Email address" type="email" autoComplete="email" {...form.field('email')} />
        <Field
          label="Password"
          type="password"
          hint={PASSWORD_HINT}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? 'Creating account…' : 'Create account'}
        </Button>
      </Form>
      <p>
        Already have an account? <Link href={paths.signIn}>Sign in</Link>
      </p>
    </AuthLayout>
  );
}
