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
import { Sentence } from '../parts/sentence.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { rememberSignUp } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import { appCodeProblem, nameOrEmailProblem } from '../text/credentials.ts';
import { asAppCodeProblem, isRefusal } from '../text/explain.ts';
import { auth } from '../words/auth.ts';

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
      password: password === '' ? auth.passwordMissing : undefined,
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
    <AuthLayout title={auth.signIn} lead={auth.lead}>
      <Form form={form}>
        {!form.problem && sessionEnded && <Alert tone="success">{auth.sessionEnded}</Alert>}
        {!form.problem && confirmed && <Alert tone="success">{auth.confirmed}</Alert>}
        {!form.problem && reset && <Alert tone="success">{auth.passwordSet}</Alert>}
        <Field
          label={auth.nameOrEmail}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={known === ''}
          {...form.field('username')}
        />
        <Field
          label={auth.password}
          type="password"
          autoComplete="current-password"
          autoFocus={known !== ''}
          {...form.field('password')}
        />
        {needsCode && <CodeField autoFocus {...form.field('code')} />}
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? auth.signingIn : auth.signIn}
        </Button>
      </Form>
      <p>
        <Link href={paths.forgotPassword}>{auth.forgotPassword}</Link>
      </p>
      <p>
        <Sentence of={auth.newHere(<Link href={paths.signUp}>{auth.createAccount}</Link>)} />
      </p>
    </AuthLayout>
  );
}
