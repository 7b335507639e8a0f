import { Link, useLocation, useSearch } from 'wouter';
import { useForm } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { AuthLayout } from '../parts/auth-layout.tsx';
import { Field } from '../parts/field.tsx';
import { ResendCode } from '../parts/resend-code.tsx';
/** The code from the mail shows that the address is mine. */
import { parseQuery, paths, withQuery } from '../paths.ts';
import { takePassword } from '../state/fresh-password.ts';
import { useSession } from '../state/session.ts';
import { codeDigitsOf, codeProblem, userNameProblem } from '../text/credentials.ts';
import button from '../parts/button.module.css';

export function ConfirmSignUp() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { username: given = '' } = parseQuery(useSearch());

  const form = useForm(
    { username: given, code: '' },
    ({ username, code }) => ({ username: userNameProblem(username), code: codeProblem(code) }),
    async ({ username, code }) => {
      await session.confirmSignUp({ username, code });
      const password = takePassword(username);
      const signedIn =
        password !== undefined &&
        (await session.signIn({ username, password }).then(
          () => true,
          () => false,
        ));
      if (!signedIn) navigate(withQuery(paths.signIn, { confirmed: username }));
    },
  );
  const username = form.field('username');
  const code = form.field('code');

  return (
    <AuthLayout
      title="Check your mail"
      lead={<>We sent a code of six digits to the address {given ? <b>{given}</b> : 'you'} signed up with.</>}
    >
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        {form.problem && <Alert tone="error">{form.problem}</Alert>}
        {given === '' && (
          <Field
            label="User name"
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
        <button type="submit" className={`${button.primary} ${button.wide}`} aria-disabled={form.busy}>
          {form.busy ? 'Confirming…' : 'Confirm'}
        </button>
      </form>
      {!userNameProblem(username.value) && <ResendCode send={() => session.resendCode({ username: username.value })} />}
      <p>
        <Link href={paths.signIn}>Back to sign in</Link>
      </p>
    </AuthLayout>
  );
}
