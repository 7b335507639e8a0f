/** Sets a new password with the code from the email, and signs in with it. */
import { Link, useLocation, useSearch } from 'wouter';
import { CODE_DIGITS } from '#contract/mailed-code.ts';
import { forgotPassword, resetPassword } from '#contract/routes/accounts.ts';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { ResendCode } from '../parts/resend-code.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { useSession } from '../state/session.ts';
import {
  PASSWORD_HINT,
  codeDigitsOf,
  codeProblem,
  nameOrEmailProblem,
  newPasswordProblem,
} from '../text/credentials.ts';

export function ResetPassword() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { username: given = '' } = parseQuery(useSearch());

  const form = useForm(
    { username: given, code: '', password: '' },
    ({ username, code, password }) => ({
      username: nameOrEmailProblem(username),
      code: codeProblem(code),
      password: newPasswordProblem(password, { username }),
    }),
    async (values) => {
      const username = values.username.trim().toLowerCase();
      const { code, password } = values;
      await session.call(resetPassword, { body: { username, code, password } });
      const signedIn = await session.signIn({ username, password }).then(
        () => true,
        () => false,
      );
      if (!signedIn) navigate(withQuery(paths.signIn, { reset: username }));
    },
  );
  const username = form.field('username');
  const code = form.field('code');

  return (
    <AuthLayout
      title="Choose a new password"
      lead={
        <>
          If there is an account {given ? <b>{given}</b> : 'of that name'}, we’ve sent a {CODE_DIGITS}-digit code to its
          email address.
        </>
      }
    >
      <Form form={form}>
        {given === '' && (
          <Field
            label="Username or email address"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...username}
          />
        )}
        <Field
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={given !== ''}
          {...code}
          onValue={(value) => code.onValue(codeDigitsOf(value))}
        />
        <Field
          label="New password"
          type="password"
          hint={`${PASSWORD_HINT} You’ll be signed out everywhere else.`}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? 'Setting password…' : 'Set password'}
        </Button>
      </Form>
      {given !== '' && <ResendCode send={() => session.call(forgotPassword, { body: { username: given } })} />}
      <p>
        <Link href={paths.signIn}>Back to sign in</Link>
      </p>
    </AuthLayout>
  );
}
