/** Confirms the email address of a new account with the code that was sent to it. */
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { CODE_DIGITS } from '#contract/mailed-code.ts';
import { updateMe } from '#contract/routes/users.ts';
import { useForm } from '../hooks/use-form.ts';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { ResendCode } from '../parts/resend-code.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { freshSignUp, takePassword } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import { codeDigitsOf, codeProblem, userNameProblem } from '../text/credentials.ts';

export function ConfirmSignUp() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { username: given = '' } = parseQuery(useSearch());

  const [fresh] = useState(freshSignUp);
  const form = useForm(
    { username: given, code: '' },
    ({ username, code }) => ({ username: userNameProblem(username), code: codeProblem(code) }),
    async ({ username, code }) => {
      await session.confirmSignUp({ username, code });
      const displayName = fresh?.username === username ? fresh.displayName : undefined;
      const password = takePassword(username);
      const signedIn =
        password !== undefined &&
        (await session.signIn({ username, password }).then(
          () => true,
          () => false,
        ));
      // Without it, the account has its user name, and the settings change that.
      if (signedIn && displayName !== undefined)
        await session.call(updateMe, { body: { displayName } }).catch(() => undefined);
      if (!signedIn) navigate(withQuery(paths.signIn, { confirmed: username }));
    },
  );
  const username = form.field('username');
  const address = fresh?.username === given ? fresh.email : undefined;
  const code = form.field('code');

  return (
    <AuthLayout
      title="Check your email"
      lead={
        <>
          We sent a {CODE_DIGITS}-digit code to{' '}
          {address ? (
            <>
              <b>{address}</b>.
            </>
          ) : (
            <>the address {given ? <b>{given}</b> : 'you'} signed up with.</>
          )}
        </>
      }
    >
      <Form form={form}>
        {given === '' && (
          <Field
            label="Username"
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
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? 'Confirming…' : 'Confirm'}
        </Button>
      </Form>
      {!userNameProblem(username.value) && <ResendCode send={() => session.resendCode({ username: username.value })} />}
      {address && (
        <p>
          Wrong address? <Link href={paths.signUp}>Change it</Link>
        </p>
      )}
      <p>
        <Link href={paths.signIn}>Back to sign in</Link>
      </p>
    </AuthLayout>
  );
}
