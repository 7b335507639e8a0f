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
import { Sentence } from '../parts/sentence.tsx';
import { parseQuery, paths, withQuery } from '../paths.ts';
import { freshSignUp, takePassword } from '../state/fresh-sign-up.ts';
import { useSession } from '../state/session.ts';
import { codeDigitsOf, codeProblem, userNameProblem } from '../text/credentials.ts';
import { auth } from '../words/auth.ts';

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
      title={auth.checkYourEmail}
      lead={
        address ? (
          <Sentence of={auth.codeSentTo(CODE_DIGITS, <b>{address}</b>)} />
        ) : given ? (
          <Sentence of={auth.codeSentToAddressOf(CODE_DIGITS, <b>{given}</b>)} />
        ) : (
          auth.codeSentToYou(CODE_DIGITS)
        )
      }
    >
      <Form form={form}>
        {given === '' && (
          <Field
            label={auth.username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...username}
          />
        )}
        <Field
          label={auth.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={given !== ''}
          {...code}
          onValue={(value) => code.onValue(codeDigitsOf(value))}
        />
        <Button type="submit" variant="primary" size="wide" busy={form.busy}>
          {form.busy ? auth.confirming : auth.confirm}
        </Button>
      </Form>
      {!userNameProblem(username.value) && <ResendCode send={() => session.resendCode({ username: username.value })} />}
      {address && (
        <p>
          <Sentence of={auth.wrongAddress(<Link href={paths.signUp}>{auth.changeIt}</Link>)} />
        </p>
      )}
      <p>
        <Link href={paths.signIn}>{auth.backToSignIn}</Link>
      </p>
    </AuthLayout>
  );
}
