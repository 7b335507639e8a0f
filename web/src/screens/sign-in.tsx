/** Signs in with a username or an email address and a password, and where two-step sign-in is on, with a code. */
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useForm } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { CodeField } from '../parts/code-field.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { rememberSignUp } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import { appCodeProblem, nameOrEmailProblem } from '../text/credentials.ts';
import { asAppCodeProblem, isRefusal } from '../text/explain.ts';

/** @param sessionEnded true if a session has just ended, and the person did not end it */
export function SignIn({ sessionEnded }: { sessionEnded: boolean }) {
  const session = useSession();
  const [, navigate] = useLocation();
  const { confirmed = '', reset = '' } = parseQuery(useSearch());
  const known = confirmed || reset;

  const [needsCode, setNeedsCode] = useState(false);
  const form = useForm(
    { username: known, password: '', code: '' },
    ({ username, password, code }) => ({
      username: nameOrEmailProblem(username),
      password: password === '' ? 'Enter your password.' : undefined,
      code: needsCode ? appCodeProblem(code) : undefined,
    }),
    async ({ username, password, code }) => {
      const name = username.trim().toLowerCase();
      try {
        await session.signIn({ username: name, password, ...(needsCode && { code }) });
      } catch (reason) {
        if (isRefusal(reason, 'code-needed')) return setNeedsCode(true);
        if (!isRefusal(reason, 'unconfirmed')) throw asAppCodeProblem(reason);
        rememberSignUp({ username: name, password });
        navigate(name.includes('@') ? paths.confirm : withQuery(paths.confirm, { username: name }));
      }
    },
  );

  return (
    <AuthLayout
      title="Sign in"
      lead="Ask people near you for what you need, help with what you have, and talk in private."
    >
      <Form form={form}>
        {!form.problem && sessionEnded && <Alert tone="success">Your session has ended. Sign in to continue.</Alert>}
        {!form.problem && confirmed && (
          <Alert tone="success">Your email address is confirmed. Sign in to get started.</Alert>
        )}
        {!form.problem && reset && <Alert tone="success">Your new password is set. Sign in with it.</Alert>}
        <Field
          label="Username or email address"
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
        {needsCode && <CodeField autoFocus {...form.field('code')} />}
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </Form>
      <p>
        <Link href={paths.forgotPassword}>Forgot your password?</Link>
      </p>
      <p>
        New here? <Link href={paths.signUp}>Create an account</Link>
      </p>
    </AuthLayout>
  );
}
